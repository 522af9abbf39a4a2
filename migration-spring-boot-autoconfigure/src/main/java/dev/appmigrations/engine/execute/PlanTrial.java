package dev.appmigrations.engine.execute;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.history.AppliedRecord;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.ServerNotice;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Origin;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.report.TrialReport;
import dev.appmigrations.engine.report.TrialReport.Untried;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.watch.Blockers;
import dev.appmigrations.engine.watch.RelationLocks;
import org.jspecify.annotations.Nullable;

/**
 * Tries the steps of a plan, under the lock, in one transaction that is rolled back:
 * <ol>
 * <li>The preparation of the history comes first, because the records need it.
 * <li>Each migration runs with its record. Its deferred constraints are checked behind
 * it, as its COMMIT would do, and what it has set is reset.
 * <li>The first that one transaction cannot hold ends it: whatever comes behind may need
 * it.
 * </ol>
 */
public final class PlanTrial {

	/** Brings back what {@code SET CONSTRAINTS ALL IMMEDIATE} has changed. */
	private static final String DEFER = "DO $$ DECLARE names pg_catalog.text; BEGIN"
			+ " SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('%I.%I', n.nspname, c.conname), ', ') INTO names"
			+ " FROM pg_catalog.pg_constraint c"
			+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.connamespace"
			+ " WHERE c.condeferred AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint o"
			+ " WHERE o.connamespace OPERATOR(pg_catalog.=) c.connamespace"
			+ " AND o.conname OPERATOR(pg_catalog.=) c.conname AND NOT o.condeferrable);"
			+ " IF names IS NOT NULL THEN EXECUTE pg_catalog.concat('SET CONSTRAINTS ', names, ' DEFERRED'); END IF; END $$";

	private final Session session;

	private final MigrationLock lock;

	private final RunHistory history;

	private final Placeholders placeholders;

	private final Clock clock;

	private final EventPublisher events;

	private final UnitBatch batch;

	private final List<ScriptNotices> notices = new ArrayList<>();

	private final List<TrialReport.Step> done = new ArrayList<>();

	private final List<Untried> untried = new ArrayList<>();

	private @Nullable MigrationException failure;

	/**
	 * Creates a dry run.
	 * @param session the connection, prepared for work
	 * @param lock guards the transaction
	 * @param history what is known of the history, and what is written into it
	 * @param placeholders what to replace in scripts
	 * @param clock measures durations
	 * @param events receives what the server says meanwhile
	 */
	public PlanTrial(Session session, MigrationLock lock, RunHistory history, Placeholders placeholders, Clock clock,
			EventPublisher events) {
		this.session = session;
		this.lock = lock;
		this.history = history;
		this.placeholders = placeholders;
		this.clock = clock;
		this.events = events;
		this.batch = new UnitBatch(session, "", (statements) -> {
		}, this::noticed, null);
	}

	private boolean noticed(StatementOrigin origin, int position, ServerNotice notice) {
		return !this.notices.isEmpty() && this.notices.get(this.notices.size() - 1).noticed(origin, position, notice);
	}

	/**
	 * Tries all steps, and leaves nothing behind.
	 * @param preparation statements that put the history in order
	 * @param steps the steps of a plan without errors, made under the lock
	 * @throws BatchFailedException if the preparation fails
	 * @throws LockLostException if the lock is in other hands
	 */
	public void run(List<String> preparation, List<MigrationStep> steps) throws BatchFailedException {
		StepTrials trials = new StepTrials(this.session, this.history, this.placeholders, this.batch, Direction.UP);
		RelationLocks locks = new RelationLocks(this.session, this.history.tables());
		try {
			prepare(preparation);
			locks.taken();
			String reason = null;
			for (MigrationStep step : steps) {
				StepTrial trial = step.migration().accept(trials);
				reason = (reason != null) ? reason : trial.obstacle();
				if (reason == null) {
					reason = tryOut(step, trial, locks);
				}
				else {
					this.untried.add(new Untried(step.migration().name(), reason));
				}
				if (reason != null && !reason.startsWith("comes after ")) {
					reason = "comes after " + step.migration().name();
				}
			}
		}
		finally {
			this.session.work().rollback();
			this.notices.forEach(ScriptNotices::end);
			this.events.awaitDelivery();
		}
	}

	/**
	 * Returns what was found.
	 * @param facts about the database
	 * @param duration how long all of it took
	 * @return the report
	 */
	public TrialReport report(DatabaseFacts facts, Duration duration) {
		return new TrialReport(facts, this.done, this.untried, this.failure, duration);
	}

	private void prepare(List<String> preparation) throws BatchFailedException {
		this.batch.add("BEGIN", Step.BEGIN);
		this.batch.add(this.lock.guard(), Step.GUARD);
		try {
			this.batch.send();
			if (this.session.work().isPooled()) {
				this.session.work().rememberPooled();
				this.batch.addAll(this.session.work().transactionPreamble(), Step.BEGIN);
			}
			this.batch.addAll(preparation, Step.RECORD);
			this.batch.send();
		}
		catch (UnitFailedException ex) {
			throw ex.failure();
		}
	}

	/** Returns why nothing can be tried any more, {@code null} if all is well. */
	private @Nullable String tryOut(MigrationStep step, StepTrial trial, RelationLocks locks) {
		Migration migration = step.migration();
		Instant start = this.clock.instant();
		this.notices.add(new ScriptNotices(this.events, migration, trial.script()));
		try {
			long before = this.session.changedRows();
			long statements = trial.run();
			long rows = this.session.changedRows() - before;
			record(step);
			this.done.add(new TrialReport.Step(migration.name(), statements,
					Duration.between(start, this.clock.instant()), rows, locks.taken()));
			cleanUp(trial);
			return null;
		}
		catch (UnitFailedException ex) {
			return failed(migration, trial, ex, start);
		}
		catch (StepFailedException ex) {
			this.failure = ex.failure();
			return "failed";
		}
	}

	private String failed(Migration migration, StepTrial trial, UnitFailedException ex, Instant start) {
		DatabaseError error = ex.failure().error();
		String reason = trial.obstacle(error, this.done.isEmpty());
		if (reason != null) {
			this.untried.add(new Untried(migration.name(), reason));
			return reason;
		}
		boolean waited = error.is(SqlState.LOCK_NOT_AVAILABLE) || error.is(SqlState.DEADLOCK_DETECTED);
		this.failure = trial.failure((waited) ? afterWaiting(ex, start) : ex);
		return "failed";
	}

	/** Those who are in the way are asked for outside the transaction that has failed. */
	private UnitFailedException afterWaiting(UnitFailedException ex, Instant start) {
		SqlStatement statement = ex.statement();
		List<Blocker> blockers = (this.session.work().rollback() && statement != null)
				? Blockers.after(this.session, statement.text()) : List.of();
		return ex.after(new FailedAttempt(1, ex.failure().error().message(), blockers,
				Duration.between(start, this.clock.instant())));
	}

	private void record(MigrationStep step) throws UnitFailedException {
		Migration migration = step.migration();
		String kept = this.history.keptRollback(migration);
		this.batch.addAll(this.session.work().beforeRecord(), Step.RECORD);
		this.batch.addAll(this.history.records()
			.applied(new AppliedRecord(migration, Origin.APPLIED, step.outOfOrder(), 0, kept)), Step.RECORD);
		this.batch.add("SET CONSTRAINTS ALL IMMEDIATE", Step.COMMIT);
		this.batch.send();
	}

	private void cleanUp(StepTrial trial) throws UnitFailedException {
		this.batch.add(DEFER, Step.CLEAN_UP);
		this.batch.addAll(trial.cleanUp(), Step.CLEAN_UP);
		this.batch.addAll(this.session.work().afterCommit(), Step.CLEAN_UP);
		this.batch.send();
	}

}
