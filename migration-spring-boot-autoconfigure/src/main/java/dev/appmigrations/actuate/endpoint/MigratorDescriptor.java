package dev.appmigrations.actuate.endpoint;

import java.util.List;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.ProblemGroups;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.DatabaseReport;
import dev.appmigrations.engine.report.InstanceReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.report.ReleaseReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

/**
 * How the database of a migrator stands.
 *
 * @param state {@code current}, {@code pending}, {@code invalid}, or {@code unavailable}
 * if scripts or database cannot be read
 * @param database the database, with the place of the history; {@code null} if
 * unavailable
 * @param applied what is applied, in the order in which it was: the latest, and those
 * that something is wrong with
 * @param appliedTotal how many are applied; {@code null} if all are told
 * @param pending what is to be applied, in the order in which it will be
 * @param waiting what waits until the old release is gone, or until a backfill is done,
 * and why
 * @param backfills what is done in batches and is not done yet
 * @param instances the instances of the application that have signed on
 * @param releases the releases that are alive, with their shares of the instances
 * @param running the run of migrations that is going on now, whoever has started it, and
 * who is in its way; {@code null} if there is none
 * @param problems what is wrong
 * @param findings what pending migrations would do to the running application
 * @param error why it is unavailable; {@code null} if it is not
 */
public record MigratorDescriptor(String state, @Nullable DatabaseReport database, List<AppliedReport> applied,
		@Nullable Integer appliedTotal, List<PendingReport> pending, List<WaitingReport> waiting,
		List<BackfillDescriptor> backfills, List<InstanceReport> instances, List<ReleaseReport> releases,
		@Nullable RunningReport running, List<ProblemDescriptor> problems, List<FindingDescriptor> findings,
		@Nullable ErrorDescriptor error) {

	static final String UNAVAILABLE = "unavailable";

	static MigratorDescriptor of(MigrationReport report, AppliedRange range, ValueDisplay values, boolean show) {
		List<AppliedReport> applied = range.of(report.applied());
		return new MigratorDescriptor(report.state().label(), report.database(),
				applied.stream().map((entry) -> values.applied(entry, show)).toList(),
				(applied.size() < report.applied().size()) ? report.applied().size() : null,
				report.pending().stream().map((entry) -> values.pending(entry, show)).toList(), report.waiting(),
				report.backfills().stream().map((backfill) -> BackfillDescriptor.of(backfill, values, show)).toList(),
				report.instances(), report.releases(),
				(report.running() != null) ? values.running(report.running(), show) : null,
				ProblemGroups.of(report.problems()).stream().map((problem) -> values.problem(problem, show)).toList(),
				report.safety().findings().stream().map(FindingDescriptor::of).toList(), null);
	}

	static MigratorDescriptor unavailable(MigrationException failure, ValueDisplay values, boolean show) {
		return new MigratorDescriptor(UNAVAILABLE, null, List.of(), null, List.of(), List.of(), List.of(), List.of(),
				List.of(), null, List.of(), List.of(), values.error(failure, show));
	}

}
