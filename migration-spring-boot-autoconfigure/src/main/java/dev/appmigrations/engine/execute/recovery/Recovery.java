package dev.appmigrations.engine.execute.recovery;

import java.time.Clock;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.appmigrations.engine.ddl.StatementTarget;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.watch.Backends;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a statement that runs outside a transaction, so that no record can
 * commit with it:
 * <ol>
 * <li>{@link #before()} is stored with the intent to run it.
 * <li>{@link #clearWay} makes sure that nothing stands there that would be mistaken for
 * its result. Then it runs.
 * <li>{@link #cleanUp} follows if the server refused it.
 * <li>{@link #examine} answers whoever finds the intent alone, after a crash or after a
 * refusal. If the statement is to run again, that goes on with a new intent.
 * </ol>
 * All of them run in autocommit, with the search path that the statement has. Where the
 * server refuses to be asked, they throw {@link DatabaseErrorException}.
 */
public interface Recovery {

	/** Of a partitioned table: in a transaction for each partition. */
	Pattern MAY_REPEAT = Pattern.compile("(?:REINDEX|CLUSTER|ANALYZE)\\b", Pattern.CASE_INSENSITIVE);

	/**
	 * Chooses the recovery of a statement.
	 * @param kind its kind
	 * @param statement its text as it is sent
	 * @return its recovery
	 */
	static Recovery of(StatementKind kind, String statement) {
		return of(kind, statement, Clock.systemUTC(), Sleeper.THREAD);
	}

	/**
	 * Chooses the recovery of a statement.
	 * @param kind its kind
	 * @param statement its text as it is sent
	 * @param clock tells the time while it waits for a backend that still runs it
	 * @param sleeper lets time pass
	 * @return its recovery
	 */
	static Recovery of(StatementKind kind, String statement, Clock clock, Sleeper sleeper) {
		Backends backends = Backends.running(statement, clock, sleeper);
		return switch (kind) {
			case VACUUM, CLUSTER_ALL, REINDEX_MANY, ALTER_SYSTEM, ALTER_DATABASE_TABLESPACE, ALTER_SUBSCRIPTION_REFRESH,
					DISCARD_ALL ->
				new RepeatingRecovery(backends);
			case CREATE_INDEX_CONCURRENTLY, DROP_INDEX_CONCURRENTLY, REINDEX_CONCURRENTLY,
					DETACH_PARTITION_CONCURRENTLY, CREATE_DATABASE, DROP_DATABASE, CREATE_TABLESPACE, DROP_TABLESPACE,
					CREATE_SUBSCRIPTION, DROP_SUBSCRIPTION, COMMIT_PREPARED, ROLLBACK_PREPARED -> {
				StatementTarget target = StatementTarget.of(statement, kind);
				yield (target != null) ? of(kind, target, backends, clock, sleeper) : new AskingRecovery(backends);
			}
			default -> (MAY_REPEAT.matcher(statement).lookingAt()) ? new RepeatingRecovery(backends)
					: new AskingRecovery(backends);
		};
	}

	private static Recovery of(StatementKind kind, StatementTarget target, Backends backends, Clock clock,
			Sleeper sleeper) {
		return switch (kind) {
			case CREATE_INDEX_CONCURRENTLY ->
				new CreateIndexRecovery(target, Objects.requireNonNull(target.table()), clock, sleeper);
			case REINDEX_CONCURRENTLY -> new ReindexRecovery(target, clock, sleeper);
			case DETACH_PARTITION_CONCURRENTLY ->
				new DetachPartitionRecovery(target.names().get(0), Objects.requireNonNull(target.table()), backends);
			case CREATE_DATABASE, CREATE_TABLESPACE, CREATE_SUBSCRIPTION ->
				ExistenceRecovery.ofCreation(target, backends);
			default -> ExistenceRecovery.ofRemoval(target, backends);
		};
	}

	/**
	 * Returns what finds out what is there before the statement.
	 * @return a SQL expression of type jsonb, never NULL, to be evaluated in the
	 * transaction of the intent
	 */
	default String before() {
		return "'{}'::pg_catalog.jsonb";
	}

	/**
	 * Removes what would be mistaken for the result, directly before the statement runs.
	 * @param session not in a transaction
	 * @throws BatchFailedException if the server refuses
	 */
	default void clearWay(Session session) throws BatchFailedException {
	}

	/**
	 * Finds out whether the statement took effect, waits for a backend that still runs
	 * it, removes what it left half-built, and finishes what can only be finished.
	 * @param session not in a transaction
	 * @param before the value of {@link #before()}, {@code null} if it is not known
	 * @return what was found
	 * @throws BatchFailedException if the server refuses
	 */
	Verdict examine(Session session, @Nullable String before) throws BatchFailedException;

	/**
	 * Removes what the statement left behind when the server refused it, but only what is
	 * new. A pending detach can't be taken back; {@link #examine} will finish it.
	 * @param session not in a transaction
	 * @param before the value of {@link #before()}, {@code null} if it is not known
	 * @throws BatchFailedException if the server refuses
	 */
	default void cleanUp(Session session, @Nullable String before) throws BatchFailedException {
	}

	/**
	 * Returns what a person should look at after {@link Verdict#UNKNOWN}.
	 * @return one or two lines
	 */
	default String question() {
		return "Nobody knows whether this statement took effect: look at what it would have changed.";
	}

	/**
	 * The outcome of a statement.
	 */
	enum Verdict {

		/** It took effect. */
		DONE,

		/** It did not, or it can be repeated without harm. */
		RUN_AGAIN,

		/** Only a person can tell. */
		UNKNOWN

	}

}
