package dev.appmigrations.engine.history;

import dev.appmigrations.engine.migration.Migration;

/**
 * A change of what the database remembers that a person has decided on.
 */
public sealed interface HistoryRepair {

	/**
	 * Returns the name of the migration that it is about.
	 * @return a name
	 */
	String name();

	/**
	 * The history takes the checksum of the file as it is now.
	 *
	 * @param row the row
	 * @param migration the migration as it is now
	 */
	record Realign(AppliedMigration row, Migration migration) implements HistoryRepair {

		@Override
		public String name() {
			return this.row.name();
		}

	}

	/**
	 * The history forgets a migration whose file is gone.
	 *
	 * @param row the row
	 */
	record Forget(AppliedMigration row) implements HistoryRepair {

		@Override
		public String name() {
			return this.row.name();
		}

	}

	/**
	 * A migration or a rollback that was interrupted is settled.
	 *
	 * @param progress how far it has come
	 * @param decision what is to be done
	 */
	record Settle(Progress progress, Decision decision) implements HistoryRepair {

		@Override
		public String name() {
			return this.progress.migration();
		}

	}

	/**
	 * A person's decision on a migration that was interrupted.
	 */
	enum Decision {

		/** The statement in doubt has done its work: the next run goes on after it. */
		DONE,

		/** The statement in doubt runs once more. */
		AGAIN,

		/** The progress is forgotten: the next run begins with the first statement. */
		START_OVER

	}

}
