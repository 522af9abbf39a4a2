package dev.appmigrations.engine.safety.rule;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.TextRange;
import dev.appmigrations.engine.ddl.TypeName;

/**
 * The definition of a new column, for the statement that adds it otherwise.
 */
final class Columns {

	private Columns() {
	}

	/** The type as it is written. */
	static String type(ColumnDefinition column, ActionSite site) {
		TypeName type = column.type();
		return (type != null) ? site.text(type.range()) : "";
	}

	/** The definition as it is written, without one of its constraints. */
	static String without(ColumnDefinition column, TextRange constraint, ActionSite site) {
		TextRange all = column.range();
		String before = site.text(new TextRange(all.start(), constraint.start())).strip();
		String behind = site.text(new TextRange(constraint.end(), all.end())).strip();
		return (behind.isEmpty()) ? before : before + " " + behind;
	}

	/** A column that gets its values from a sequence, and has none so far. */
	static String numbered(String column, String type, ActionSite site) {
		String sequence = Names.join(site.table().name().name(), column, "seq");
		return site.alterTable() + "ADD COLUMN " + Names.sql(column) + " " + type + ";\nCREATE SEQUENCE " + sequence
				+ " OWNED BY " + site.name() + "." + Names.sql(column) + ";\n" + site.alterTable() + "ALTER COLUMN "
				+ Names.sql(column) + " SET DEFAULT nextval('" + sequence.replace("'", "''")
				+ "');\n-- then fill the rows that are there, in batches";
	}

}
