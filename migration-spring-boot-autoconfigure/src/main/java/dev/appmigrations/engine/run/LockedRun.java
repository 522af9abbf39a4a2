package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.execute.ExecutionContext;
import dev.appmigrations.engine.execute.HistoryPreparation;
import dev.appmigrations.engine.execute.InlineBackfills;
import dev.appmigrations.engine.execute.LossTrial;
import dev.appmigrations.engine.execute.PlanExecutor;
import dev.appmigrations.engine.execute.PlanTrial;
import dev.appmigrations.engine.history.HistoryDdl;
import dev.appmigrations.engine.history.HistoryRecords;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.history.TableTrust;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.ServerEncoding;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.trace.TraceCollector;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run that holds the lock.
 */
public final class LockedRun {

	private final RunContext context;

	private final Session session;

	private final MigrationLock lock;

	private final EventPublisher events;

	private final List<StepReport> done;

	private final Recorder recorder;

	private final HistoryPreparation preparation;

	/**
	 * Creates the part of a run that holds the lock.
	 * @param context what all runs share
	 * @param session the connection
	 * @param lock the lock
	 * @param events receives what happens
	 * @param done receives what was done
	 */
	LockedRun(RunContext context, Session session, MigrationLock lock, EventPublisher events, List<StepReport> done) {
		this.context = context;
		this.session = session;
		this.lock = lock;
		this.events = events;
		this.done = done;
		this.recorder = RunIdentity.recorder(context.options().identity(), session);
		this.preparation = new HistoryPreparation(session, lock, this.recorder);
	}

	/**
	 * Returns what puts the history in order.
	 * @return the preparation of this run
	 */
	public HistoryPreparation preparation() {
		return this.preparation;
	}

	/**
	 * Puts the history in order, and applies the plan.
	 * @param assessment the plan, made under the lock
	 */
	public void apply(Assessment assessment) {
		apply(assessment, null);
	}

	/**
	 * Does the same, and traces it: on a scratch database, because each statement then
	 * costs a round trip of its own.
	 * @param assessment the plan, made under the lock
	 * @param traces receives what each statement locks and does, {@code null} for nobody
	 */
	public void apply(Assessment assessment, @Nullable TraceCollector traces) {
		this.events.askBeforeRun(assessment.report());
		ServerEncoding encoding = this.session.connection().encoding();
		StorableNames.require(encoding, assessment.plan().steps().stream().map(MigrationStep::migration).toList());
		StorableNames.require(encoding, assessment.plan().marks());
		SendableStatements.require(this.session, assessment.plan().steps());
		preparation().run(assessment.found(), assessment.plan(), assessment.foreign().adopted());
		new PlanExecutor(executionContext(assessment, traces)).execute(assessment.plan(), this.done);
	}

	/**
	 * Undoes migrations.
	 * @param assessment how scripts and database stand under the lock
	 * @param plan what is undone
	 */
	public void rollBack(Assessment assessment, RollbackPlan plan) {
		this.events.askBeforeRun(assessment.report());
		SendableStatements.requireRollbacks(this.session, plan.steps());
		preparation().upgrade(assessment.found());
		new PlanExecutor(executionContext(assessment, null)).rollBack(plan, this.done);
	}

	/**
	 * Tries the plan in one transaction that is rolled back.
	 * @param assessment the plan, made under the lock
	 * @return what was found
	 * @throws BatchFailedException if the history could not be put in order
	 */
	public PlanTrial tryOut(Assessment assessment) throws BatchFailedException {
		SendableStatements.require(this.session, assessment.plan().steps());
		PlanTrial trial = new PlanTrial(this.session, this.lock, history(assessment, assessment.found().trust()),
				this.context.placeholders(), this.context.clock(), this.events);
		trial.run(
				HistoryPreparation.statements(new HistoryRecords(assessment.found().tables(), this.recorder),
						assessment.found(), assessment.plan(), assessment.foreign().adopted()),
				assessment.plan().steps());
		return trial;
	}

	/**
	 * Finds out what rollbacks would lose, and leaves everything as it is.
	 * @param assessment how scripts and database stand under the lock
	 * @param plan what would be undone
	 * @return what would be lost, a sentence each
	 */
	public List<String> losses(Assessment assessment, RollbackPlan plan) {
		return new LossTrial(this.session, this.lock, history(assessment, assessment.found().trust()),
				this.context.placeholders())
			.run(plan.steps());
	}

	/** Tables that were created or altered are judged again. */
	private TableTrust prepared(Assessment assessment) {
		return (HistoryDdl.preparation(assessment.found()).isEmpty()) ? assessment.found().trust()
				: this.context.history().judge(this.session, assessment.found().trust());
	}

	private RunHistory history(Assessment assessment, TableTrust trust) {
		return new RunHistory(assessment.found().tables(), trust, assessment.found().progress(), this.recorder,
				this.context.options().history().keepsRollbacks());
	}

	private InlineBackfills backfills(Assessment assessment) {
		boolean newDatabase = this.context.scratch() || (assessment.found().state() == HistorySnapshot.State.ABSENT
				&& assessment.found().content().isEmpty());
		return new InlineBackfills(this.context.options().rules().backfills(),
				RunIdentity.worker(this.context.options().identity()), this.context.options().history().schema(),
				newDatabase);
	}

	private ExecutionContext executionContext(Assessment assessment, @Nullable TraceCollector traces) {
		return new ExecutionContext(this.session, this.context.sessions()::openNow,
				history(assessment, prepared(assessment)), this.lock, this.context.placeholders(),
				this.context.options().waiting().statements(), this.events, this.context.clock(),
				this.context.sleeper(), this.context.wording(), traces, backfills(assessment),
				assessment.plan().callbacks(), assessment.found().shared() != null);
	}

}
