package dev.appmigrations.engine.plan;

/**
 * The handling of a situation that is unusual.
 *
 * @param outOfOrder a pending migration with a version before one that is applied
 * @param missing an applied migration whose file is gone
 * @param changed a file that has changed since it was applied; never {@link Policy#ALLOW}
 * @param guard a database that a newer release has contracted, so that what this one
 * needs may be gone
 */
public record Policies(Policy outOfOrder, Policy missing, Policy changed, Policy guard) {

	/** Late and missing files are reported, the others are rejected. */
	public static final Policies DEFAULT = new Policies(Policy.WARN, Policy.WARN, Policy.REJECT, Policy.REJECT);

	public Policies {
		if (changed == Policy.ALLOW) {
			throw new IllegalArgumentException(
					"A file that has changed since it was applied is never passed over in silence");
		}
	}

}
