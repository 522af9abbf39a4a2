package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.AppliedState;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationState;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.scratch.TraceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Traces on a scratch database what migrations lock, rewrite, build and scan:
 * <ol>
 * <li>Read which migrations are applied and which are pending. Nothing else happens to
 * the database itself.
 * <li>Make the scratch database. Make sure that its server has the extensions, and that
 * no statement would change more than the scratch database.
 * <li>Apply there what is applied.
 * <li>Apply what is pending, one migration after the other, statement by statement: in
 * the units and with the settings of a real run.
 * <li>Drop the scratch database.
 * </ol>
 */
final class TraceOperation {

	private static final int MAJOR = 10_000;

	private final RunContext context;

	private final TraceRequest request;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param request what is to be traced, and where
	 */
	TraceOperation(RunContext context, TraceRequest request) {
		this.context = context.withFixedScripts();
		this.request = request;
	}

	/**
	 * Runs it.
	 * @return what was seen, also where a migration failed
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if a database cannot be used, a statement would change
	 * more than the scratch database, or what is applied cannot be applied there
	 */
	TraceReport run() {
		Set<String> names = this.request.names();
		Assessment real = (names != null) ? null : ReplayedDatabase.assess(this.context);
		try (ReplayedDatabase scratch = new ReplayedDatabase(this.context, this.request.server(), "trace")) {
			Assessment empty = scratch.assess();
			List<Migration> all = ReplayedDatabase.migrations(empty);
			Selected selected = (real != null) ? pending(real.plan(), all) : named(Objects.requireNonNull(names), all);
			List<Migration> both = new ArrayList<>(selected.replayed());
			both.addAll(selected.traced());
			try (ScratchTrace trace = scratch.prepare(both)) {
				trace.replay(selected.replayed(),
						"What is applied already cannot be applied to a scratch database, so that nothing was traced.");
				List<MigrationTrace> traces = trace.trace(selected.traced());
				List<String> limits = limits(selected, real, empty);
				limits.addAll(scratch.limits());
				return new TraceReport(empty.facts().product(), selected.replayed().size(), traces, limits);
			}
		}
	}

	private static List<String> limits(Selected selected, @Nullable Assessment real, Assessment scratch) {
		List<String> limits = new ArrayList<>(selected.limits());
		for (Migration migration : selected.traced()) {
			if (migration instanceof BackfillMigration) {
				limits.add(migration.name() + " is a backfill, which locks the rows of one batch at a time.");
			}
		}
		if (real != null && real.facts().versionNumber() / MAJOR != scratch.facts().versionNumber() / MAJOR) {
			limits.add("The database is on " + real.facts().product() + ", and the scratch database on "
					+ scratch.facts().product() + ": some statements lock and rewrite less on a newer version.");
		}
		return limits;
	}

	/**
	 * What the database has, and what it lacks.
	 * @param plan the plan for the database
	 * @param all all migrations, in the order in which an empty database gets them
	 */
	private static Selected pending(MigrationPlan plan, List<Migration> all) {
		Set<String> traced = new HashSet<>();
		List<String> limits = new ArrayList<>();
		for (MigrationStep step : plan.steps()) {
			traced.add(step.migration().name());
			if (step.state() == MigrationState.OUTDATED) {
				limits.add(step.migration().name()
						+ " is applied in another text, which is not there any more: it is traced as if it were new.");
			}
		}
		Set<String> applied = new HashSet<>();
		for (AppliedState state : plan.applied()) {
			String name = state.row().name();
			Migration migration = state.migration();
			if (migration == null) {
				limits.add(name + " is applied, and its file is gone: the scratch database lacks what it did.");
			}
			else if (!traced.contains(migration.name())) {
				applied.add(migration.name());
				if (state.state() == MigrationState.CHANGED) {
					limits.add(migration.location()
							+ " has changed since it was applied: the scratch database has what it says now.");
				}
			}
		}
		return new Selected(all.stream().filter((migration) -> applied.contains(migration.name())).toList(),
				all.stream().filter((migration) -> traced.contains(migration.name())).toList(), limits);
	}

	private static Selected named(Set<String> names, List<Migration> all) {
		List<Migration> replayed = new ArrayList<>();
		List<Migration> traced = new ArrayList<>();
		List<Migration> between = new ArrayList<>();
		for (Migration migration : all) {
			if (names.contains(migration.name())) {
				replayed.addAll(between);
				between.clear();
				traced.add(migration);
			}
			else {
				between.add(migration);
			}
		}
		return new Selected(replayed, traced, List.of());
	}

	/**
	 * What runs on the scratch database.
	 *
	 * @param replayed migrations that count as applied, in order
	 * @param traced migrations that are traced, in order
	 * @param limits in what the scratch database differs
	 */
	private record Selected(List<Migration> replayed, List<Migration> traced, List<String> limits) {

	}

}
