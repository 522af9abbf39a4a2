package dev.appmigrations.engine.sql;

/**
 * The meaning of a statement for the transaction and the session that it runs in:
 * everything that a planner and an executor must tell apart. By the callers of
 * {@code PreventInTransactionBlock} in PostgreSQL 14 to 18.
 */
public enum StatementKind {

	/** A statement without any of the traits below. */
	OTHER,

	/** {@code BEGIN} or {@code START TRANSACTION}. */
	BEGIN(Group.TRANSACTION_CONTROL, "starts a transaction"),

	/** {@code COMMIT} or {@code END}. */
	COMMIT(Group.TRANSACTION_CONTROL, "ends the transaction"),

	/** {@code COMMIT AND CHAIN}. */
	COMMIT_AND_CHAIN(Group.TRANSACTION_CONTROL, "ends the transaction and starts the next one"),

	/** {@code ROLLBACK} or {@code ABORT}. */
	ROLLBACK(Group.TRANSACTION_CONTROL, "undoes the transaction"),

	/** {@code ROLLBACK AND CHAIN}. */
	ROLLBACK_AND_CHAIN(Group.TRANSACTION_CONTROL, "undoes the transaction and starts the next one"),

	/** {@code PREPARE TRANSACTION}. */
	PREPARE_TRANSACTION(Group.TRANSACTION_CONTROL, "takes the transaction away from the session"),

	/** {@code SAVEPOINT}. */
	SAVEPOINT(Group.SAVEPOINT, "sets a savepoint"),

	/** {@code RELEASE SAVEPOINT}. */
	RELEASE_SAVEPOINT(Group.SAVEPOINT, "releases a savepoint"),

	/** {@code ROLLBACK TO SAVEPOINT}. */
	ROLLBACK_TO_SAVEPOINT(Group.SAVEPOINT, "goes back to a savepoint"),

	/** {@code SET}, if it is none of those below. */
	SET(Group.SETTING, "changes a setting of the session"),

	/** {@code SET LOCAL}, if it is none of those below. */
	SET_LOCAL(Group.SETTING, "changes a setting of the transaction"),

	/**
	 * {@code SET}, {@code SET LOCAL} or {@code RESET} of
	 * {@code standard_conforming_strings}, or {@code SELECT set_config} of it: the text
	 * behind it is split by other rules, so nothing may be sent along with it.
	 */
	SET_STANDARD_CONFORMING_STRINGS(Group.SETTING, "changes what a backslash in a string means"),

	/** {@code SET ROLE}, with or without {@code LOCAL}, or {@code RESET ROLE}. */
	SET_ROLE(Group.SETTING, "changes the role"),

	/**
	 * {@code SET SESSION AUTHORIZATION}, with or without {@code LOCAL}, or
	 * {@code RESET SESSION AUTHORIZATION}.
	 */
	SET_SESSION_AUTHORIZATION(Group.SETTING, "changes the user of the session"),

	/** {@code SET TRANSACTION} or {@code SET SESSION CHARACTERISTICS}. */
	SET_TRANSACTION(Group.SETTING, "changes the transaction's isolation or access mode"),

	/** {@code RESET} of one setting. */
	RESET(Group.SETTING, "takes a setting of the session back"),

	/** {@code RESET ALL}. */
	RESET_ALL(Group.SETTING, "takes all settings of the session back"),

	/** {@code DISCARD ALL}. */
	DISCARD_ALL(Group.NON_TRANSACTIONAL, "DISCARD ALL cannot run inside a transaction block"),

	/** {@code DISCARD} of plans, sequences or temporary tables. */
	DISCARD(Group.SESSION_STATE, "drops what the session has kept"),

	/** {@code LISTEN}, which outlives the transaction. */
	LISTEN(Group.SESSION_STATE, "makes the session listen"),

	/** {@code PREPARE}, which outlives the transaction. */
	PREPARE(Group.SESSION_STATE, "creates a prepared statement of the session"),

	/** {@code DECLARE} of a cursor. */
	DECLARE_CURSOR(Group.SESSION_STATE, "opens a cursor of the session"),

	/**
	 * {@code CREATE TEMPORARY} table, view or sequence, or {@code SELECT … INTO
	 * TEMPORARY}.
	 */
	CREATE_TEMPORARY(Group.SESSION_STATE, "creates a temporary object of the session"),

	/** {@code ALTER TYPE … ADD VALUE}: usable only after it is committed. */
	ADD_ENUM_VALUE(Group.ORDINARY, "adds a value to an enum, which can be used only after it is committed"),

	/** {@code COPY … FROM STDIN}: its data follow in the script. */
	COPY_FROM_STDIN(Group.ORDINARY, "reads the data that follow in the file"),

	/** {@code COPY … TO STDOUT}: the server sends data. */
	COPY_TO_STDOUT(Group.ORDINARY, "sends data to the client"),

	/** {@code CALL}; the procedure may end transactions of its own. */
	CALL(Group.ORDINARY, "may end the transaction if it runs outside a transaction block"),

	/** {@code DO}; the block may end transactions of its own. */
	DO(Group.ORDINARY, "may end the transaction if it runs outside a transaction block"),

	/** {@code CREATE INDEX CONCURRENTLY}. */
	CREATE_INDEX_CONCURRENTLY(Group.NON_TRANSACTIONAL,
			"CREATE INDEX CONCURRENTLY cannot run inside a transaction block"),

	/** {@code DROP INDEX CONCURRENTLY}. */
	DROP_INDEX_CONCURRENTLY(Group.NON_TRANSACTIONAL, "DROP INDEX CONCURRENTLY cannot run inside a transaction block"),

	/** {@code REINDEX} with {@code CONCURRENTLY}, of whatever. */
	REINDEX_CONCURRENTLY(Group.NON_TRANSACTIONAL, "REINDEX CONCURRENTLY cannot run inside a transaction block"),

	/** {@code REINDEX SCHEMA}, {@code DATABASE} or {@code SYSTEM}. */
	REINDEX_MANY(Group.NON_TRANSACTIONAL,
			"REINDEX of a schema or database commits after each table, outside a transaction block only"),

	/** {@code ALTER TABLE … DETACH PARTITION … CONCURRENTLY}. */
	DETACH_PARTITION_CONCURRENTLY(Group.NON_TRANSACTIONAL,
			"ALTER TABLE … DETACH PARTITION … CONCURRENTLY cannot run inside a transaction block"),

	/** {@code VACUUM}. */
	VACUUM(Group.NON_TRANSACTIONAL, "VACUUM cannot run inside a transaction block"),

	/** {@code CLUSTER} without a table. */
	CLUSTER_ALL(Group.NON_TRANSACTIONAL, "CLUSTER without a table cannot run inside a transaction block"),

	/** {@code CREATE DATABASE}. */
	CREATE_DATABASE(Group.NON_TRANSACTIONAL, "CREATE DATABASE cannot run inside a transaction block"),

	/** {@code DROP DATABASE}. */
	DROP_DATABASE(Group.NON_TRANSACTIONAL, "DROP DATABASE cannot run inside a transaction block"),

	/** {@code ALTER DATABASE … SET TABLESPACE}. */
	ALTER_DATABASE_TABLESPACE(Group.NON_TRANSACTIONAL,
			"ALTER DATABASE … SET TABLESPACE cannot run inside a transaction block"),

	/** {@code CREATE TABLESPACE}. */
	CREATE_TABLESPACE(Group.NON_TRANSACTIONAL, "CREATE TABLESPACE cannot run inside a transaction block"),

	/** {@code DROP TABLESPACE}. */
	DROP_TABLESPACE(Group.NON_TRANSACTIONAL, "DROP TABLESPACE cannot run inside a transaction block"),

	/** {@code CREATE SUBSCRIPTION}, unless it creates no replication slot. */
	CREATE_SUBSCRIPTION(Group.NON_TRANSACTIONAL,
			"CREATE SUBSCRIPTION with a replication slot cannot run inside a transaction block"),

	/** {@code DROP SUBSCRIPTION}. */
	DROP_SUBSCRIPTION(Group.NON_TRANSACTIONAL,
			"DROP SUBSCRIPTION of one with a replication slot cannot run inside a transaction block"),

	/**
	 * {@code ALTER SUBSCRIPTION} that refreshes its publications, or changes a property
	 * of its replication slot.
	 */
	ALTER_SUBSCRIPTION_REFRESH(Group.NON_TRANSACTIONAL,
			"ALTER SUBSCRIPTION that talks to the publisher cannot run inside a transaction block"),

	/** {@code ALTER SYSTEM}. */
	ALTER_SYSTEM(Group.NON_TRANSACTIONAL, "ALTER SYSTEM cannot run inside a transaction block"),

	/** {@code COMMIT PREPARED}. */
	COMMIT_PREPARED(Group.NON_TRANSACTIONAL, "COMMIT PREPARED cannot run inside a transaction block"),

	/** {@code ROLLBACK PREPARED}. */
	ROLLBACK_PREPARED(Group.NON_TRANSACTIONAL, "ROLLBACK PREPARED cannot run inside a transaction block");

	private final Group group;

	private final String reason;

	StatementKind() {
		this(Group.ORDINARY, "runs inside a transaction");
	}

	StatementKind(Group group, String reason) {
		this.group = group;
		this.reason = reason;
	}

	/**
	 * Return whether the server runs it inside a transaction block.
	 * @return {@code false} if it must be sent alone, in autocommit
	 */
	public boolean transactional() {
		return this.group != Group.NON_TRANSACTIONAL;
	}

	/**
	 * Return whether it starts or ends a transaction; a savepoint does not.
	 * @return {@code true} for {@code BEGIN}, {@code COMMIT} and their like
	 */
	public boolean transactionControl() {
		return this.group == Group.TRANSACTION_CONTROL;
	}

	/**
	 * Return whether it sets, releases or goes back to a savepoint.
	 * @return {@code true} for the three of them
	 */
	public boolean savepoint() {
		return this.group == Group.SAVEPOINT;
	}

	/**
	 * Return whether it only changes settings, so that a resumed file has to replay it.
	 * @return {@code true} for {@code SET}, {@code RESET} and their like
	 */
	public boolean setting() {
		return this.group == Group.SETTING;
	}

	/**
	 * Return whether it leaves something in the session that a new session would lack: a
	 * temporary object, a prepared statement, a cursor.
	 * @return {@code true} if a later statement may need this session
	 */
	public boolean sessionState() {
		return this.group == Group.SESSION_STATE;
	}

	/**
	 * Tells whether it waits for old snapshots while it holds no lock that is in
	 * anybody's way, so that its waiting is normal.
	 * @return whether it is one of those with {@code CONCURRENTLY}
	 */
	public boolean concurrent() {
		return switch (this) {
			case CREATE_INDEX_CONCURRENTLY, DROP_INDEX_CONCURRENTLY, REINDEX_CONCURRENTLY,
					DETACH_PARTITION_CONCURRENTLY ->
				true;
			default -> false;
		};
	}

	/**
	 * Return why the statement is treated as it is.
	 * @return one line for a report, without a full stop
	 */
	public String reason() {
		return this.reason;
	}

	private enum Group {

		ORDINARY, TRANSACTION_CONTROL, SAVEPOINT, SETTING, SESSION_STATE, NON_TRANSACTIONAL

	}

}
