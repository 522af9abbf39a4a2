package dev.appmigrations.engine.history;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The names of this tool's tables. Three of them follow the name of the history:
 * {@code migration_history} has {@code migration_log} beside it, any other {@code x} has
 * {@code x_log}.
 *
 * @param schema the schema of all of them
 * @param history the name of the history table
 * @param named whether the options name the schema, so that its owner is believed
 */
public record HistoryTables(String schema, String history, boolean named) {

	/** The name that the history table has unless the options say otherwise. */
	public static final String DEFAULT_HISTORY = "migration_history";

	// The longest name of ours ends in "_instance"; PostgreSQL cuts it at 63 bytes.
	private static final int LONGEST = 63 - "_instance".length();

	private static final int LONGEST_SCHEMA = 63;

	/**
	 * Refuses names that cannot be those of a history.
	 * @param schema the schema, {@code null} if it is not given
	 * @param table the history table
	 * @throws IllegalArgumentException if one of them is blank, too long or not visible
	 */
	public static void requireNames(@Nullable String schema, String table) {
		if (table.isBlank() || table.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
			throw new IllegalArgumentException("The name of the history table has from 1 to " + LONGEST
					+ " characters, or fewer where one takes several bytes in UTF-8: '" + table + "'");
		}
		if (schema != null && schema.getBytes(StandardCharsets.UTF_8).length > LONGEST_SCHEMA) {
			throw new IllegalArgumentException("The name of the history's schema has at most " + LONGEST_SCHEMA
					+ " characters, or fewer where one takes several bytes in UTF-8: '" + schema + "'");
		}
		if (schema != null && schema.isBlank()) {
			throw new IllegalArgumentException("The name of the history's schema is blank");
		}
		if (VisibleText.isHidden(table) || (schema != null && VisibleText.isHidden(schema))) {
			throw new IllegalArgumentException("The name of the history's schema or table has characters that are"
					+ " not visible: " + VisibleText.line(((schema != null) ? schema + "." : "") + table));
		}
	}

	/**
	 * Creates the names of tables in a schema that the search path tells.
	 * @param schema the schema of all of them
	 * @param history the name of the history table
	 */
	public HistoryTables(String schema, String history) {
		this(schema, history, false);
	}

	/**
	 * Returns the history table: a row for each migration that is now applied.
	 * @return the quoted name with its schema
	 */
	public String historyTable() {
		return qualified(this.history);
	}

	/**
	 * Returns the log table: everything that ever happened.
	 * @return the quoted name with its schema
	 */
	public String logTable() {
		return qualified(logName());
	}

	String logName() {
		return beside("log");
	}

	/**
	 * Returns the progress table: where a migration that is not one transaction stands.
	 * @return the quoted name with its schema
	 */
	public String progressTable() {
		return qualified(progressName());
	}

	String progressName() {
		return beside("progress");
	}

	/**
	 * Returns the instance table: a row for each running instance.
	 * @return the quoted name with its schema
	 */
	public String instanceTable() {
		return qualified(instanceName());
	}

	String instanceName() {
		return beside("instance");
	}

	/**
	 * Returns the names of all of them, for whoever lists tables and leaves these out.
	 * @return names without the schema, not quoted; the history comes first
	 */
	public List<String> names() {
		return List.of(this.history, logName(), progressName(), beside("instance"));
	}

	private String beside(String suffix) {
		return ((DEFAULT_HISTORY.equals(this.history)) ? "migration" : this.history) + "_" + suffix;
	}

	private String qualified(String table) {
		return Sql.identifier(this.schema) + "." + Sql.identifier(table);
	}

}
