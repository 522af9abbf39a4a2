package dev.appmigrations.engine;

import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.SchemaContent;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ProblemGroups;
import dev.appmigrations.engine.migration.ProblemText;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.NoticeReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Wording;

/**
 * The log of a run: a line at its start, one for each migration, and a summary.
 */
final class LoggingListener implements MigrationListener {

	/** Has a level of its own. */
	private static final VisibleLog notices = VisibleLog.named("dev.appmigrations.notice");

	private final VisibleLog logger;

	private final Wording wording;

	private final BackfillLog backfills;

	/**
	 * Creates the log of the runs of a migrator.
	 * @param logger where it goes
	 * @param wording words it for its readers
	 */
	LoggingListener(VisibleLog logger, Wording wording) {
		this.logger = logger;
		this.wording = wording;
		this.backfills = new BackfillLog(logger);
	}

	@Override
	public void onEvent(MigrationEvent event) {
		if (event instanceof MigrationEvent.Planned planned) {
			planned(planned.report());
		}
		else if (event instanceof MigrationEvent.Started started) {
			this.logger.debug("Applying {} ({} of {})", started.migration().location(), started.number(),
					started.total());
		}
		else if (event instanceof MigrationEvent.Applied applied) {
			applied(applied.step());
		}
		else if (event instanceof MigrationEvent.Completed completed) {
			completed(completed.report());
		}
		else if (event instanceof MigrationEvent.Progressed progressed) {
			this.logger.info("{}: {} of {} statements in {} s", progressed.migration().name(), progressed.statements(),
					progressed.total(), progressed.elapsed().toSeconds());
		}
		else if (event instanceof MigrationEvent.IndexProgressed progressed) {
			indexProgressed(progressed.migration().name(), progressed.build());
		}
		else if (event instanceof MigrationEvent.AttemptFailed failed) {
			FailedAttempt attempt = failed.attempt();
			VisibleLog attempted = this.logger.with("name", failed.migration().name())
				.with("attempts", attempt.number());
			attempted.warn("{}: attempt {} was given up ({}), the next is in {} ms.{}", failed.migration().name(),
					attempt.number(), attempt.reason(), failed.pause().toMillis(), inTheWay(attempt.blockers()));
		}
		else if (event instanceof MigrationEvent.Noticed noticed) {
			noticed(noticed.notice());
		}
		else if (event instanceof MigrationEvent.RollbackStarted started) {
			this.logger.debug("Rolling back {} ({} of {})", started.migration().location(), started.number(),
					started.total());
		}
		else if (event instanceof MigrationEvent.RolledBack rolledBack) {
			fields(rolledBack.step()).info("Rolled back {} in {} ms", rolledBack.step().name(),
					rolledBack.step().duration().toMillis());
		}
		else if (event instanceof MigrationEvent.DatabaseAwaited awaited) {
			databaseAwaited(awaited);
		}
		else if (event instanceof MigrationEvent.LockAwaited awaited) {
			lockAwaited(awaited);
		}
		else if (event instanceof MigrationEvent.ContractForced forced) {
			forced.waiting()
				.forEach((migration) -> this.logger.warn("{} is applied by force, although it had to wait: {}",
						migration.name(), String.join("; ", migration.reasons())));
		}
		else if (event instanceof MigrationEvent.ContractAwaited awaited) {
			awaited.waiting()
				.forEach((migration) -> this.logger.info("{} has waited for {} s, {}: {}", migration.name(),
						awaited.waited().toSeconds(), migration.until(), String.join("; ", migration.reasons())));
		}
		else {
			this.backfills.onEvent(event);
		}
	}

	private void databaseAwaited(MigrationEvent.DatabaseAwaited awaited) {
		if (awaited.attempt() == 1) {
			this.logger.warn("The database is not available yet, waiting for it: {}", awaited.reason());
		}
		else {
			this.logger.debug("The database is not available after {} ms: {}", awaited.waited().toMillis(),
					awaited.reason());
		}
	}

	private void planned(MigrationReport report) {
		DatabaseFacts facts = report.facts();
		int applied = report.applied().size();
		int pending = report.pending().size();
		VisibleLog fields = this.logger.with("database", facts.database())
			.with("schema", facts.schema())
			.with("applied", applied)
			.with("pending", pending);
		fields.info("{}, database \"{}\", {}: {} applied, {}", facts.product(), facts.database(),
				(facts.schema() != null) ? "schema \"" + facts.schema() + "\"" : "no schema", migrations(applied),
				(pending == 0) ? "none pending" : pending + " pending");
		SchemaContent content = report.content();
		if (pending > 0 && !content.isEmpty()) {
			this.logger.warn(
					"Schema \"{}\" has no migration history, but {} already ({}{}):"
							+ " all {} pending migrations will run on it",
					facts.schema(), (content.tables() == 1) ? "a table" : content.tables() + " tables",
					String.join(", ", content.examples()), (content.tables() > content.examples().size()) ? ", …" : "",
					pending);
		}
		for (Finding finding : report.safety().findings(Level.WARN)) {
			this.logger.warn("{}", FindingText.line(finding));
		}
		for (Problem problem : ProblemGroups.of(report.problems())) {
			if (problem.severity() == Problem.Severity.NOTE) {
				this.logger.info("{}", lines(ProblemText.of(problem)));
			}
			else if (!problem.isError()) {
				this.logger.warn("{}", lines(ProblemText.of(problem)));
			}
		}
	}

	private void lockAwaited(MigrationEvent.LockAwaited awaited) {
		LockHolder holder = awaited.holder();
		if (holder == null) {
			this.logger.info("Waiting for {} s for another instance that migrates this schema",
					awaited.waited().toSeconds());
		}
		else {
			this.logger.info("Waiting for {} s for another instance that migrates this schema: {}. To end it: {}",
					awaited.waited().toSeconds(), holder.text(), holder.endStatement());
		}
	}

	/** The server's own remarks are many, such as that a table is there already. */
	private static void noticed(NoticeReport notice) {
		String detail = ((notice.detail() != null) ? " DETAIL: " + notice.detail() : "")
				+ ((notice.hint() != null) ? " HINT: " + notice.hint() : "");
		if (notice.warning()) {
			notices.warn("{}: {}{}", notice.place(), notice.message(), detail);
		}
		else if (notice.raised()) {
			notices.info("{}: {}{}", notice.place(), notice.message(), detail);
		}
		else {
			notices.debug("{}: {}{}", notice.place(), notice.message(), detail);
		}
	}

	private void indexProgressed(String migration, IndexBuild build) {
		this.logger.info("{}: {}{}{}{}", migration, (build.index() != null) ? "index " + build.index() + ", " : "",
				build.phase(), (build.percent() != null) ? ", " + build.percent() + " %" : "",
				inTheWay(build.blockers()));
	}

	private static Lines inTheWay(List<Blocker> blockers) {
		return new Lines((blockers.isEmpty()) ? ""
				: " In the way:\n  " + blockers.stream().map(Blocker::toString).collect(Collectors.joining("\n  ")));
	}

	private void applied(StepReport step) {
		fields(step).info("Applied {} in {} ms{}{}", step.name(), step.duration().toMillis(),
				(step.outOfOrder()) ? " (out of order)" : "",
				(step.attempts() > 1) ? " at attempt " + step.attempts() : "");
	}

	private VisibleLog fields(StepReport step) {
		return this.logger.with("name", step.name())
			.with("durationMs", step.duration().toMillis())
			.with("statements", step.statements())
			.with("attempts", step.attempts());
	}

	private void completed(MigrationReport report) {
		if (report.steps().isEmpty()) {
			this.logger.info("Nothing is left to do: {} applied", migrations(report.applied().size()));
		}
		else {
			VisibleLog fields = this.logger.with("count", report.steps().size())
				.with("durationMs", report.duration().toMillis());
			fields.info("{} {} in {} ms",
					(report.steps().get(0).direction() == Direction.UP) ? "Applied" : "Rolled back",
					migrations(report.steps().size()), report.duration().toMillis());
		}
	}

	private Lines lines(Message message) {
		return new Lines(message.in(this.wording));
	}

	private static String migrations(int count) {
		return (count == 1) ? "1 migration" : count + " migrations";
	}

}
