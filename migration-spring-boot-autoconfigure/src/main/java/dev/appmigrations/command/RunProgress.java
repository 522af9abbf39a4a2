package dev.appmigrations.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.migration.Migration;
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

	/** Returns a migrator whose runs are followed. */
	Migrator follow(Migrator migrator) {
		return migrator.withListener(this);
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
	public final void onEvent(MigrationEvent event) {
		if (event instanceof MigrationEvent.Failed failure) {
			this.failed.add(failure.migration().name());
			if (this.view != null) {
				this.view.ended(false, failure.migration().name(), "");
			}
		}
		else if (event instanceof MigrationEvent.ContractAwaited awaited) {
			for (WaitingReport migration : awaited.waiting()) {
				say("Waiting for " + awaited.waited().toSeconds() + " s to apply " + migration.name() + ":"
						+ StatusView.reasons(migration));
			}
		}
		else if (event instanceof MigrationEvent.AttemptFailed attempt) {
			say(attempt.migration().name() + ": attempt " + attempt.attempt().number() + " was given up ("
					+ attempt.attempt().reason() + "), the next is in " + attempt.pause().toMillis() + " ms.");
			attempt.attempt().blockers().forEach((blocker) -> say("  In the way: " + blocker));
		}
		else {
			String waiting = waiting(event);
			String progress = progress(event);
			if (waiting != null) {
				say(waiting);
			}
			else if (progress == null) {
				follow(event);
			}
			else if (this.view != null) {
				this.view.progressed(progress);
			}
		}
	}

	/**
	 * Follows what only one kind of run does.
	 * @param event what happened
	 */
	abstract void follow(MigrationEvent event);

	/** Says what a run waits for, {@code null} if it is not about waiting. */
	static @Nullable String waiting(MigrationEvent event) {
		if (event instanceof MigrationEvent.DatabaseAwaited awaited) {
			return (awaited.attempt() == 1) ? "Waiting for the database: " + awaited.reason() : null;
		}
		if (event instanceof MigrationEvent.LockAwaited awaited) {
			LockHolder holder = awaited.holder();
			return "Waiting for " + awaited.waited().toSeconds() + " s for another instance that migrates this schema"
					+ ((holder != null) ? ": " + holder.text() + ". To end it: " + holder.endStatement() : "");
		}
		return null;
	}

	/** Says how far a migration has come, {@code null} if it is not about progress. */
	static @Nullable String progress(MigrationEvent event) {
		if (event instanceof MigrationEvent.Progressed progressed) {
			return "statement " + progressed.statements() + " of " + progressed.total() + " ("
					+ 100 * progressed.statements() / progressed.total() + " %)";
		}
		if (event instanceof MigrationEvent.IndexProgressed progressed) {
			IndexBuild build = progressed.build();
			return build.phase() + ((build.percent() != null) ? " (" + build.percent() + " %)" : "");
		}
		return null;
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
