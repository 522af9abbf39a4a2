package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.StorableNames;
import dev.appmigrations.engine.execute.DryRun;
import dev.appmigrations.engine.execute.ExecutionContext;
import dev.appmigrations.engine.execute.HistoryPreparation;
import dev.appmigrations.engine.execute.PlanExecutor;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.TableTrust;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.report.StepReport;

/**
 * What only who holds the lock may use.
 */
public final class LockedRun {

	private final RunContext parts;

	private final Session session;

	private final MigrationLock lock;

	private final List<StepReport> done;

	private final Recorder recorder;

	/**
	 * Creates what is used under the lock.
	 * @param parts what the run is made of
	 * @param session the connection
	 * @param lock the lock
	 * @param done receives what was done
	 */
	LockedRun(RunContext parts, Session session, MigrationLock lock, List<StepReport> done) {
		this.parts = parts;
		this.session = session;
		this.lock = lock;
		this.done = done;
		this.recorder = RunIdentity.of(parts.options().identity(), session);
	}

	public HistoryPreparation preparation() {
		return new HistoryPreparation(this.session, this.parts.history(), this.lock, this.recorder);
	}

	public void apply(MigrationRun.Look look) {
		StorableNames.require(this.session, look.plan().steps().stream().map(MigrationStep::migration).toList());
		StorableNames.require(this.session, look.plan().marks());
		preparation().run(look.found(), look.plan(), look.foreign().adopted());
		executor(look, prepared(look)).execute(look.plan(), this.done);
	}

	public void rollBack(MigrationRun.Look look, RollbackPlan plan) {
		preparation().upgrade(look.found());
		executor(look, prepared(look)).rollBack(plan, this.done);
	}

	/** What was created or altered is judged again. */
	private TableTrust prepared(MigrationRun.Look look) {
		return (this.parts.history().preparation(look.found()).isEmpty()) ? look.found().trust()
				: this.parts.history().judge(this.session);
	}

	public DryRun rehearse(MigrationRun.Look look) throws BatchFailedException {
		DryRun rehearsal = new DryRun(context(look, look.found().trust()));
		rehearsal.run(HistoryPreparation.statements(this.parts.history(), look.found(), look.plan(),
				look.foreign().adopted(), this.recorder), look.plan().steps());
		return rehearsal;
	}

	private PlanExecutor executor(MigrationRun.Look look, TableTrust trust) {
		return new PlanExecutor(context(look, trust));
	}

	private ExecutionContext context(MigrationRun.Look look, TableTrust trust) {
		return new ExecutionContext(this.session, this.parts.sessions()::openNow, this.parts.history(),
				look.found().tables(), trust, look.found().progress(), this.lock, this.parts.placeholders(),
				this.recorder, this.parts.options().history().keepsRollbacks(), this.parts.options().waiting().locks(),
				this.parts.listener(), this.parts.clock(), this.parts.sleeper());
	}

}
