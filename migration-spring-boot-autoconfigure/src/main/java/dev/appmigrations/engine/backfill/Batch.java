package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.jdbc.LentWorkException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.lock.MigrationLabel;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a batch. The new cursor commits with the rows. Statements travel
 * from BEGIN to COMMIT in one message: a client that freezes keeps no lock of anybody's
 * rows. Code needs a message before it and one behind it; the server ends the session of
 * a client that freezes between them.
 */
final class Batch {

	/** Below half of {@code deadlock_timeout}: else others would be told of deadlocks. */
	static final String LOCK_TIMEOUT = "SELECT pg_catalog.set_config('lock_timeout', pg_catalog.concat("
			+ "LEAST(200::pg_catalog.float8, EXTRACT(epoch FROM pg_catalog.interval_in(pg_catalog.textout("
			+ "pg_catalog.current_setting('deadlock_timeout')), 0::pg_catalog.oid, -1))::pg_catalog.float8 OPERATOR(pg_catalog.*) 450::pg_catalog.float8)::pg_catalog.int4,"
			+ " 'ms'), true)";

	/** Only PostgreSQL 17 and newer have the setting. */
	private static final String TRANSACTION_TIMEOUT = "SELECT pg_catalog.set_config(s.name, '%d', true)"
			+ " FROM pg_catalog.pg_settings s WHERE s.name OPERATOR(pg_catalog.=) 'transaction_timeout'";

	private static final Duration SHORTEST = Duration.ofSeconds(5);

	private static final Duration SHORTEST_IDLE = Duration.ofSeconds(10);

	private final BackfillContext context;

	private final WorkedRow row;

	private final String label;

	private final Duration target;

	Batch(BackfillContext context, WorkedRow row, String migration, Duration target) {
		this.context = context;
		this.row = row;
		this.label = MigrationLabel.of(migration);
		this.target = target;
	}

	/**
	 * Returns how long a statement of a batch may take.
	 * @return ten times the target, at least 5 s
	 */
	Duration limit() {
		Duration limit = this.target.multipliedBy(10);
		return (limit.compareTo(SHORTEST) < 0) ? SHORTEST : limit;
	}

	/**
	 * Runs a batch.
	 * @param step what is done in it
	 * @param before the cursor as we believe it is, {@code null} before the first batch
	 * @param after the cursor behind the batch, {@code null} if there is none
	 * @param changes what else changes in the row
	 * @throws FailedBatchException if a statement or the code fails
	 * @throws DatabaseErrorException if the connection is lost
	 */
	void run(BatchStep step, @Nullable List<String> before, @Nullable List<String> after, BackfillTable.Changes changes)
			throws FailedBatchException {
		StatementBatch batch = new StatementBatch();
		int guard = begin(batch, before);
		if (step instanceof BatchStep.Statements statements) {
			statements.texts().forEach(batch::add);
			end(batch, after, changes, this.context.session().work().afterCommit());
			send(batch, guard, guard + 1, statements.texts().size());
			return;
		}
		try {
			send(batch, guard, 0, 0);
			lend((BatchStep.Code) step);
			StatementBatch end = new StatementBatch();
			end(end, after, changes, this.context.session().work().afterCommitWithState());
			send(end, -1, 0, 0);
		}
		finally {
			this.context.session().takeBack();
		}
	}

	/** Returns the number of the statement that makes sure that the row is ours. */
	private int begin(StatementBatch batch, @Nullable List<String> before) {
		SessionWork work = this.context.session().work();
		batch.label(this.label);
		batch.addOwn("BEGIN ISOLATION LEVEL READ COMMITTED");
		batch.addAll(work.transactionPreamble());
		batch.addAll(this.row.pin());
		batch.addAll(settings());
		return batch.addOwn(this.row.guard(before));
	}

	private void end(StatementBatch batch, @Nullable List<String> after, BackfillTable.Changes changes,
			List<String> afterCommit) {
		batch.addAll(this.context.session().work().beforeRecord());
		batch.addAll(this.row.written(changes.cursor(after), after));
		batch.addOwn("COMMIT");
		batch.addAll(afterCommit);
	}

	private void lend(BatchStep.Code code) throws FailedBatchException {
		FailedBatchException failure = lend(this.context.session(), code);
		if (failure != null) {
			if (failure.error().connectionLost()) {
				throw new DatabaseErrorException(failure.error());
			}
			throw failure;
		}
	}

	/**
	 * Lends a session to code, in a transaction that stays open.
	 * @param session the session
	 * @param code the code
	 * @return how it failed, {@code null} if it did not
	 */
	static @Nullable FailedBatchException lend(Session session, BatchStep.Code code) {
		try {
			for (JdbcWork work : code.works()) {
				session.lend(work, true);
			}
			return null;
		}
		catch (BatchFailedException ex) {
			return FailedBatchException.ofCode(ex);
		}
		catch (LentWorkException ex) {
			return FailedBatchException.ofCode(ex);
		}
	}

	private void send(StatementBatch batch, int guard, int first, int statements) throws FailedBatchException {
		try {
			this.context.session().send(batch);
		}
		catch (BatchFailedException ex) {
			if (ex.error().connectionLost()) {
				throw new DatabaseErrorException(ex.error());
			}
			this.context.session().work().rollback();
			boolean ofScript = ex.statement() >= first && ex.statement() < first + statements;
			throw FailedBatchException.of(ex, (ofScript) ? ex.statement() - first : -1, ex.statement() == guard);
		}
	}

	private List<String> settings() {
		long idle = Math.max(SHORTEST_IDLE.toMillis(), this.target.toMillis() * 4);
		return List.of(
				"SELECT pg_catalog.set_config('row_security', 'off', true),"
						+ " pg_catalog.set_config('plan_cache_mode', 'force_custom_plan', true),"
						+ " pg_catalog.set_config('statement_timeout', '" + limit().toMillis() + "', true),"
						+ " pg_catalog.set_config('idle_in_transaction_session_timeout', '" + idle + "', true)",
				LOCK_TIMEOUT, TRANSACTION_TIMEOUT.formatted(limit().toMillis() * 2));
	}

}
