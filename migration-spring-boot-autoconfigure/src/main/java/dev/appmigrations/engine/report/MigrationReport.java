package dev.appmigrations.engine.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.LatestFailure;
import dev.appmigrations.engine.history.SchemaContent;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.AppliedState;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.safety.LintReport;
import org.jspecify.annotations.Nullable;

/**
 * How the database stands, and what a run has done. The log, the commands, the endpoint
 * and the metrics all read this.
 *
 * @param facts about the database
 * @param table the name of the history table, without its schema
 * @param content what the schema held where there was no history
 * @param state the state in one word
 * @param applied what is applied, in the order in which it was
 * @param pending what is to be applied, in the order in which it will be
 * @param waiting what waits: contract migrations until the old release is gone, and any
 * until a backfill that it requires is done
 * @param backfills what is done in batches and is not done yet
 * @param instances the instances of the application; empty where nobody has looked
 * @param running the run that is going on in the database, {@code null} if there is none,
 * and where nobody has looked
 * @param problems all problems
 * @param safety what pending migrations would do to a running application; empty where
 * nobody has looked
 * @param steps what this run did; empty where it only looked
 * @param duration how long the run took
 */
public record MigrationReport(DatabaseFacts facts, String table, SchemaContent content, State state,
		List<AppliedReport> applied, List<PendingReport> pending, List<WaitingReport> waiting,
		List<BackfillReport> backfills, List<InstanceReport> instances, @Nullable RunningReport running,
		List<Problem> problems, LintReport safety, List<StepReport> steps, Duration duration) {

	public MigrationReport {
		facts = facts.visible();
		applied = List.copyOf(applied);
		pending = List.copyOf(pending);
		waiting = List.copyOf(waiting);
		backfills = List.copyOf(backfills);
		instances = List.copyOf(instances);
		problems = List.copyOf(problems);
		steps = List.copyOf(steps);
	}

	/**
	 * Creates a report.
	 * @param found the state at the last reading of the database
	 * @param plan what follows from it
	 * @param steps what was done before that look
	 * @param duration how long all of it took
	 * @return the report
	 */
	public static MigrationReport of(HistorySnapshot found, MigrationPlan plan, List<StepReport> steps,
			Duration duration) {
		// Loops: each lambda would be a class more in every start.
		List<AppliedReport> applied = new ArrayList<>(plan.applied().size());
		for (AppliedState state : plan.applied()) {
			applied.add(AppliedReport.of(state));
		}
		List<PendingReport> pending = new ArrayList<>(plan.steps().size());
		for (MigrationStep step : plan.steps()) {
			pending.add(PendingReport.of(step, found.progress()));
		}
		List<BackfillReport> backfills = new ArrayList<>(plan.backfills().size());
		for (BackfillMigration backfill : plan.backfills()) {
			backfills.add(BackfillReport.of(backfill, found.progress()));
		}
		List<WaitingReport> waiting = new ArrayList<>(plan.waiting().size());
		for (Migration migration : plan.waiting()) {
			Set<String> awaited = plan.awaitedBy(migration.name());
			waiting.add(WaitingReport.of(migration, found.progress(), List.copyOf(awaited))
				.with(reasons(awaited, backfills)));
		}
		return new MigrationReport(found.facts(), found.table(), found.content(), State.of(plan), applied, pending,
				waiting, backfills, List.of(), null, plan.problems(), LintReport.NONE, steps, duration);
	}

	/** What has to be done in batches before, or else what it requires. */
	private static List<String> reasons(Set<String> awaited, List<BackfillReport> backfills) {
		List<String> reasons = new ArrayList<>(awaited.size());
		for (BackfillReport backfill : backfills) {
			if (awaited.contains(backfill.name())) {
				reasons.add("waits for the backfill " + backfill.name() + ": "
						+ ((backfill.quotesError()) ? backfill.progress() : backfill.text()));
			}
		}
		if (reasons.isEmpty()) {
			for (String name : awaited) {
				reasons.add("waits for " + name);
			}
		}
		return reasons;
	}

	/**
	 * Returns the database as everybody who looks is shown it.
	 * @return the database
	 */
	public DatabaseReport database() {
		return DatabaseReport.of(this.facts, this.table);
	}

	/**
	 * Returns the releases that are alive, with their shares of the instances.
	 * @return the releases; empty where nobody has looked
	 */
	public List<ReleaseReport> releases() {
		return ReleaseReport.of(this.instances);
	}

	/**
	 * Returns the same report with what is known of the rollout.
	 * @param waiting what waits, with the reasons
	 * @param instances the instances of the application
	 * @return a new report
	 */
	public MigrationReport with(List<WaitingReport> waiting, List<InstanceReport> instances) {
		return new MigrationReport(this.facts, this.table, this.content, this.state, this.applied, this.pending,
				waiting, this.backfills, instances, this.running, this.problems, this.safety, this.steps,
				this.duration);
	}

	/**
	 * Returns the same report with the failures that were the last that happened.
	 * @param failures the failures
	 * @return a new report
	 */
	public MigrationReport withFailures(List<LatestFailure> failures) {
		if (failures.isEmpty()) {
			return this;
		}
		return new MigrationReport(this.facts, this.table, this.content, this.state,
				this.applied.stream().map((entry) -> entry.with(failures)).toList(),
				this.pending.stream().map((entry) -> entry.with(failures)).toList(), this.waiting, this.backfills,
				this.instances, this.running, this.problems, this.safety, this.steps, this.duration);
	}

	/**
	 * Returns the same report with what pending migrations would do to a running
	 * application.
	 * @param safety what the linter has found
	 * @return a new report
	 */
	public MigrationReport with(LintReport safety) {
		return new MigrationReport(this.facts, this.table, this.content, this.state, this.applied, this.pending,
				this.waiting, this.backfills, this.instances, this.running, this.problems, safety, this.steps,
				this.duration);
	}

	/**
	 * Returns the same report with the run that is going on.
	 * @param running the run, {@code null} if there is none
	 * @return a new report
	 */
	public MigrationReport with(@Nullable RunningReport running) {
		return new MigrationReport(this.facts, this.table, this.content, this.state, this.applied, this.pending,
				this.waiting, this.backfills, this.instances, (running != null) ? running.of(this.pending) : null,
				this.problems, this.safety, this.steps, this.duration);
	}

	/**
	 * The state in one word.
	 */
	public enum State {

		/** Nothing is pending and nothing is wrong. */
		CURRENT,

		/** Something is pending, and may run. */
		PENDING,

		/** There is a problem because of which nothing runs. */
		INVALID;

		static State of(MigrationPlan plan) {
			if (!plan.errors().isEmpty()) {
				return INVALID;
			}
			return (plan.steps().isEmpty()) ? CURRENT : PENDING;
		}

		/**
		 * Returns the name that the endpoint and the commands show.
		 * @return the name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
