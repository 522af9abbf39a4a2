package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * MyBatis Migrations: number and description of each file, which is named after them. Its
 * times are texts in the zone of whoever ran it, and are left out. See its
 * {@code Change}.
 */
final class MyBatis implements ForeignTool {

	@Override
	public String id() {
		return "mybatis";
	}

	@Override
	public String title() {
		return "MyBatis Migrations";
	}

	@Override
	public List<String> tables() {
		return List.of("changelog");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.equals(Set.of("id", "applied_at", "description"));
	}

	@Override
	public String orderColumn() {
		return "id";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(MyBatis::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("id");
		String file = version + "_" + entry.textOrEmpty("description").replace(' ', '_') + ".sql";
		return ForeignRow.applied(file, version, file, ForeignRow.Run.UNKNOWN);
	}

}
