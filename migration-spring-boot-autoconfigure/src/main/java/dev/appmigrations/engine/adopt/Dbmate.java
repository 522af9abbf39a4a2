package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * dbmate: a table with the versions and nothing else.
 */
final class Dbmate implements ForeignTool {

	@Override
	public String id() {
		return "dbmate";
	}

	@Override
	public String title() {
		return "dbmate";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.equals(Set.of("version"));
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(Dbmate::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version");
		return ForeignRow.applied(version, version, null, ForeignRow.Run.UNKNOWN);
	}

}
