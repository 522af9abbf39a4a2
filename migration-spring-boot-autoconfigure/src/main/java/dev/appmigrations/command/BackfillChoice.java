package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.operation.BackfillOperations;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import org.springframework.boot.json.JsonWriter;

/**
 * The options by which a person decides about a backfill.
 */
final class BackfillChoice {

	@CommandLine.Option(names = "--pause", description = "No batch begins until the backfill is resumed.")
	private boolean pause;

	@CommandLine.Option(names = "--resume", description = "A backfill that is paused or cancelled goes on.")
	private boolean resume;

	@CommandLine.Option(names = "--cancel",
			description = "Give the backfill up. What is done stays done; what requires it goes on waiting. Asks.")
	private boolean cancel;

	@CommandLine.Option(names = "--retry", description = "A backfill that has failed goes on with what has failed.")
	private boolean retry;

	@CommandLine.Option(names = "--start-over",
			description = "Begin anew, at the first row and with the statements that the file has now. Asks.")
	private boolean startOver;

	@CommandLine.Option(names = "--skip", paramLabel = "KEY",
			description = "Leave out the row at which the backfill has failed, and go on. KEY is its key; with several "
					+ "columns, an option for each. Asks.")
	private List<String> skip = List.of();

	boolean isMade() {
		return !options().isEmpty();
	}

	/** Whether it has to be known which table is walked, and by which key. */
	boolean needsTable() {
		return this.startOver || !this.skip.isEmpty();
	}

	private List<String> options() {
		List<String> made = new ArrayList<>();
		add(made, this.pause, "--pause");
		add(made, this.resume, "--resume");
		add(made, this.cancel, "--cancel");
		add(made, this.retry, "--retry");
		add(made, this.startOver, "--start-over");
		add(made, !this.skip.isEmpty(), "--skip");
		return made;
	}

	private static void add(List<String> made, boolean is, String option) {
		if (is) {
			made.add(option);
		}
	}

	/**
	 * Finds the backfill that a decision is about.
	 * @param named the name that was typed, {@code null} if none was
	 * @param backfills those that are not done
	 * @return its name
	 * @throws UsageException if there is none, or more than one
	 */
	String about(@Nullable String named, List<BackfillReport> backfills) {
		List<String> options = options();
		if (options.size() > 1) {
			throw new UsageException("Only one decision at a time, not " + String.join(" and ", options) + ".",
					"Leave all but one of them out.");
		}
		if (named != null) {
			return MigrationArgument.of(named);
		}
		if (backfills.size() == 1) {
			return backfills.get(0).name();
		}
		if (backfills.isEmpty()) {
			throw new UsageException("There is no backfill to decide about.", "See 'migrations status'.");
		}
		throw new UsageException(
				"There is more than one backfill:\n  "
						+ backfills.stream().map(BackfillReport::name).collect(Collectors.joining("\n  ")),
				"Name one of them.");
	}

	/** The question to ask first, {@code null} if none is needed. */
	@Nullable String question(String name) {
		if (this.cancel) {
			return "Give up the backfill " + name + "?";
		}
		if (this.startOver) {
			return "Begin the backfill " + name + " anew, at its first row?";
		}
		return (this.skip.isEmpty()) ? null
				: "Leave out the row with the key " + String.join(", ", this.skip) + " from the backfill " + name + "?";
	}

	void apply(BackfillOperations backfills, String name) {
		if (this.pause) {
			backfills.pause(name);
		}
		else if (this.resume) {
			backfills.resume(name);
		}
		else if (this.cancel) {
			backfills.cancel(name);
		}
		else if (this.retry) {
			backfills.retry(name);
		}
		else if (this.startOver) {
			backfills.startOver(name);
		}
		else {
			backfills.skip(name, this.skip);
		}
	}

	String done(String name) {
		if (this.pause) {
			return "Paused " + name + ": no batch begins any more.";
		}
		if (this.cancel) {
			return "Cancelled " + name + ": no batch begins any more.";
		}
		String done = (this.startOver) ? "Begins anew: "
				: (this.skip.isEmpty()) ? "Goes on: " : "Row left out; goes on: ";
		return done + name + ", by an instance, or by 'migrations backfill'.";
	}

	String json(String name, MigrationReport report) {
		return JsonWriter.<MigrationReport>of((members) -> {
			members.add("decision", (value) -> options().get(0).substring(2));
			members.add("backfill", (value) -> name);
			members.add("backfills", (value) -> ReportJson.backfills(value.backfills()));
		}).writeToString(report);
	}

	/** Lets go on what does not go on by itself. */
	void release(Migrator migrator, List<BackfillReport> backfills, @Nullable String named) {
		for (BackfillReport backfill : backfills) {
			if (named == null || MigrationArgument.isMeant(backfill.name(), named)) {
				if (backfill.failed()) {
					migrator.backfills().retry(backfill.name());
				}
				else if (BackfillState.PAUSED.label().equals(backfill.state())) {
					migrator.backfills().resume(backfill.name());
				}
			}
		}
	}

}
