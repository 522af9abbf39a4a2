package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;

/**
 * Another tool has been at work in the database, and there is no history of ours: all
 * files would seem pending.
 */
public class UnadoptedHistoryException extends MigrationException {

	private static final long serialVersionUID = 1L;

	private final transient List<ForeignHistory> histories;

	/**
	 * Creates an exception.
	 * @param database the name of the database
	 * @param histories what was found, at least one
	 */
	public UnadoptedHistoryException(String database, List<ForeignHistory> histories) {
		super(ErrorCode.FOREIGN_HISTORY, description(database, histories), action(histories), null);
		this.histories = List.copyOf(histories);
	}

	/**
	 * Returns what was found.
	 * @return the tables
	 */
	public List<ForeignHistory> histories() {
		return this.histories;
	}

	private static String description(String database, List<ForeignHistory> histories) {
		return "Database \"" + database + "\" has no migration history of this application, but the history of another"
				+ " tool: " + histories.stream().map(ForeignHistory::toString).collect(Collectors.joining(", ")) + ".";
	}

	private static String action(List<ForeignHistory> histories) {
		String tools = histories.stream().map((history) -> history.tool().id()).collect(Collectors.joining(" or "));
		return "Choose one:\n  To look first, run 'migrations adopt --dry-run'.\n"
				+ "  To take over what it has applied, run 'migrations adopt' or set app.migrations.adopt=" + tools
				+ ", or auto to do so only if every row has its file.\n"
				+ "  To mark what the database has as applied, run 'migrations baseline VERSION'.\n"
				+ "  If that history belongs to something else in this schema, choose another with"
				+ " app.migrations.schema.";
	}

}
