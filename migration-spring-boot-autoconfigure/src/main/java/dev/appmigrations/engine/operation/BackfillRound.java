package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import dev.appmigrations.engine.backfill.BackfillContext;
import dev.appmigrations.engine.backfill.BackfillOutcome;
import dev.appmigrations.engine.backfill.BackfillOutcome.End;
import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * One look at what is to be done in batches, and the work on it: each backfill until it
 * is done or has to wait. What was done is recorded under the lock of the migrations, and
 * what waited for it is applied.
 */
public final class BackfillRound {

	private final RunContext context;

	private final BackfillContext.Manner manner;

	private final BooleanSupplier stopped;

	private final Predicate<BackfillMigration> wanted;

	/**
	 * Creates a round.
	 * @param context what the operation works with
	 * @param manner how backfills run
	 * @param stopped tells whether to stop before the next batch
	 * @param wanted which of them
	 */
	public BackfillRound(RunContext context, BackfillContext.Manner manner, BooleanSupplier stopped,
			Predicate<BackfillMigration> wanted) {
		this.context = context;
		this.manner = manner;
		this.stopped = stopped;
		this.wanted = wanted;
	}

	/**
	 * Works on all that nobody else works on.
	 * @return what is left, and what failed
	 */
	public Result run() {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL).forWriting();
		Set<String> done = new LinkedHashSet<>();
		List<MigrationException> failures = new ArrayList<>();
		MigrationReport report = run.inSession((session) -> {
			Assessment assessment = run.assess(session);
			if (!assessment.facts().readOnly()) {
				work(session, assessment, done, failures);
			}
			return run.assess(session).report();
		});
		if (!done.isEmpty()) {
			report = MigrateOperation.of(this.context, PlanRequest.among(done), null).run();
		}
		return new Result(report, failures);
	}

	private void work(Session session, Assessment assessment, Set<String> done, List<MigrationException> failures)
			throws BatchFailedException {
		List<BackfillMigration> open = assessment.plan()
			.backfills()
			.stream()
			.filter(this.wanted)
			.filter((backfill) -> isOpen(assessment, backfill))
			.toList();
		done.addAll(unrecorded(assessment));
		if (open.isEmpty() && done.isEmpty()) {
			return;
		}
		BackfillSession work = new BackfillSession(this.context, session, assessment);
		for (BackfillMigration backfill : open) {
			BackfillOutcome outcome = work.worker(backfill, this.manner, this.stopped).run();
			if (outcome.end() == End.DONE) {
				done.add(backfill.name());
			}
			MigrationException failure = outcome.failure();
			if (failure != null) {
				failures.add(failure);
			}
		}
		if (!done.isEmpty()) {
			done.addAll(assessment.plan().awaited().keySet());
		}
	}

	/** Those whose rows are done and that nobody has recorded. */
	private List<String> unrecorded(Assessment assessment) {
		return assessment.plan()
			.steps()
			.stream()
			.map((step) -> step.migration())
			.filter((migration) -> migration instanceof BackfillMigration backfill && this.wanted.test(backfill)
					&& progress(assessment, backfill) != null)
			.map((migration) -> migration.name())
			.toList();
	}

	private static boolean isOpen(Assessment assessment, BackfillMigration backfill) {
		BackfillProgress progress = progress(assessment, backfill);
		return progress != null && progress.state().isOpen();
	}

	private static @Nullable BackfillProgress progress(Assessment assessment, BackfillMigration backfill) {
		return BackfillProgress.find(assessment.found().progress(), backfill.name());
	}

	/**
	 * What a round has left.
	 *
	 * @param report how the database stands now
	 * @param failures those that a person has to look at
	 */
	public record Result(MigrationReport report, List<MigrationException> failures) {

		public Result {
			failures = List.copyOf(failures);
		}

	}

}
