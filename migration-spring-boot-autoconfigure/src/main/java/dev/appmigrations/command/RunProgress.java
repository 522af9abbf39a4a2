package dev.appmigrations.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.MigrationListener;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run, shows it, and counts: what was to be done is in the end done, failed or
 * skipped.
 */
abstract class RunProgress implements MigrationListener, AutoCloseable {

	private final Verb verb;

	private final @Nullable ProgressView view;

	private final List<String> wanted = new ArrayList<>();

	private final List<StepReport> done = new ArrayList<>();

	private final List<String> failed = new ArrayList<>();

	private final long start = System.nanoTime();

	/**
	 * Creates one.
	 * @param verb what the run does
	 * @param view where to show it, {@code null} for nowhere
	 */
	RunProgress(Verb verb, @Nullable ProgressView view) {
		this.verb = verb;
		this.view = view;
	}

	/**
	 * Returns what a person should know after a signal has ended the process.
	 * @return a sentence
	 */
	abstract String afterInterruption();

	final void want(List<String> names) {
		this.wanted.addAll(names);
	}

	final void say(String line) {
		if (this.view != null) {
			this.view.say(line);
		}
	}

	final void started(Migration migration, int number, int total) {
		if (this.view != null) {
			this.view.started(migration.name(), number, total);
		}
	}

	final void ended(StepReport step) {
		this.done.add(step);
		if (this.view != null) {
			this.view.ended(true, step.name(), StatusView.took(step.duration().toMillis()));
		}
	}

	@Override
	public final Duration progressInterval() {
		return (this.view != null) ? this.view.interval() : MigrationListener.super.progressInterval();
	}

	@Override
	public final void databaseAwaited(int attempt, Duration waited, String reason) {
		if (attempt == 1) {
			say(waiting(reason));
		}
	}

	@Override
	public final void lockAwaited(@Nullable LockHolder holder, Duration waited) {
		say(waiting(holder, waited));
	}

	@Override
	public final void contractAwaited(List<WaitingReport> waiting, Duration waited) {
		for (WaitingReport migration : waiting) {
			say("Waiting for " + waited.toSeconds() + " s to apply " + migration.name() + ":"
					+ StatusView.reasons(migration));
		}
	}

	static String waiting(String reason) {
		return "Waiting for the database: " + reason;
	}

	static String waiting(@Nullable LockHolder holder, Duration waited) {
		return "Waiting for " + waited.toSeconds() + " s for another instance that migrates this schema"
				+ ((holder != null) ? ": " + holder.text() + ". To end it: " + holder.endStatement() : "");
	}

	@Override
	public final void migrationProgressed(Migration migration, long statements, long total, Duration elapsed) {
		if (this.view != null) {
			this.view.progressed(statements(statements, total));
		}
	}

	@Override
	public final void indexProgressed(Migration migration, IndexBuild build) {
		if (this.view != null) {
			this.view.progressed(index(build));
		}
	}

	static String statements(long done, long total) {
		return "statement " + done + " of " + total + " (" + 100 * done / total + " %)";
	}

	static String index(IndexBuild build) {
		return build.phase() + ((build.percent() != null) ? " (" + build.percent() + " %)" : "");
	}

	@Override
	public final void attemptFailed(Migration migration, FailedAttempt attempt, Duration pause) {
		say(migration.name() + ": attempt " + attempt.number() + " was given up (" + attempt.reason()
				+ "), the next is in " + pause.toMillis() + " ms.");
		attempt.blockers().forEach((blocker) -> say("  In the way: " + blocker));
	}

	@Override
	public final void migrationFailed(Migration migration, MigrationException failure) {
		this.failed.add(migration.name());
		if (this.view != null) {
			this.view.ended(false, migration.name(), "");
		}
	}

	private List<String> skipped() {
		List<String> skipped = new ArrayList<>(this.wanted);
		skipped.removeAll(this.done.stream().map(StepReport::name).toList());
		skipped.removeAll(this.failed);
		return skipped;
	}

	private long milliseconds() {
		return Duration.ofNanos(System.nanoTime() - this.start).toMillis();
	}

	final void printSummary(Terminal terminal) {
		if (this.wanted.isEmpty()) {
			terminal.out().println("Nothing to do.");
			return;
		}
		terminal.out()
			.println("Total " + this.wanted.size() + ", " + this.verb.done() + " " + this.done.size() + ", skipped "
					+ skipped().size() + ", failed " + this.failed.size() + " (" + StatusView.took(milliseconds())
					+ ")");
	}

	final String json(@Nullable FailureReport failure) {
		return new RunJson(this.verb, this.wanted.size(), this.done, skipped(), this.failed, milliseconds(), failure)
			.text();
	}

	@Override
	public final void close() {
		if (this.view != null) {
			this.view.close();
		}
	}

}
