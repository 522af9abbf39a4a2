package dev.appmigrations.engine.adopt;

import java.util.List;
import java.util.Set;

/**
 * sqlx: a row for each file; one that did not succeed ran without a transaction.
 */
final class Sqlx implements ForeignTool {

	private static final long NANOS_PER_MILLI = 1_000_000;

	@Override
	public String id() {
		return "sqlx";
	}

	@Override
	public String title() {
		return "sqlx";
	}

	@Override
	public List<String> tables() {
		return List.of("_sqlx_migrations");
	}

	@Override
	public boolean recognizes(Set<String> columns, Set<String> beside) {
		return columns.containsAll(List.of("version", "installed_on", "success"));
	}

	@Override
	public String timeColumn() {
		return "installed_on";
	}

	@Override
	public String orderColumn() {
		return "version";
	}

	@Override
	public List<ForeignRow> rows(List<ForeignRecord> records) {
		return records.stream().map(Sqlx::row).toList();
	}

	private static ForeignRow row(ForeignRecord entry) {
		String version = entry.textOrEmpty("version");
		Long nanos = entry.wholeNumber("execution_time");
		Long millis = (nanos != null && nanos >= 0) ? Long.valueOf(nanos / NANOS_PER_MILLI) : null;
		ForeignRow row = ForeignRow.applied(version, version, null,
				new ForeignRow.Run(entry.appliedAt(), null, millis));
		return (entry.isTrue("success")) ? row : row.in(ForeignRow.State.FAILED);
	}

}
