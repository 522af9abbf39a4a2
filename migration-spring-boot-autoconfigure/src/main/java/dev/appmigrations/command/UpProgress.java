package dev.appmigrations.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.MigrationListener;
import dev.appmigrations.engine.execute.IndexBuild;
import dev.appmigrations.engine.execute.LockHolder;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run, shows it, and counts: what was pending is in the end applied, failed or
 * skipped.
 */
final class UpProgress implements MigrationListener, AutoCloseable {

	private final @Nullable ProgressView view;

	private final List<String> pending = new ArrayList<>();

	private final List<StepReport> applied = new ArrayList<>();

	private final List<String> failed = new ArrayList<>();

	private final long start = System.nanoTime();

	UpProgress(@Nullable ProgressView view) {
		this.view = view;
	}

	static UpProgress on(Terminal terminal) {
		return new UpProgress((terminal.interactive()) ? new LiveView(terminal) : new PlainView(terminal));
	}

	@Override
	public Duration progressInterval() {
		return (this.view != null) ? this.view.interval() : MigrationListener.super.progressInterval();
	}

	@Override
	public void planned(MigrationReport report) {
		this.pending.addAll(report.pending().stream().map(PendingReport::name).toList());
		if (this.view != null) {
			this.view.say(report.facts().product() + ", database " + report.facts().database() + ", role "
					+ report.facts().role() + ": " + StatusView.summary(report));
			for (Problem problem : report.problems()) {
				if (!problem.isError()) {
					this.view.say("Warning: " + problem.message() + " " + problem.remedy());
				}
			}
		}
	}

	@Override
	public void databaseAwaited(int attempt, Duration waited, String reason) {
		if (this.view != null && attempt == 1) {
			this.view.say("Waiting for the database: " + reason);
		}
	}

	@Override
	public void lockAwaited(@Nullable LockHolder holder, Duration waited) {
		if (this.view != null) {
			this.view.say("Waiting for " + waited.toSeconds() + " s for another instance that migrates this schema"
					+ ((holder != null) ? ": " + holder.text() + ". To end it: " + holder.endStatement() : ""));
		}
	}

	@Override
	public void migrationStarted(Migration migration, int number, int total) {
		if (this.view != null) {
			this.view.started(migration.name(), number, total);
		}
	}

	@Override
	public void migrationProgressed(Migration migration, long statements, long total, Duration elapsed) {
		if (this.view != null) {
			this.view.progressed("statement " + statements + " of " + total + " (" + 100 * statements / total + " %)");
		}
	}

	@Override
	public void indexProgressed(Migration migration, IndexBuild build) {
		if (this.view != null) {
			this.view.progressed(build.phase() + ((build.percent() != null) ? " (" + build.percent() + " %)" : ""));
		}
	}

	@Override
	public void migrationApplied(Migration migration, StepReport step) {
		this.applied.add(step);
		if (this.view != null) {
			this.view.ended(true, step.name(), StatusView.took(step.duration().toMillis()));
		}
	}

	@Override
	public void migrationFailed(Migration migration, MigrationException failure) {
		this.failed.add(migration.name());
		if (this.view != null) {
			this.view.ended(false, migration.name(), "");
		}
	}

	private List<String> skipped() {
		List<String> skipped = new ArrayList<>(this.pending);
		skipped.removeAll(this.applied.stream().map(StepReport::name).toList());
		skipped.removeAll(this.failed);
		return skipped;
	}

	private long milliseconds() {
		return Duration.ofNanos(System.nanoTime() - this.start).toMillis();
	}

	void printSummary(Terminal terminal) {
		if (this.pending.isEmpty()) {
			terminal.out().println("Nothing to do.");
			return;
		}
		terminal.out()
			.println("Total " + this.pending.size() + ", applied " + this.applied.size() + ", skipped "
					+ skipped().size() + ", failed " + this.failed.size() + " (" + StatusView.took(milliseconds())
					+ ")");
	}

	String json(@Nullable FailureReport failure) {
		return UpJson
			.of(new UpJson(this.pending.size(), this.applied, skipped(), this.failed, milliseconds(), failure));
	}

	@Override
	public void close() {
		if (this.view != null) {
			this.view.close();
		}
	}

}
