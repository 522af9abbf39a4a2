package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * The table that many projects made for themselves:
 * {@code migrations (version, name, applied_at)}.
 */
final class PlainTable implements ForeignTool {

	@Override
	public String id() {
		return "plain";
	}

	@Override
	public String title() {
		return "a plain table of migrations";
	}

	@Override
	public List<String> tables() {
		return List.of("migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("version", "name", "applied_at"));
	}

	@Override
	public String timeColumn() {
		return "applied_at";
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(PlainTable::row).toList();
	}

	/**
	 * The name may be the file's, with or without its end, or only what comes behind the
	 * version.
	 */
	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version");
		String name = entry.textOrEmpty("name");
		String file = (name.startsWith(version)) ? name : version + "_" + name;
		return ForeignRow.applied(file, version, (file.endsWith(".sql")) ? file : file + ".sql",
				ForeignRow.Run.at(entry.appliedAt()));
	}

}
