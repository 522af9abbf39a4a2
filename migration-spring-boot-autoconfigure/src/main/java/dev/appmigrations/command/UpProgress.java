package dev.appmigrations.command;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ProblemGroups;
import dev.appmigrations.engine.migration.ProblemText;
import dev.appmigrations.engine.plan.MigrationState;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.Level;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run that applies what is pending.
 */
final class UpProgress extends RunProgress {

	private final boolean all;

	private final String afterInterruption;

	/**
	 * Creates one.
	 * @param view where to show it, {@code null} for nowhere
	 * @param all whether the run is about all migrations, and not about one
	 */
	UpProgress(@Nullable ProgressView view, boolean all) {
		this(view, all, "The migration that was running is rolled back by the server; run the command again to go on.");
	}

	private UpProgress(@Nullable ProgressView view, boolean all, String afterInterruption) {
		super(Verb.APPLY, view);
		this.all = all;
		this.afterInterruption = afterInterruption;
	}

	/**
	 * Creates one for a run that does backfills.
	 * @param view where to show it, {@code null} for nowhere
	 */
	static UpProgress ofBackfills(@Nullable ProgressView view) {
		return new UpProgress(view, false,
				"The batch that was running is rolled back by the server, those before it stay; run the command again to"
						+ " go on.");
	}

	@Override
	void follow(MigrationEvent event) {
		if (event instanceof MigrationEvent.Planned planned) {
			planned(planned.report());
		}
		else if (event instanceof MigrationEvent.Started started) {
			started(started.migration(), started.number(), started.total());
		}
		else if (event instanceof MigrationEvent.Applied applied) {
			ended(applied.step());
		}
	}

	private void planned(MigrationReport report) {
		leave(report);
		want(report.pending().stream().map(PendingReport::name).toList());
		if (this.all) {
			skip(report.applied()
				.stream()
				.filter((entry) -> !MigrationState.MISSING.label().equals(entry.state()))
				.map(AppliedReport::name)
				.toList());
		}
		say(report.facts().product() + ", database " + report.facts().database() + ", role " + report.facts().role()
				+ ": " + StatusView.summary(report));
		report.safety().findings(Level.WARN).forEach((finding) -> warn(FindingText.line(finding)));
		for (Problem problem : ProblemGroups.of(report.problems())) {
			if (!problem.isError()) {
				boolean warning = problem.severity() == Problem.Severity.WARNING;
				String text = ((warning) ? "Warning: " : "Note: ") + ProblemText.of(problem).in(new PropertyWording());
				if (warning) {
					warn(text);
				}
				else {
					say(text);
				}
			}
		}
	}

	@Override
	String afterInterruption() {
		return this.afterInterruption;
	}

}
