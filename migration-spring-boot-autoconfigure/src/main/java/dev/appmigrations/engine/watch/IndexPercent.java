package dev.appmigrations.engine.watch;

/**
 * How far the building of an index has come, as an expression over a row {@code p} of
 * {@code pg_stat_progress_create_index}.
 */
final class IndexPercent {

	/** A number from 0 to 100; NULL where the phase has nothing to count. */
	static final String SQL = "CASE " + of("blocks") + of("tuples") + of("lockers") + "END";

	private IndexPercent() {
	}

	private static String of(String what) {
		String total = "p." + what + "_total";
		return "WHEN " + total + " OPERATOR(pg_catalog.>) 0 THEN 100 OPERATOR(pg_catalog.*) p." + what
				+ "_done OPERATOR(pg_catalog./) " + total + " ";
	}

}
