package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * Rails: versions, with a table of its metadata beside them. Its migrations are Ruby, so
 * that only those that were written anew as SQL, under their versions, are found.
 */
final class Rails implements ForeignTool {

	@Override
	public String id() {
		return "rails";
	}

	@Override
	public String title() {
		return "Rails";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.equals(Set.of("version")) && beside.contains("ar_internal_metadata");
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(Rails::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version");
		return ForeignRow.applied(version, version, null, ForeignRow.Run.UNKNOWN);
	}

}
