package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tools that are known. A table belongs to the first that recognizes it: dbmate,
 * whose table has a single column, comes after all that use the same name.
 */
public final class ForeignTools {

	private ForeignTools() {
	}

	/**
	 * Returns all of them.
	 * @return the tools
	 */
	public static List<ForeignTool> all() {
		return List.of(new Flyway(), new Liquibase(), new Supabase(), new GolangMigrate(), new Ecto(), new Rails(),
				new Goose(), new SqlMigrate(), new Sqlx(), new Diesel(), new Prisma(), new NodePgMigrate(),
				new MyBatis(), new Postgrator(), new PlainTable(), new Tern(), VersionTable.POP, VersionTable.DBMATE);
	}

	/**
	 * Finds a tool.
	 * @param id its name, as {@code app.migrations.adopt} has it
	 * @return the tool; empty if there is none of that name
	 */
	public static Optional<ForeignTool> byId(String id) {
		return all().stream().filter((tool) -> tool.id().equals(id)).findAny();
	}

	static Optional<ForeignTool> owner(String schema, String table, Set<String> columns, Set<String> beside) {
		return all().stream()
			.filter((tool) -> tool.tables().contains(table))
			.filter((tool) -> tool.ownSchema() == null || schema.equals(tool.ownSchema()))
			.filter((tool) -> tool.recognizes(columns, beside))
			.findFirst();
	}

}
