package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * Diesel: the version is the folder's name up to the underscore, without its hyphens.
 */
final class Diesel implements ForeignTool {

	@Override
	public String id() {
		return "diesel";
	}

	@Override
	public String title() {
		return "Diesel";
	}

	@Override
	public List<String> tables() {
		return List.of("__diesel_schema_migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("version", "run_on"));
	}

	@Override
	public String timeColumn() {
		return "run_on";
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(Diesel::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version");
		return ForeignRow.applied(version, version, null, ForeignRow.Run.at(entry.appliedAt()));
	}

}
