package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.GrantShape;
import dev.appmigrations.engine.shape.TableShape;

/**
 * The statements that give a table another column like one that it has: nullable and
 * without a default, but stored, counted, described and readable like the other.
 */
final class ColumnStatements {

	private final TableShape table;

	private final ColumnShape like;

	ColumnStatements(TableShape table, ColumnShape like) {
		this.table = table;
		this.like = like;
	}

	/**
	 * Returns the statements.
	 * @param name the name of the new column
	 * @param type its type
	 * @param collation the clause of its collation, with a space in front; empty for none
	 * @param stored whether its values are stored like those of the other
	 */
	List<String> create(String name, String type, String collation, boolean stored) {
		String column = QuotedIdentifier.of(name);
		String alter = "ALTER TABLE " + this.table.sql() + " ALTER COLUMN " + column;
		List<String> statements = new ArrayList<>();
		statements.add("ALTER TABLE " + this.table.sql() + " ADD COLUMN " + column + " " + type + collation);
		ColumnShape.Storage storage = this.like.storage();
		if (stored && storage.strategy() != null) {
			statements.add(alter + " SET STORAGE " + storage.strategy());
		}
		if (stored && storage.compression() != null) {
			statements.add(alter + " SET COMPRESSION " + storage.compression());
		}
		if (storage.statistics() >= 0) {
			statements.add(alter + " SET STATISTICS " + storage.statistics());
		}
		if (storage.options() != null) {
			statements.add(alter + " SET (" + storage.options() + ")");
		}
		if (this.like.comment() != null) {
			statements.add("COMMENT ON COLUMN " + this.table.sql() + "." + column + " IS "
					+ Quoting.literal(this.like.comment()));
		}
		for (GrantShape grant : this.table.grants()) {
			if (this.like.name().equals(grant.column())) {
				statements.add(Grants.statement(grant, "(" + column + ")", this.table.sql()));
			}
		}
		return statements;
	}

}
