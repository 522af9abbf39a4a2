package dev.appmigrations.engine.plan;

import dev.appmigrations.engine.migration.MigrationVersion;

/**
 * Which applied migrations are to be undone.
 */
public sealed interface RollbackRequest {

	/**
	 * A single one.
	 *
	 * @param migration its name or its version
	 * @param cascade whether those that were applied after it, or that require it, are
	 * undone before it; otherwise they stand in the way
	 */
	record Single(String migration, boolean cascade) implements RollbackRequest {

	}

	/**
	 * All with a later version.
	 *
	 * @param version the last version that stays; one that is applied, or 0
	 */
	record To(MigrationVersion version) implements RollbackRequest {

	}

	/**
	 * The versioned ones that were applied last.
	 *
	 * @param count how many, from 1
	 */
	record Last(int count) implements RollbackRequest {

		public Last {
			if (count < 1) {
				throw new IllegalArgumentException("At least one migration is undone");
			}
		}

	}

}
