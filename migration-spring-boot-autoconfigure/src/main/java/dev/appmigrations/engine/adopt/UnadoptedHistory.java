package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;

/**
 * The problem of a database in which another tool has applied migrations and which has no
 * history of ours: all files would seem to be pending.
 */
public final class UnadoptedHistory {

	private UnadoptedHistory() {
	}

	/**
	 * Describes what was found, and the choices.
	 * @param database the name of the database
	 * @param histories what was found, at least one
	 * @return an error
	 */
	public static Problem problem(String database, List<ForeignHistory> histories) {
		String tools = histories.stream().map((history) -> history.tool().id()).collect(Collectors.joining(" or "));
		return Problem.error(Problem.Code.FOREIGN_HISTORY,
				Message.of("Database \"" + database
						+ "\" has no migration history of this application, but the history of another tool: "
						+ histories.stream().map(ForeignHistory::toString).collect(Collectors.joining(", ")) + "."),
				Message.of("Choose one:\n  To look first, run ")
					.and(Call.of(Operation.ADOPT_DRY_RUN))
					.and(".\n  To take over what it has applied, run ")
					.and(Call.of(Operation.ADOPT))
					.and(" or set ")
					.and(Setting.ADOPT.to(tools))
					.and(", or auto to do so only if every row has its file.\n  To mark what the database has as applied,"
							+ " run ")
					.and(Call.of(Operation.BASELINE))
					.and(".\n  If that history belongs to something else, set ")
					.and(Setting.ADOPT.to("ignore"))
					.and("."));
	}

	/**
	 * Tells why nothing is taken over without a person.
	 * @param histories what was found, at least one
	 * @return an error
	 */
	public static Problem undecided(List<ForeignHistory> histories) {
		return Problem.error(Problem.Code.FOREIGN_HISTORY,
				Message.of("It is not said which history to take over: "
						+ histories.stream().map(ForeignHistory::toString).collect(Collectors.joining(", ")) + "."),
				Message.of("Set ")
					.and(Setting.ADOPT)
					.and(" to one of "
							+ histories.stream().map((history) -> history.tool().id()).collect(Collectors.joining(", "))
							+ "."));
	}

	/**
	 * Tells that rows without a file keep a history from being taken over without a
	 * person.
	 * @param history what was found
	 * @return an error
	 */
	public static Problem incomplete(ForeignHistory history) {
		return Problem.error(Problem.Code.FOREIGN_HISTORY,
				Message.of("Not every row of " + history + " has its file, and ")
					.and(Setting.ADOPT.to("auto"))
					.and(" takes over only if it does."),
				Message.of("Add the files, or set ")
					.and(Setting.ADOPT.to(history.tool().id()))
					.and(" to leave those rows behind."));
	}

}
