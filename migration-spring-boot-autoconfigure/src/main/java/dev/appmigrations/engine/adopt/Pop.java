package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * pop (Buffalo's soda): a table with the versions and nothing else. See its
 * {@code migrator.go}.
 */
final class Pop implements ForeignTool {

	@Override
	public String id() {
		return "pop";
	}

	@Override
	public String title() {
		return "pop";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migration");
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
		return records.stream()
			.map((entry) -> entry.textOrEmpty("version"))
			.map((version) -> ForeignRow.applied(version, version, null, ForeignRow.Run.UNKNOWN))
			.toList();
	}

}
