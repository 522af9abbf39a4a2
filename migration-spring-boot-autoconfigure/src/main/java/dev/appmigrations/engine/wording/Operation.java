package dev.appmigrations.engine.wording;

/**
 * An operation that a person runs.
 */
public enum Operation {

	/** Shows how the database stands. */
	STATUS,

	/** Applies what is pending. */
	UP,

	/** Shows what applying would do, and executes nothing. */
	DRY_RUN,

	/** Tries what is pending in a transaction that is rolled back, whoever is there. */
	TRY_OUT_FORCE,

	/** Marks the database as one for development, and applies what is pending. */
	UP_DEVELOPMENT,

	/** Creates the database. */
	CREATE,

	/** Drops the database, and ends the sessions of others. */
	DROP_FORCE,

	/** Undoes a migration, the argument, and applies it again. */
	REDO,

	/** Undoes migrations; the argument is one of them. */
	ROLLBACK,

	/** Undoes what is above a version, which is the argument. */
	ROLLBACK_TO,

	/** Undoes a migration with all that stands on it. */
	ROLLBACK_CASCADE,

	/** Applies contract migrations. */
	CONTRACT,

	/** Applies contract migrations as soon as the old release is gone. */
	CONTRACT_WAIT,

	/** Applies contract migrations whoever is in the way. */
	CONTRACT_FORCE,

	/** Mends the history. */
	REPAIR,

	/** Counts the statement in doubt of a migration, the argument, as done. */
	REPAIR_DONE,

	/** Lets the statement in doubt of a migration, the argument, run once more. */
	REPAIR_AGAIN,

	/** Forgets what has run of a migration, the argument. */
	REPAIR_START_OVER,

	/** Marks migrations as applied. */
	BASELINE,

	/** Takes over the history of another tool; the argument is its name. */
	ADOPT,

	/** Shows what would be taken over. */
	ADOPT_DRY_RUN,

	/** Writes the files of another tool anew; the argument is its name. */
	ADOPT_RENAME,

	/** Does a backfill, the argument, in batches. */
	BACKFILL,

	/** Lets a backfill, the argument, go on after a failure. */
	BACKFILL_RETRY,

	/** Lets a backfill, the argument, go on that was stopped. */
	BACKFILL_RESUME,

	/** Begins a backfill, the argument, anew. */
	BACKFILL_START_OVER,

	/** Prints a script for psql. */
	SCRIPT

}
