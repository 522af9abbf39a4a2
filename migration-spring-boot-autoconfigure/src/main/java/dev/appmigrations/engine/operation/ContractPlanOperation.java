package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.plan.RequiredMigrations;
import dev.appmigrations.engine.report.ContractPlanReport;
import dev.appmigrations.engine.report.PreFlightReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SafetyJudge;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.LintedScript;
import dev.appmigrations.engine.safety.Linter;
import dev.appmigrations.engine.safety.ReadScript;
import dev.appmigrations.engine.safety.StatementTraces;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.watch.PreFlight;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what {@code contract} would do now, and executes none of it:
 * <ol>
 * <li>The plan is made as for a run, without the migrations' lock.
 * <li>For each contract migration, the instances tell who is in the way, and until when
 * it soaks.
 * <li>The linter judges the scripts by the facts of the database: what takes time, and
 * how long.
 * <li>The statistics tell what is known of the use of tables that lose rows or columns.
 * </ol>
 * Takes no lock but those of reading, writes nothing, and works with a role that can only
 * read.
 */
final class ContractPlanOperation {

	private final RunContext context;

	private final MigrationRun run;

	ContractPlanOperation(RunContext context) {
		this.context = context;
		this.run = new MigrationRun(context, context.pending().withContract());
	}

	/**
	 * Runs it.
	 * @return what was found
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if scripts or database cannot be read
	 */
	ContractPlanReport run() {
		return this.run.inSessionNow((session) -> {
			Assessment assessment = this.run.assess(session);
			InvalidMigrationsException.throwIfAny(assessment.plan().problems());
			return find(session, assessment);
		});
	}

	private ContractPlanReport find(Session session, Assessment assessment) {
		List<Migration> migrations = new ArrayList<>();
		assessment.plan().steps().forEach((step) -> migrations.add(step.migration()));
		assessment.plan()
			.waiting()
			.stream()
			.filter((migration) -> migration.phase() == Phase.CONTRACT)
			.forEach(migrations::add);
		Fleet fleet = fleet(session, assessment);
		if (migrations.isEmpty()) {
			return new ContractPlanReport(assessment.facts(), List.of(), (fleet != null) ? fleet.releases() : List.of(),
					LintReport.NONE, PreFlightReport.NONE);
		}
		List<LintedScript> scripts = migrations.stream().map(LintedScript::of).toList();
		Linter linter = new Linter(this.context.options().rules().safety().settings(), this.context.placeholders());
		List<ReadScript> read = linter.read(scripts);
		Linter.Subject subject = new SafetyJudge(this.context).subject(session, assessment, read, StatementTraces.NONE,
				LintOperation.LIMIT, Depth.PROBES);
		LintReport safety = linter.lint(List.of(), read, subject, false);
		PlanReading needs = new PlanReading(subject.schema(), this.context.placeholders());
		StatementPlans plans = new StatementPlans(subject.schema(), this.context.placeholders(), safety.findings());
		List<ContractPlanReport.Step> steps = new ArrayList<>();
		for (int i = 0; i < migrations.size(); i++) {
			needs.read(scripts.get(i));
			Migration migration = migrations.get(i);
			List<ContractPlanReport.Statement> statements = plans.read(scripts.get(i));
			List<ContractPlanReport.Removal> removals = (migration.phase() == Phase.CONTRACT)
					? new RemovedTables(session).use(plans.removed(), (fleet != null) ? fleet.drained(migration) : null)
					: List.of();
			steps.add(step(migration, assessment, fleet, statements, removals));
		}
		return new ContractPlanReport(assessment.facts(), steps, (fleet != null) ? fleet.releases() : List.of(), safety,
				preFlight(session, assessment, needs));
	}

	private static @Nullable Fleet fleet(Session session, Assessment assessment) {
		if (assessment.facts().schema() == null) {
			return null;
		}
		try {
			return Rollouts.fleet(session, assessment.found());
		}
		catch (DatabaseErrorException ex) {
			if (!ex.error().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
				throw ex;
			}
			return null;
		}
	}

	private ContractPlanReport.Step step(Migration migration, Assessment assessment, @Nullable Fleet fleet,
			List<ContractPlanReport.Statement> statements, List<ContractPlanReport.Removal> removals) {
		WaitingReport waiting = assessment.report()
			.waiting()
			.stream()
			.filter((report) -> report.name().equals(migration.name()))
			.findFirst()
			.orElseGet(() -> WaitingReport.of(migration, assessment.found().progress(), List.of()));
		WaitingReport explained = (fleet != null) ? fleet.explain(waiting) : waiting;
		List<String> reasons = new ArrayList<>(explained.reasons());
		if (fleet == null && migration.phase() == Phase.CONTRACT) {
			reasons.add("the role may not read the instances: who is in the way is not known");
		}
		reasons.addAll(RemovedTables.reasons(removals));
		return new ContractPlanReport.Step(migration.name(), migration.location(), migration.phase().label(),
				explained.soak(), reasons, verifies(migration), statements, removals);
	}

	private List<String> verifies(Migration migration) {
		if (migration.phase() != Phase.CONTRACT) {
			return List.of();
		}
		return new RequiredMigrations(this.run.catalog().migrations()).of(List.of(migration))
			.stream()
			.filter(BackfillMigration.class::isInstance)
			.map(Migration::name)
			.toList();
	}

	private PreFlightReport preFlight(Session session, Assessment assessment, PlanReading needs) {
		return (assessment.facts().standby()) ? PreFlightReport.NONE
				: new PreFlight(session, this.context.options().history().schema()).ask(needs.needs(),
						needs.snapshot());
	}

}
