package dev.appmigrations.engine.migration;

/**
 * The stable codes of what can go wrong: programs may rely on their names.
 */
public enum ErrorCode {

	/** No connection within the time that the options allow. */
	DATABASE_UNAVAILABLE,

	/** The server refused user or password. */
	AUTHENTICATION_FAILED,

	/** The database that the URL names does not exist. */
	DATABASE_MISSING,

	/** The data source does not lead to PostgreSQL, or to one that is too old. */
	DATABASE_UNSUPPORTED,

	/** Something is pending and the database refuses writing transactions. */
	DATABASE_READ_ONLY,

	/** The role may not do what is needed with the tables of the history. */
	PERMISSION_DENIED,

	/**
	 * A table of the history may be somebody else's, or runs code of somebody else:
	 * nothing was read from it or written to it.
	 */
	HISTORY_UNTRUSTED,

	/** No schema to put the history in, or a table of its name that is not a history. */
	HISTORY_UNUSABLE,

	/** Another tool's history is there, and none of ours. */
	FOREIGN_HISTORY,

	/** The scripts and the history do not fit together; nothing was run. */
	INVALID_MIGRATIONS,

	/** Pending migrations would harm a running application; nothing was run. */
	UNSAFE_MIGRATIONS,

	/** Something is pending, and the options say that nothing may be. */
	PENDING_MIGRATIONS,

	/** A script cannot be read or split into statements. */
	SCRIPT_UNREADABLE,

	/** A file cannot be written, or is there already. */
	SCRIPT_UNWRITABLE,

	/** The server refused a statement of a migration. */
	STATEMENT_FAILED,

	/** The code of a migration that is written in Java has thrown an exception. */
	JAVA_MIGRATION_FAILED,

	/** A migration that was interrupted cannot go on without a person. */
	MIGRATION_INTERRUPTED,

	/** The connection broke during a migration. */
	CONNECTION_LOST,

	/** A repair was chosen that the history no longer needs. */
	REPAIR_OUTDATED,

	/** The history has changed since a person agreed to a list of rollbacks. */
	ROLLBACK_OUTDATED,

	/** A {@code MigrationVeto} has stopped the run. */
	VETOED,

	/** Rollbacks were to be proven on a database that is not empty. */
	DATABASE_NOT_EMPTY,

	/** The database may be more than one for development. */
	NOT_FOR_DEVELOPMENT,

	/** The facts that the safety of migrations depends on could not be read. */
	FACTS_UNKNOWN,

	/** The database was to be dropped, and others have sessions in it. */
	DATABASE_IN_USE,

	/** Contract migrations wait for instances of an older release. */
	CONTRACT_BLOCKED,

	/** A backfill cannot walk its table, or its proof is none; nothing was run. */
	BACKFILL_REFUSED,

	/** A backfill is not done within the time that was given. */
	BACKFILL_UNFINISHED,

	/** Another instance holds the lock for longer than the options allow. */
	LOCK_TIMEOUT,

	/** The lock of this run is no longer ours. */
	LOCK_LOST,

	/** The thread was interrupted while it waited. */
	INTERRUPTED

}
