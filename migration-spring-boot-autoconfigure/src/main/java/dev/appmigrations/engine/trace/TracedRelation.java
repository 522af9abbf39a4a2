package dev.appmigrations.engine.trace;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.safety.trace.ObjectTrace.Kind;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A relation at one moment.
 *
 * @param oid its oid
 * @param kind its kind
 * @param name its name
 * @param table the oid of the table of an index, {@code null} for everything else
 * @param file its file, {@code null} where it has none, such as a partitioned table
 * @param scans how often the table was scanned, as the session counts
 */
record TracedRelation(String oid, Kind kind, ObjectName name, @Nullable String table, @Nullable String file,
		long scans) {

	static TracedRelation of(Rows rows, int row) {
		String scans = rows.value(row, "scans");
		return new TracedRelation(rows.required(row, "oid"), kind(rows.required(row, "relkind")),
				ObjectName.of(rows.required(row, "nspname"), rows.required(row, "relname")),
				rows.value(row, "indrelid"), rows.value(row, "file"), (scans != null) ? Long.parseLong(scans) : 0);
	}

	private static Kind kind(String relkind) {
		return switch (relkind) {
			case "r" -> Kind.TABLE;
			case "p" -> Kind.PARTITIONED_TABLE;
			case "i", "I" -> Kind.INDEX;
			case "v" -> Kind.VIEW;
			case "m" -> Kind.MATERIALIZED_VIEW;
			case "S" -> Kind.SEQUENCE;
			case "f" -> Kind.FOREIGN_TABLE;
			default -> Kind.OTHER;
		};
	}

}
