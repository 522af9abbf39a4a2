package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * Postgrator: a row for each version, and one for version 0, which is no file. See its
 * {@code lib/PostgreSQLClient.js}.
 */
final class Postgrator implements ForeignTool {

	private static final String NONE = "0";

	@Override
	public String id() {
		return "postgrator";
	}

	@Override
	public String title() {
		return "Postgrator";
	}

	@Override
	public List<String> tables() {
		return List.of("schemaversion");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("version", "name", "md5", "run_at"));
	}

	@Override
	public String timeColumn() {
		return "run_at";
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream()
			.filter((entry) -> !entry.textOrEmpty("version").equals(NONE))
			.map(Postgrator::row)
			.toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version");
		return ForeignRow.applied(version, version, null, ForeignRow.Run.at(entry.appliedAt()));
	}

}
