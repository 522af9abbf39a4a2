package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * A tool whose table has the versions and nothing else.
 *
 * @param id the name that options take
 * @param title the name that messages use
 * @param table the name of its table
 */
record VersionTable(String id, String title, String table) implements ForeignTool {

	/** dbmate: see its {@code pkg/driver/postgres/postgres.go}. */
	static final VersionTable DBMATE = new VersionTable("dbmate", "dbmate", "schema_migrations");

	/** pop (Buffalo's soda): see its {@code migrator.go}. */
	static final VersionTable POP = new VersionTable("pop", "pop", "schema_migration");

	private static final String VERSION = "version";

	@Override
	public List<String> tables() {
		return List.of(this.table);
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.equals(Set.of(VERSION));
	}

	@Override
	public String orderColumn() {
		return VERSION;
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream()
			.map((entry) -> entry.textOrEmpty(VERSION))
			.map((version) -> ForeignRow.applied(version, version, null, ForeignRow.Run.UNKNOWN))
			.toList();
	}

}
