package dev.appmigrations.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run, shows it, and counts. In the end each migration that the run is about is
 * done; or skipped, because that was not needed any more; or failed; or not reached,
 * because the run failed before.
 */
abstract class RunProgress implements MigrationListener, AutoCloseable {

	private final Verb verb;

	private final @Nullable ProgressView view;

	private final Set<String> wanted = new LinkedHashSet<>();

	/** What was as it should be before the run. */
	private final Set<String> settled = new LinkedHashSet<>();

	private final List<StepReport> done = new ArrayList<>();

	private final List<String> failed = new ArrayList<>();

	private final ShownBackfills backfills;

	private final CollectedNotices notices = new CollectedNotices();

	/** Of the clock by which the engine measures each migration. */
	private final Clock clock = Clock.systemUTC();

	private final Instant start = this.clock.instant();

	/**
	 * Creates one.
	 * @param verb what the run does
	 * @param view where to show it, {@code null} for nowhere
	 */
	RunProgress(Verb verb, @Nullable ProgressView view) {
		this.verb = verb;
		this.view = view;
		this.backfills = new ShownBackfills(view);
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

	final void skip(List<String> names) {
		this.settled.addAll(names);
	}

	/** Notes what is left to be done in batches, and what waits for that. */
	final void leave(MigrationReport report) {
		this.backfills.left(report.backfills());
		report.backfills().forEach((backfill) -> this.wanted.remove(backfill.name()));
		report.waiting().forEach((waiting) -> this.wanted.remove(waiting.name()));
	}

	/** Returns the backfills that are not done yet, as far as is known. */
	final List<BackfillReport> backfills() {
		return this.backfills.left();
	}

	/** Returns whether the run got as far as to know what there is to do. */
	final boolean hasBegun() {
		return !this.wanted.isEmpty();
	}

	final void say(String line) {
		if (this.view != null) {
			this.view.say(line);
		}
	}

	final void warn(String line) {
		if (this.view != null) {
			this.view.warn(line);
		}
	}

	final void started(Migration migration, int number, int total) {
		this.backfills.started(migration.name());
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
		else if (event instanceof MigrationEvent.Noticed noticed) {
			if (this.view == null) {
				this.notices.onEvent(event);
			}
			else {
				this.view.notice(noticed.notice().warning(), NoticeLines.of(noticed.notice()));
			}
		}
		else if (event instanceof MigrationEvent.ContractForced forced) {
			for (WaitingReport migration : forced.waiting()) {
				say("Applied by force, although it had to wait: " + migration.name() + StatusView.reasons(migration));
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
		else if (!this.backfills.show(event)) {
			if (event instanceof MigrationEvent.Completed completed) {
				leave(completed.report());
			}
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

	private RunJson outcome(@Nullable FailureReport failure, boolean succeeded) {
		List<String> open = new ArrayList<>(this.wanted);
		open.removeAll(this.done.stream().map(StepReport::name).toList());
		open.removeAll(this.failed);
		Set<String> skipped = new LinkedHashSet<>(this.settled);
		skipped.removeAll(this.wanted);
		if (succeeded) {
			// Another instance was faster.
			skipped.addAll(open);
			open = List.of();
		}
		long duration = Duration.between(this.start, this.clock.instant()).toMillis();
		return new RunJson(this.verb, this.done.size() + skipped.size() + this.failed.size() + open.size(), this.done,
				List.copyOf(skipped), this.failed, open, duration, this.notices.all(), this.backfills.left(), failure);
	}

	/**
	 * Prints how many migrations became what.
	 * @param terminal where
	 * @param succeeded whether the run has come to its end
	 */
	final void printSummary(Terminal terminal, boolean succeeded) {
		if (terminal.quiet()) {
			return;
		}
		if (this.wanted.isEmpty()) {
			terminal.out().println("Nothing to do.");
			return;
		}
		terminal.out().println(outcome(null, succeeded).summary());
	}

	final String json(@Nullable FailureReport failure) {
		return outcome(failure, failure == null).text();
	}

	@Override
	public final void close() {
		if (this.view != null) {
			this.view.close();
		}
	}

}
