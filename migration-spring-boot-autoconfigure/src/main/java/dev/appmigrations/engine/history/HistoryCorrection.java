package dev.appmigrations.engine.history;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;

/**
 * A change of a row of the history that says the same thing better.
 */
public sealed interface HistoryCorrection {

	/**
	 * Returns the row as it is.
	 * @return the row
	 */
	AppliedMigration row();

	/**
	 * Returns the migration that the row stands for.
	 * @return the migration
	 */
	Migration migration();

	/**
	 * Returns the checksum that the row has afterwards.
	 * @return that of the file
	 */
	default Checksum checksum() {
		return migration().checksum();
	}

	/**
	 * The file of an applied migration was renamed: the row follows.
	 *
	 * @param row the row with the old name
	 * @param migration the migration with the new name
	 */
	record Rename(AppliedMigration row, Migration migration) implements HistoryCorrection {

		/** Says what has run, where release 0.1 ran something else. */
		@Override
		public Checksum checksum() {
			Checksum recorded = this.row.checksum();
			return (recorded == null || recorded.isOfSameTokens(this.migration.checksum())) ? this.migration.checksum()
					: recorded;
		}

	}

	/**
	 * The row has no checksum, because a person or another tool wrote it: it gets one.
	 *
	 * @param row the row
	 * @param migration the migration that it names
	 */
	record Completion(AppliedMigration row, Migration migration) implements HistoryCorrection {

	}

	/**
	 * The row was recorded though no statement ran, because the file had none yet: it
	 * goes, and the migration is pending.
	 *
	 * @param row the row
	 * @param migration the migration, which has statements now
	 */
	record Withdrawal(AppliedMigration row, Migration migration) implements HistoryCorrection {

	}

	/**
	 * The checksum is of an earlier scheme, and the same by the present one.
	 *
	 * @param row the row
	 * @param migration the migration that it names
	 */
	record Rescheme(AppliedMigration row, Migration migration) implements HistoryCorrection {

	}

}
