package dev.appmigrations.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.PlanReading.RowChange;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.DryRunReport.Estimate;
import dev.appmigrations.engine.report.PreFlightReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SafetyJudge;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.LintSettings;
import dev.appmigrations.engine.safety.LintedScript;
import dev.appmigrations.engine.safety.Linter;
import dev.appmigrations.engine.safety.ReadScript;
import dev.appmigrations.engine.safety.RowEstimates;
import dev.appmigrations.engine.safety.StatementTraces;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.safety.facts.RowEstimator;
import dev.appmigrations.engine.safety.facts.RowEstimator.RowEstimate;
import dev.appmigrations.engine.watch.PreFlight;

/**
 * Finds out what applying pending migrations would do, and executes none of it:
 * <ol>
 * <li>The plan is made as for a run, without the migrations' lock.
 * <li>The server estimates how many rows statements would change, where it can plan them
 * already.
 * <li>The linter judges the scripts, with facts and estimates.
 * <li>The sessions that would be in the way right now are looked up; not on a standby,
 * which does not know the sessions of its primary.
 * <li>Backfills are looked at: how large their tables are, and how a batch would run.
 * </ol>
 * Works with a role that can only read.
 */
final class DryRunOperation {

	/** Each may take two seconds. */
	private static final int MOST_ESTIMATES = 100;

	private final RunContext context;

	private final MigrationRun run;

	DryRunOperation(RunContext context, PlanRequest request) {
		this.context = context;
		this.run = new MigrationRun(context, request);
	}

	/**
	 * Runs it.
	 * @return what was found
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if scripts or database cannot be read
	 */
	DryRunReport run() {
		Instant start = this.context.clock().instant();
		return this.run.inSessionNow((session) -> {
			Assessment assessment = this.run.assess(session);
			InvalidMigrationsException.throwIfAny(assessment.plan().problems());
			return find(session, assessment, start);
		});
	}

	private DryRunReport find(Session session, Assessment assessment, Instant start) throws BatchFailedException {
		List<LintedScript> scripts = new ArrayList<>();
		assessment.plan().steps().forEach((step) -> scripts.add(LintedScript.of(step.migration())));
		List<DryRunReport.Step> steps = new ArrayList<>();
		List<Estimate> estimates = new ArrayList<>();
		LintReport safety = LintReport.NONE;
		PreFlightReport preFlight = PreFlightReport.NONE;
		if (!scripts.isEmpty()) {
			Linter linter = new Linter(settings(), this.context.placeholders());
			List<ReadScript> read = linter.read(scripts);
			Linter.Subject subject = new SafetyJudge(this.context).subject(session, assessment, read,
					StatementTraces.NONE, LintOperation.LIMIT, Depth.PROBES);
			PlanReading reading = new PlanReading(subject.schema(), this.context.placeholders());
			for (int i = 0; i < scripts.size(); i++) {
				steps.add(step(assessment.plan().steps().get(i), reading, scripts.get(i)));
			}
			RowEstimates rows = estimate(session, reading.rowChanges(), estimates);
			safety = linter.lint(List.of(), read, subject.with(rows), false);
			preFlight = preFlight(session, assessment, reading);
		}
		ForeseenBackfills foreseen = new ForeseenBackfills(this.context, session, assessment);
		List<DryRunReport.Backfill> backfills = foreseen.look();
		List<WaitingReport> waiting = foreseen.waiting(backfills);
		List<String> later = waiting.stream().map(WaitingReport::name).toList();
		steps.removeIf((step) -> later.contains(step.name()));
		return new DryRunReport(assessment.facts(), steps, waiting, backfills, safety, estimates, preFlight,
				Duration.between(start, this.context.clock().instant()));
	}

	private LintSettings settings() {
		return this.context.options().rules().safety().settings();
	}

	private static DryRunReport.Step step(MigrationStep step, PlanReading reading, LintedScript script) {
		Migration migration = step.migration();
		return new DryRunReport.Step(migration.name(), migration.phase().label(), migration.location(),
				script.part().statements(), reading.read(script));
	}

	private RowEstimates estimate(Session session, List<RowChange> changes, List<Estimate> estimates) {
		Map<RowEstimates.Place, Long> many = new HashMap<>();
		RowEstimator estimator = new RowEstimator(session, this.context.options().history().schema());
		int asked = 0;
		for (RowChange change : changes) {
			RowEstimate estimate;
			if (change.obstacle() != null) {
				estimate = new RowEstimate(null, change.obstacle());
			}
			else if (asked == MOST_ESTIMATES) {
				estimate = new RowEstimate(null, "only " + MOST_ESTIMATES + " statements are estimated");
			}
			else {
				asked++;
				estimate = estimator.estimate(change.text());
			}
			Long rows = estimate.rows();
			if (rows != null && rows > settings().smallRows()) {
				many.put(new RowEstimates.Place(change.migration(), change.position()), rows);
			}
			estimates.add(new Estimate(change.migration(), change.place(), rows, estimate.reason()));
		}
		return new RowEstimates(many);
	}

	private PreFlightReport preFlight(Session session, Assessment assessment, PlanReading reading) {
		if (assessment.facts().standby()) {
			return new PreFlightReport(List.of(),
					"The database is a standby, and does not know the sessions of its primary: who is in the way there"
							+ " is unknown.");
		}
		return new PreFlight(session, this.context.options().history().schema()).ask(reading.needs(),
				reading.snapshot());
	}

}
