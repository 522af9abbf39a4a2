package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Script;

/**
 * Flyway from version 4 on. Undoing and deleting add rows; a repeatable migration has a
 * row for each run.
 */
final class Flyway implements ForeignTool {

	@Override
	public String id() {
		return "flyway";
	}

	@Override
	public String title() {
		return "Flyway";
	}

	@Override
	public List<String> tables() {
		return List.of("flyway_schema_history", "schema_version");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("installed_rank", "version", "script", "type", "success"));
	}

	@Override
	public String timeColumn() {
		return "installed_on";
	}

	@Override
	public String orderColumn() {
		return "installed_rank";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return Latest.of(records.stream().map(Flyway::row).toList(), Flyway::key);
	}

	private static ForeignRow row(ForeignRecord entry) {
		String script = entry.textOrEmpty("script");
		ForeignRow row = ForeignRow.applied(script, entry.text("version"), script,
				new ForeignRow.Run(entry.appliedAt(), entry.text("installed_by"), entry.wholeNumber("execution_time")));
		return row.with(entry.text("checksum")).in(state(entry));
	}

	private static ForeignRow.State state(ForeignRecord entry) {
		String type = entry.textOrEmpty("type");
		if (Set.of("SCHEMA", "TABLE").contains(type)) {
			return ForeignRow.State.BOOKKEEPING;
		}
		if (!entry.isTrue("success")) {
			return ForeignRow.State.FAILED;
		}
		if (type.startsWith("UNDO")) {
			return ForeignRow.State.UNDONE;
		}
		if ("DELETE".equals(type)) {
			return ForeignRow.State.DELETED;
		}
		return (type.endsWith("BASELINE")) ? ForeignRow.State.BASELINE : ForeignRow.State.APPLIED;
	}

	@Override
	public boolean hasChanged(ForeignRow row, Migration migration) {
		Script script = migration.script();
		return row.checksum() != null && script != null && FlywayChecksum.differs(row.checksum(), script);
	}

	/** The script of an undo is another file than that of what it undoes. */
	private static String key(ForeignRow row) {
		return (row.version() != null) ? row.version().toString() : row.name();
	}

	@Override
	public String failureRemedy(ForeignRow row) {
		return "Look what " + row.name() + " left in the database, and undo it by hand, or complete it. Then let"
				+ " 'flyway repair' remove the row, or set its success to true. Then adopt again.";
	}

}
