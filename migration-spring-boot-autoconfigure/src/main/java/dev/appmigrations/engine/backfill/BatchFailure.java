package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.Set;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * Why a batch has failed, as far as it decides what comes next. An error at COMMIT
 * belongs to the batch, too.
 *
 * @param kind what kind of failure
 * @param error what the server said
 */
record BatchFailure(Kind kind, DatabaseError error) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private static final Duration RESOURCES = Duration.ofMinutes(5);

	private static final int LARGEST_EXPONENT = 6;

	/** Where the server refuses to hide rows: see PostgreSQL: src/backend/utils/misc. */
	private static final String ROW_SECURITY = "rls.c";

	/**
	 * Classes of errors about what rows hold: Cardinality Violation, Data Exception,
	 * Integrity Constraint Violation, WITH CHECK OPTION Violation, Program Limit Exceeded
	 * (a value that is too long for an index), PL/pgSQL Error.
	 */
	private static final Set<String> DATA = Set.of("21", "22", "23", "44", "54", "P0");

	/**
	 * Classifies a failure.
	 * @param error what the server said
	 * @param took how long the batch took until then
	 * @param limit after what time it is cancelled ({@code statement_timeout}); before
	 * that, somebody else has done it
	 */
	static BatchFailure of(DatabaseError error, Duration took, Duration limit) {
		return new BatchFailure(kind(error, took, limit), error);
	}

	/**
	 * Classifies the failure of a batch.
	 * @param failed the failure
	 * @param took how long the batch took until then
	 * @param limit after what time a statement is cancelled
	 */
	static BatchFailure of(FailedBatchException failed, Duration took, Duration limit) {
		return switch (failed.origin()) {
			// Which of the rows it is about is found out as for the server's errors.
			case EXCEPTION -> new BatchFailure(Kind.DATA, failed.error());
			case MISUSE -> new BatchFailure(Kind.SCHEMA, failed.error());
			default -> of(failed.error(), took, limit);
		};
	}

	private static Kind kind(DatabaseError error, Duration took, Duration limit) {
		String state = error.sqlState();
		if (state == null || state.length() != 5) {
			return Kind.OTHER;
		}
		if (error.origin().raised()) {
			// Whatever code it has chosen, a routine has complained about a row.
			return Kind.DATA;
		}
		if (error.is(SqlState.QUERY_CANCELED)) {
			return (took.compareTo(limit) < 0) ? Kind.PERSON : Kind.TIMEOUT;
		}
		Kind kind = known(error, state);
		if (kind != null) {
			return kind;
		}
		String group = state.substring(0, 2);
		if (DATA.contains(group)) {
			return Kind.DATA;
		}
		return switch (group) {
			case "42" -> Kind.SCHEMA;
			case "53" -> Kind.RESOURCES;
			case "08" -> Kind.PAUSE;
			default -> Kind.OTHER;
		};
	}

	private static @Nullable Kind known(DatabaseError error, String state) {
		if (error.is(SqlState.LOCK_NOT_AVAILABLE) || error.is(SqlState.DEADLOCK_DETECTED)
				|| error.is(SqlState.SERIALIZATION_FAILURE)) {
			return Kind.LOCK;
		}
		if (error.is(SqlState.IDLE_IN_TRANSACTION_TIMEOUT) || error.is(SqlState.TRANSACTION_TIMEOUT)) {
			return Kind.TIMEOUT;
		}
		if (error.is(SqlState.DATABASE_DROPPED)) {
			return Kind.OTHER;
		}
		boolean pause = error.is(SqlState.READ_ONLY_TRANSACTION) || error.is(SqlState.TOO_MANY_CONNECTIONS)
				|| state.startsWith("57P");
		return (pause) ? Kind.PAUSE : null;
	}

	/**
	 * Tells whether the server has refused because a policy would hide rows from the
	 * role.
	 */
	boolean hidesRows() {
		return hidesRows(this.error);
	}

	/**
	 * Tells whether the server has refused because a policy would hide rows from the
	 * role.
	 * @param error what the server said
	 */
	static boolean hidesRows(DatabaseError error) {
		return error.is(SqlState.INSUFFICIENT_PRIVILEGE) && ROW_SECURITY.equals(error.origin().file());
	}

	/**
	 * Returns what is wrong.
	 * @return one or more lines, the server's own report among them
	 */
	String reason() {
		return (hidesRows()) ? "The role does not see all rows, because of row level security.\n" + this.error.text()
				+ "\nRun the backfill as a role that sees them: one with BYPASSRLS, or the owner of the table unless"
				+ " FORCE ROW LEVEL SECURITY is set for it." : this.error.text();
	}

	/**
	 * Returns how long to wait before the next attempt.
	 * @param failures how many times in a row it has failed like this, from 1
	 * @param random a number from 0 to 1, for a jitter
	 */
	Duration backOff(int failures, double random) {
		if (this.kind == Kind.RESOURCES) {
			return RESOURCES;
		}
		Duration full = SHORTEST.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), LARGEST_EXPONENT));
		long most = Math.min(full.toMillis(), LONGEST.toMillis());
		return Duration.ofMillis((long) (most * (0.5 + random / 2)));
	}

	/**
	 * Tells whether to give up.
	 * @param failures how many times in a row it has failed like this, from 1
	 * @return whether the backfill has failed
	 */
	boolean isFinal(int failures) {
		return failures >= this.kind.tries;
	}

	/**
	 * The kinds of failures.
	 */
	enum Kind {

		/** Another transaction was in the way: tried anew with the same size. */
		LOCK(Integer.MAX_VALUE),

		/** The batch took too long: tried anew with fewer rows. */
		TIMEOUT(Integer.MAX_VALUE),

		/** A row does not fit: looked for with ever fewer rows. */
		DATA(Integer.MAX_VALUE),

		/** The statement does not fit the schema any more, or a right is missing. */
		SCHEMA(1),

		/** The server is short of memory or disk space. */
		RESOURCES(3),

		/** The server is read-only, restarts, or cannot be reached. */
		PAUSE(Integer.MAX_VALUE),

		/** Somebody has cancelled the batch: the backfill is paused. */
		PERSON(1),

		/** Anything else. */
		OTHER(3);

		private final int tries;

		Kind(int tries) {
			this.tries = tries;
		}

	}

}
