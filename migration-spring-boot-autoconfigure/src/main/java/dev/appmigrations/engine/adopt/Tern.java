package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * tern: one row with the number of the last migration, 0 before the first. Its files are
 * numbered from 1 without gaps, so that all up to that number are applied. See tern's
 * {@code migrate/migrate.go}.
 */
final class Tern implements ForeignTool {

	private static final String NONE = "0";

	@Override
	public String id() {
		return "tern";
	}

	@Override
	public String title() {
		return "tern";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_version");
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
			.filter((version) -> !version.equals(NONE))
			.map((version) -> ForeignRow.applied(version, version, null, ForeignRow.Run.UNKNOWN)
				.in(ForeignRow.State.APPLIED_WITH_ALL_BEFORE))
			.toList();
	}

}
