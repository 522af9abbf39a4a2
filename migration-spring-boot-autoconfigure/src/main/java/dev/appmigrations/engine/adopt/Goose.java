package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * goose: older releases add a row for each run up or down, so that the latest counts.
 * Version 0 says that the table was made.
 */
final class Goose implements ForeignTool {

	@Override
	public String id() {
		return "goose";
	}

	@Override
	public String title() {
		return "goose";
	}

	@Override
	public List<String> tables() {
		return List.of("goose_db_version");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("id", "version_id", "is_applied"));
	}

	@Override
	public String timeColumn() {
		return "tstamp";
	}

	@Override
	public String orderColumn() {
		return "id";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return Latest.of(records.stream().map(Goose::row).toList(), ForeignRow::name);
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version_id");
		ForeignRow row = ForeignRow.applied(version, version, null, ForeignRow.Run.at(entry.appliedAt()));
		if ("0".equals(version)) {
			return row.in(ForeignRow.State.BOOKKEEPING);
		}
		return (entry.isTrue("is_applied")) ? row : row.in(ForeignRow.State.UNDONE);
	}

}
