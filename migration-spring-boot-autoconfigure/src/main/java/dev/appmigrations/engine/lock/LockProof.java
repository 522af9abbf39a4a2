package dev.appmigrations.engine.lock;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * The proof that a server's advisory locks are locks: one that was just taken is listed
 * in {@code pg_locks}. On servers that only imitate PostgreSQL, to take one may do
 * nothing and succeed, so that two instances would migrate at once; and the version that
 * a server tells may be anything.
 */
final class LockProof {

	private static final Message ACTION = Message.of("Point ")
		.and(Setting.CONNECTION)
		.and(" to a PostgreSQL server. Where a proxy stands between, let it lead to one server only.");

	private LockProof() {
	}

	/**
	 * Makes, of the attempt to take a lock, a statement that returns whether it was
	 * acquired, and whether it is listed where it was.
	 * @param attempt an expression that tries to take the lock
	 * @param listed an expression that tells whether the lock is listed as this session's
	 * @return the statement
	 */
	static String statement(String attempt, String listed) {
		// The second expression is evaluated only where the first has succeeded.
		return "SELECT o.outcome OPERATOR(pg_catalog.<>) 'taken' AS acquired, o.outcome OPERATOR(pg_catalog.=) 'listed'"
				+ " AS listed FROM (SELECT CASE WHEN NOT " + attempt + " THEN 'taken' WHEN " + listed
				+ " THEN 'listed' ELSE 'unlisted' END::pg_catalog.text AS outcome OFFSET 0) o";
	}

	/**
	 * Reads the answer to the statement.
	 * @param result the answer
	 * @return whether the lock was acquired
	 * @throws MigrationException if the server has no such locks
	 * @throws DatabaseErrorException if it refuses for another reason
	 */
	static boolean acquired(QueryResult result) {
		DatabaseError error = result.error();
		if (error != null) {
			throw refused(error);
		}
		boolean acquired = result.rows(0).isTrue(0, "acquired");
		if (acquired && !result.rows(0).isTrue(0, "listed")) {
			throw new MigrationException(ErrorCode.DATABASE_UNSUPPORTED,
					"The server says that it is PostgreSQL, but its advisory locks lock nothing: one that was just taken"
							+ " is not in pg_catalog.pg_locks. Two instances would migrate at once, so no migration ran.",
					ACTION, null);
		}
		return acquired;
	}

	private static RuntimeException refused(DatabaseError error) {
		if (error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			return new MigrationException(ErrorCode.PERMISSION_DENIED,
					"The role may not take the lock of the migrations, or not see it.\n" + error.text(),
					"Grant what PostgreSQL grants to everybody, for example:\n"
							+ "  GRANT SELECT ON pg_catalog.pg_locks TO PUBLIC;",
					null);
		}
		if (error.notAllowed() || error.notSupported()) {
			return new MigrationException(ErrorCode.DATABASE_UNSUPPORTED,
					"The server says that it is PostgreSQL, but it does not have PostgreSQL's advisory locks, which let one"
							+ " instance migrate at a time. No migration ran.\n" + error.text(),
					ACTION, null);
		}
		return new DatabaseErrorException(error);
	}

}
