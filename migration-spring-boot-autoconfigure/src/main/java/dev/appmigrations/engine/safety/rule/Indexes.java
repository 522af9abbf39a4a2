package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Indexes that are built while their table is in use.
 */
final class Indexes {

	private static final Pattern HEAD = Pattern.compile("(?i)(\\bindex\\b)");

	private Indexes() {
	}

	/** The same statement with CONCURRENTLY. */
	static String concurrently(String statement) {
		return HEAD.matcher(statement).replaceFirst("$1 CONCURRENTLY") + ";";
	}

	/**
	 * A partitioned table cannot have its index built CONCURRENTLY, its partitions can.
	 */
	static String onPartitions(String table, List<String> columns, String index, boolean unique) {
		String create = "CREATE " + ((unique) ? "UNIQUE " : "") + "INDEX ";
		String on = " (" + String.join(", ", columns) + ");\n";
		return create + index + " ON ONLY " + table + on + "-- for each partition:\n" + create
				+ "CONCURRENTLY partition_index ON partition" + on + "ALTER INDEX " + index
				+ " ATTACH PARTITION partition_index;";
	}

}
