package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * Prisma: a row for each attempt, with the name of the folder; a failed one is rolled
 * back by a person, and stays.
 */
final class Prisma implements ForeignTool {

	@Override
	public String id() {
		return "prisma";
	}

	@Override
	public String title() {
		return "Prisma";
	}

	@Override
	public List<String> tables() {
		return List.of("_prisma_migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("migration_name", "finished_at", "rolled_back_at"));
	}

	@Override
	public String timeColumn() {
		return "finished_at";
	}

	@Override
	public String orderColumn() {
		return "started_at";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(Prisma::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String name = entry.textOrEmpty("migration_name");
		int underscore = name.indexOf('_');
		ForeignRow row = ForeignRow.applied(name, (underscore < 0) ? name : name.substring(0, underscore),
				name + ".sql", ForeignRow.Run.at(entry.appliedAt()));
		if (entry.text("rolled_back_at") != null) {
			return row.in(ForeignRow.State.UNDONE);
		}
		return (entry.text("finished_at") != null) ? row : row.in(ForeignRow.State.FAILED);
	}

}
