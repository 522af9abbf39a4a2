package dev.appmigrations.engine.plan;

/**
 * What becomes of a run that meets something unusual.
 *
 * @param outOfOrder a pending migration with a version before one that is applied
 * @param missing an applied migration whose file is gone
 * @param changed a file that has changed since it was applied; never {@link Policy#ALLOW}
 */
public record Policies(Policy outOfOrder, Policy missing, Policy changed) {

	/** Late and missing files are told of, changed ones are rejected. */
	public static final Policies DEFAULT = new Policies(Policy.WARN, Policy.WARN, Policy.REJECT);

	public Policies {
		if (changed == Policy.ALLOW) {
			throw new IllegalArgumentException(
					"A file that has changed since it was applied is never passed over in silence");
		}
	}

}
