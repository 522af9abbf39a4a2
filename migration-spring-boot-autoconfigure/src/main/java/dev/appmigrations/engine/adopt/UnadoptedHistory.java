package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.migration.Problem;

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
				"Database \"" + database + "\" has no migration history of this application, but the history of"
						+ " another tool: "
						+ histories.stream().map(ForeignHistory::toString).collect(Collectors.joining(", ")) + ".",
				"Choose one:\n  To look first, run 'migrations adopt --dry-run'.\n"
						+ "  To take over what it has applied, run 'migrations adopt' or set app.migrations.adopt="
						+ tools + ", or auto to do so only if every row has its file.\n"
						+ "  To mark what the database has as applied, run 'migrations baseline VERSION'.\n"
						+ "  If that history belongs to something else, set app.migrations.adopt=ignore.");
	}

	/**
	 * Tells why nothing is taken over without a person.
	 * @param histories what was found, at least one
	 * @return an error
	 */
	public static Problem undecided(List<ForeignHistory> histories) {
		return Problem.error(Problem.Code.FOREIGN_HISTORY,
				"app.migrations.adopt does not say which history to take over: "
						+ histories.stream().map(ForeignHistory::toString).collect(Collectors.joining(", ")) + ".",
				"Set it to one of "
						+ histories.stream().map((history) -> history.tool().id()).collect(Collectors.joining(", "))
						+ ".");
	}

	/**
	 * Tells that rows without a file keep a history from being taken over without a
	 * person.
	 * @param history what was found
	 * @return an error
	 */
	public static Problem incomplete(ForeignHistory history) {
		return Problem.error(Problem.Code.FOREIGN_HISTORY,
				"Not every row of " + history + " has its file, and app.migrations.adopt=auto takes over only if it"
						+ " does.",
				"Add the files, or set app.migrations.adopt=" + history.tool().id() + " to leave those rows behind.");
	}

}
