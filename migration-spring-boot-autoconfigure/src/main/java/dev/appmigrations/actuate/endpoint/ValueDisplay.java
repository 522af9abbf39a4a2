package dev.appmigrations.actuate.endpoint;

import java.util.List;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.history.LogEntry;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.FailedBefore;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Shows or hides what may hold data: the text of scripts and statements, and what
 * databases say of them.
 */
final class ValueDisplay {

	private static final String KEY = "app.migrations.";

	private final Wording wording = new PropertyWording();

	private final Sanitizer sanitizer;

	ValueDisplay(Iterable<SanitizingFunction> functions) {
		this.sanitizer = new Sanitizer(functions);
	}

	@Nullable String script(@Nullable String text, boolean show) {
		return value("script", text, show);
	}

	ErrorDescriptor error(MigrationException failure, boolean show) {
		return new ErrorDescriptor(failure.code(), value("error", failure.description(this.wording), show),
				failure.action(this.wording));
	}

	@Nullable String error(@Nullable String text, boolean show) {
		return value("error", text, show);
	}

	@Nullable String cursor(@Nullable String key, boolean show) {
		return value("cursor", key, show);
	}

	LogEntry log(LogEntry entry, boolean show) {
		return new LogEntry(entry.migration(), entry.action(), entry.at(), entry.count(), entry.executionMs(),
				entry.by(), entry.from(), entry.release(), entry.sqlState(), value("error", entry.error(), show));
	}

	AppliedReport applied(AppliedReport applied, boolean show) {
		return applied.with(failure(applied.failure(), show));
	}

	PendingReport pending(PendingReport pending, boolean show) {
		return pending.with(failure(pending.failure(), show));
	}

	private @Nullable FailedBefore failure(@Nullable FailedBefore failure, boolean show) {
		return (failure != null) ? new FailedBefore(failure.at(), failure.ageSeconds(), failure.count(),
				failure.sqlState(), value("error", failure.error(), show)) : null;
	}

	/** The first line names files and rows; what follows is an excerpt of the script. */
	ProblemDescriptor problem(Problem problem, boolean show) {
		String message = problem.description().in(this.wording);
		int end = message.indexOf('\n');
		if (end >= 0) {
			message = message.substring(0, end + 1) + value("script", message.substring(end + 1), show);
		}
		return new ProblemDescriptor(problem.code(), problem.severity(), message, problem.action().in(this.wording),
				problem.migrations());
	}

	RunningReport running(RunningReport running, boolean show) {
		List<Blocker> blockers = running.blockedBy()
			.stream()
			.map((blocker) -> new Blocker(blocker.backend(), blocker.application(), blocker.role(), blocker.state(),
					blocker.transactionSeconds(), value("query", blocker.query(), show)))
			.toList();
		return new RunningReport(running.backend(), running.application(), running.role(), running.client(),
				running.state(), running.since(), running.migration(), running.statement(), running.statements(),
				running.percent(), value("query", running.query(), show), running.waitsFor(), blockers);
	}

	private @Nullable String value(String key, @Nullable String text, boolean show) {
		Object shown = this.sanitizer.sanitize(new SanitizableData(null, KEY + key, text), show);
		return (shown != null) ? VisibleText.lines(shown.toString()) : null;
	}

}
