package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * sql-migrate: a row for each file, with its name. See its {@code migrate.go}.
 */
final class SqlMigrate implements ForeignTool {

	@Override
	public String id() {
		return "sql-migrate";
	}

	@Override
	public String title() {
		return "sql-migrate";
	}

	@Override
	public List<String> tables() {
		return List.of("gorp_migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("id", "applied_at"));
	}

	@Override
	public String timeColumn() {
		return "applied_at";
	}

	@Override
	public String orderColumn() {
		return "applied_at";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(SqlMigrate::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String file = entry.textOrEmpty("id");
		return ForeignRow.applied(file, LeadingNumber.of(file), file, ForeignRow.Run.at(entry.appliedAt()));
	}

}
