package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * node-pg-migrate: a row for each file, with its name without the ending. See its
 * {@code src/runner.ts}.
 */
final class NodePgMigrate implements ForeignTool {

	@Override
	public String id() {
		return "node-pg-migrate";
	}

	@Override
	public String title() {
		return "node-pg-migrate";
	}

	@Override
	public List<String> tables() {
		return List.of("pgmigrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("id", "name", "run_on"));
	}

	@Override
	public String timeColumn() {
		return "run_on";
	}

	@Override
	public String orderColumn() {
		return "id";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(NodePgMigrate::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String name = entry.textOrEmpty("name");
		return ForeignRow.applied(name, LeadingNumber.of(name), name + ".sql", ForeignRow.Run.at(entry.appliedAt()));
	}

}
