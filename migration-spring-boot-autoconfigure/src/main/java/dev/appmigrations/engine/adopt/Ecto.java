package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * Ecto: versions and times. Its migrations are Elixir, so that only those that were
 * written anew as SQL, under their versions, are found.
 */
final class Ecto implements ForeignTool {

	@Override
	public String id() {
		return "ecto";
	}

	@Override
	public String title() {
		return "Ecto";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("version", "inserted_at"));
	}

	@Override
	public String timeColumn() {
		return "inserted_at";
	}

	@Override
	public boolean keepsUtc() {
		return true;
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(Ecto::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version");
		return ForeignRow.applied(version, version, null, ForeignRow.Run.at(entry.appliedAt()));
	}

}
