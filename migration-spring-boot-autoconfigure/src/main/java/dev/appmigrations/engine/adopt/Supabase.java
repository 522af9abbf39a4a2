package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * Supabase's command line: version and name are those of the file.
 */
final class Supabase implements ForeignTool {

	@Override
	public String id() {
		return "supabase";
	}

	@Override
	public String title() {
		return "Supabase";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public String ownSchema() {
		return "supabase_migrations";
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("version", "statements"));
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(Supabase::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version");
		String name = entry.textOrEmpty("name");
		String file = (name.isEmpty()) ? null : version + "_" + name + ".sql";
		return ForeignRow.applied((file != null) ? file : version, version, file,
				new ForeignRow.Run(null, entry.text("created_by"), null));
	}

}
