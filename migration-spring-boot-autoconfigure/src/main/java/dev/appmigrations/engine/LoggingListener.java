package dev.appmigrations.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.SchemaContent;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ProblemGroups;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run: a line at its start, one for each migration, and a summary.
 */
final class LoggingListener implements MigrationListener {

	private static final VisibleLog logger = VisibleLog.of(Migrator.class);

	@Override
	public void databaseAwaited(int attempt, Duration waited, String reason) {
		if (attempt == 1) {
			logger.warn("The database is not available yet, waiting for it: {}", reason);
		}
		else {
			logger.debug("The database is not available after {} ms: {}", waited.toMillis(), reason);
		}
	}

	@Override
	public void planned(MigrationReport report) {
		DatabaseFacts facts = report.facts();
		int applied = report.applied().size();
		int pending = report.pending().size();
		logger.info("{}, database \"{}\", {}: {} applied, {}", facts.product(), facts.database(),
				(facts.schema() != null) ? "schema \"" + facts.schema() + "\"" : "no schema", migrations(applied),
				(pending == 0) ? "none pending" : pending + " pending");
		SchemaContent content = report.content();
		if (pending > 0 && !content.isEmpty()) {
			logger.warn(
					"Schema \"{}\" has no migration history, but {} already ({}{}):"
							+ " all {} pending migrations will run on it",
					facts.schema(), (content.tables() == 1) ? "a table" : content.tables() + " tables",
					String.join(", ", content.examples()), (content.tables() > content.examples().size()) ? ", …" : "",
					pending);
		}
		for (Problem problem : ProblemGroups.of(report.problems())) {
			if (problem.severity() == Problem.Severity.NOTE) {
				logger.info("{} {}", new Lines(problem.message()), new Lines(problem.remedy()));
			}
			else if (!problem.isError()) {
				logger.warn("{} {}", new Lines(problem.message()), new Lines(problem.remedy()));
			}
		}
	}

	@Override
	public void lockAwaited(@Nullable LockHolder holder, Duration waited) {
		if (holder == null) {
			logger.info("Waiting for {} s for another instance that migrates this schema", waited.toSeconds());
		}
		else {
			logger.info("Waiting for {} s for another instance that migrates this schema: {}. To end it: {}",
					waited.toSeconds(), holder.text(), holder.endStatement());
		}
	}

	@Override
	public void migrationStarted(Migration migration, int number, int total) {
		logger.debug("Applying {} ({} of {})", migration.location(), number, total);
	}

	@Override
	public void migrationProgressed(Migration migration, long statements, long total, Duration elapsed) {
		logger.info("{}: {} of {} statements in {} s", migration.name(), statements, total, elapsed.toSeconds());
	}

	@Override
	public void indexProgressed(Migration migration, IndexBuild build) {
		logger.info("{}: {}{}{}{}", migration.name(), (build.index() != null) ? "index " + build.index() + ", " : "",
				build.phase(), (build.percent() != null) ? ", " + build.percent() + " %" : "",
				inTheWay(build.blockers()));
	}

	@Override
	public void attemptFailed(Migration migration, FailedAttempt attempt, Duration pause) {
		logger.warn("{}: attempt {} was given up ({}), the next is in {} ms.{}", migration.name(), attempt.number(),
				attempt.reason(), pause.toMillis(), inTheWay(attempt.blockers()));
	}

	private static Lines inTheWay(List<Blocker> blockers) {
		return new Lines((blockers.isEmpty()) ? ""
				: " In the way:\n  " + blockers.stream().map(Blocker::toString).collect(Collectors.joining("\n  ")));
	}

	@Override
	public void migrationApplied(Migration migration, StepReport step) {
		logger.info("Applied {} in {} ms{}{}", step.name(), step.duration().toMillis(),
				(step.outOfOrder()) ? " (out of order)" : "",
				(step.attempts() > 1) ? " at attempt " + step.attempts() : "");
	}

	@Override
	public void rollbackStarted(Migration migration, int number, int total) {
		logger.debug("Rolling back {} ({} of {})", migration.name(), number, total);
	}

	@Override
	public void migrationRolledBack(Migration migration, StepReport step) {
		logger.info("Rolled back {} in {} ms", step.name(), step.duration().toMillis());
	}

	@Override
	public void contractAwaited(List<WaitingReport> waiting, Duration waited) {
		waiting.forEach((migration) -> logger.info("{} waits for {} s until the old release is gone: {}",
				migration.name(), waited.toSeconds(), String.join("; ", migration.reasons())));
	}

	@Override
	public void completed(MigrationReport report) {
		if (report.steps().isEmpty()) {
			logger.info("Nothing is left to do: {} applied", migrations(report.applied().size()));
		}
		else {
			logger.info("{} {} in {} ms",
					(report.steps().get(0).direction() == Direction.UP) ? "Applied" : "Rolled back",
					migrations(report.steps().size()), report.duration().toMillis());
		}
	}

	private static String migrations(int count) {
		return (count == 1) ? "1 migration" : count + " migrations";
	}

}
