package dev.appmigrations.engine.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.appmigrations.engine.jdbc.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the progress that only backfills use. A table of an older release may
 * lack them.
 */
final class BackfillRow {

	static final Map<String, String> COLUMNS = columns();

	/**
	 * Expressions that a row as it is does not tell. Through jsonb, because a table may
	 * lack the columns, and by the type's own functions: a cast may be somebody else's.
	 */
	static final String EXPRESSIONS = "pg_catalog.timestamptz_ge(pg_catalog.timestamptz_in(pg_catalog.textout("
			+ "pg_catalog.to_jsonb(p) OPERATOR(pg_catalog.->>) 'lease_until'::pg_catalog.text), 0::pg_catalog.oid, -1),"
			+ " pg_catalog.clock_timestamp()) AS leased,"
			+ " CASE WHEN pg_catalog.jsonb_typeof(pg_catalog.to_jsonb(p) OPERATOR(pg_catalog.->) 'skipped'::pg_catalog.text)"
			+ " OPERATOR(pg_catalog.=) 'array'::pg_catalog.text THEN pg_catalog.jsonb_array_length(pg_catalog.to_jsonb(p)"
			+ " OPERATOR(pg_catalog.->) 'skipped'::pg_catalog.text) END AS skipped_rows";

	private BackfillRow() {
	}

	private static Map<String, String> columns() {
		Map<String, String> columns = new LinkedHashMap<>();
		columns.put("worker", "pg_catalog.text");
		columns.put("lease_until", "pg_catalog.timestamptz");
		columns.put("not_before", "pg_catalog.timestamptz");
		columns.put("batch_size", "INTEGER");
		columns.put("rate", "DOUBLE PRECISION");
		columns.put("rows_done", "BIGINT");
		columns.put("pass", "INTEGER");
		columns.put("reason", "pg_catalog.text");
		columns.put("since", "pg_catalog.timestamptz");
		columns.put("started_at", "pg_catalog.timestamptz");
		columns.put("estimate", "BIGINT");
		columns.put("definition", "pg_catalog.text");
		columns.put("skipped", "pg_catalog.jsonb");
		columns.put("last_error", "pg_catalog.text");
		return Collections.unmodifiableMap(columns);
	}

	static BackfillProgress read(Rows rows, int row) {
		Long estimate = HistoryRow.number(rows.value(row, "estimate"));
		String definition = rows.value(row, "definition");
		return new BackfillProgress(state(rows.value(row, "state")), rows.value(row, "reason"),
				ServerTime.parse(rows.value(row, "since")), ServerTime.parse(rows.value(row, "started_at")),
				rows.value(row, "worker"), rows.isTrue(row, "leased"), rows.value(row, "cursor"),
				rows.value(row, "upper_bound"), number(rows.value(row, "rows_done")), estimate,
				(int) number(rows.value(row, "pass")), (int) number(rows.value(row, "batch_size")),
				decimal(rows.value(row, "rate")), (int) number(rows.value(row, "skipped_rows")),
				rows.value(row, "last_error"), (definition != null) ? definition : "");
	}

	/** One that a newer release has put there is nothing that this one can go on with. */
	private static BackfillState state(@Nullable String label) {
		for (BackfillState state : BackfillState.values()) {
			if (state.name().equals(String.valueOf(label).toUpperCase(Locale.ROOT))) {
				return state;
			}
		}
		return BackfillState.FAILED;
	}

	private static long number(@Nullable String text) {
		Long number = HistoryRow.number(text);
		return (number != null) ? number : 0;
	}

	private static double decimal(@Nullable String text) {
		return (text != null) ? Double.parseDouble(text) : 0;
	}

}
