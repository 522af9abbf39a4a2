package dev.appmigrations.engine.adopt;

import java.util.List;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.text.VisibleText;

/**
 * A history table that another tool left.
 *
 * @param tool whose it is
 * @param schema its schema
 * @param table its name
 * @param columns its columns
 */
public record ForeignHistory(ForeignTool tool, String schema, String table, List<String> columns) {

	public ForeignHistory {
		columns = List.copyOf(columns);
	}

	/**
	 * Returns the name of the table.
	 * @return schema and name, as a person writes them
	 */
	public String name() {
		return VisibleText.line(this.schema + "." + this.table);
	}

	/**
	 * Returns what it is, for a message.
	 * @return for example {@code public.flyway_schema_history (Flyway)}
	 */
	@Override
	public String toString() {
		return name() + " (" + this.tool.title() + ")";
	}

	String select() {
		String time = this.tool.timeColumn();
		String appliedAt = (time != null && this.columns.contains(time)) ? ", " + appliedAt(time) : "";
		return "SELECT t.*" + appliedAt + " FROM " + qualified() + " t ORDER BY t."
				+ Sql.identifier(this.tool.orderColumn());
	}

	/** A time without a zone was, for most tools, now() in a session with our zone. */
	private String appliedAt(String column) {
		String time = "t." + Sql.identifier(column)
				+ ((this.tool.keepsUtc()) ? "::pg_catalog.timestamp" : "::pg_catalog.timestamptz AT TIME ZONE 'UTC'");
		return "pg_catalog.to_char(" + time + ", 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS " + ForeignRecord.APPLIED_AT;
	}

	String qualified() {
		return Sql.identifier(this.schema) + "." + Sql.identifier(this.table);
	}

}
