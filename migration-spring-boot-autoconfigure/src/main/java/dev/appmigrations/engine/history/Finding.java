package dev.appmigrations.engine.history;

import dev.appmigrations.engine.jdbc.Rows;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a table is not believed.
 *
 * @param schema the schema of the table
 * @param table the table
 * @param what what kind of thing was found
 * @param name its name, {@code null} where the table itself is meant
 * @param function the function that it runs, {@code null} if that is not the reason
 * @param role the owner of that function, {@code null} if that is not the reason
 * @param owner the owner of the table
 * @param foreignTable whether the owner of the table is not believed
 */
record Finding(String schema, String table, String what, @Nullable String name, @Nullable String function,
		@Nullable String role, String owner, boolean foreignTable) {

	/** The owner of the table is not believed. */
	static final String OWNER = "owner";

	/** The owner of the schema, where tables are to be created, is not believed. */
	static final String SCHEMA = "schema";

	Finding with(String what, String name) {
		return new Finding(this.schema, this.table, what, name, this.function, this.role, this.owner,
				this.foreignTable);
	}

	static Finding read(Rows rows, int row) {
		return new Finding(rows.required(row, "schema"), rows.required(row, "relation"), rows.required(row, "what"),
				rows.value(row, "name"), rows.value(row, "function"), rows.value(row, "role"),
				rows.required(row, "owner"), rows.isTrue(row, "foreign_table"));
	}

}
