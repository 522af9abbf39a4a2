package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * Liquibase: a row for each change set, several of which may be in one file.
 */
final class Liquibase implements ForeignTool {

	@Override
	public String id() {
		return "liquibase";
	}

	@Override
	public String title() {
		return "Liquibase";
	}

	@Override
	public List<String> tables() {
		return List.of("databasechangelog");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("id", "author", "filename", "exectype", "orderexecuted"));
	}

	@Override
	public String timeColumn() {
		return "dateexecuted";
	}

	@Override
	public String orderColumn() {
		return "orderexecuted";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(Liquibase::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String changeSet = entry.textOrEmpty("author") + ":" + entry.textOrEmpty("id");
		String file = entry.textOrEmpty("filename");
		ForeignRow row = ForeignRow
			.applied(file + "::" + changeSet, null, file,
					new ForeignRow.Run(entry.appliedAt(), entry.text("author"), null))
			.of(changeSet);
		// EXECUTED, RERAN and MARK_RAN: Liquibase runs none of them again.
		return switch (entry.textOrEmpty("exectype")) {
			case "FAILED" -> row.in(ForeignRow.State.FAILED);
			case "SKIPPED" -> row.in(ForeignRow.State.DELETED);
			default -> row;
		};
	}

	@Override
	public String failureRemedy(ForeignRow row) {
		return "Look what the change set left in the database, complete or undo it by hand, and delete its row from"
				+ " databasechangelog, or set its exectype to EXECUTED. Then adopt again.";
	}

}
