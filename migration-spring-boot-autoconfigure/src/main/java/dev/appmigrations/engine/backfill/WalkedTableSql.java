package dev.appmigrations.engine.backfill;

import java.util.List;
import java.util.StringJoiner;

import dev.appmigrations.engine.jdbc.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The queries with which {@link WalkedTableReader} reads a table, its key and its
 * indexes. Names are split and folded by the server, as it does in statements.
 */
final class WalkedTableSql {

	private static final String TABLE = """
			WITH wanted AS (SELECT pg_catalog.parse_ident(%s) AS parts),
			sized AS (SELECT w.parts, pg_catalog.array_length(w.parts, 1) AS size FROM wanted w)
			SELECT s.size, f.* FROM sized s LEFT JOIN LATERAL (
			  SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence,
			    pg_catalog.format('%%I.%%I', n.nspname, c.relname) AS quoted,
			    EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent OPERATOR(pg_catalog.=) c.oid) AS children
			  FROM pg_catalog.unnest(CASE WHEN s.size OPERATOR(pg_catalog.=) 1 THEN %s
			    ELSE ARRAY[s.parts[1]]::pg_catalog.name[] END) WITH ORDINALITY AS p (space, place)
			  JOIN pg_catalog.pg_namespace n ON n.nspname OPERATOR(pg_catalog.=) p.space
			  JOIN pg_catalog.pg_class c ON c.relnamespace OPERATOR(pg_catalog.=) n.oid
			    AND c.relname OPERATOR(pg_catalog.=) s.parts[s.size]::pg_catalog.name
			  ORDER BY p.place LIMIT 1) f ON true
			""";

	private static final String PRIMARY = """
			SELECT u.place, a.attname AS name, 1 AS size FROM pg_catalog.pg_index x
			  CROSS JOIN LATERAL pg_catalog.unnest(x.indkey::pg_catalog.int2[]) WITH ORDINALITY AS u (number, place)
			  JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) x.indrelid
			    AND a.attnum OPERATOR(pg_catalog.=) u.number
			  WHERE x.indisprimary AND x.indrelid OPERATOR(pg_catalog.=) %s
			    AND u.place OPERATOR(pg_catalog.<=) x.indnkeyatts::pg_catalog.int8
			""";

	private static final String NAMED = """
			SELECT n.place, n.parts[1]::pg_catalog.name AS name, pg_catalog.array_length(n.parts, 1) AS size FROM (
			  SELECT u.place, pg_catalog.parse_ident(u.text) AS parts
			  FROM pg_catalog.unnest(%s) WITH ORDINALITY AS u (text, place)) n
			""";

	/** A constraint NOT NULL may be NOT VALID since PostgreSQL 18. */
	private static final String COLUMNS = """
			WITH RECURSIVE wanted AS (%1$s),
			found AS (
			  SELECT w.place, w.name, w.size, a.attnum, a.attnotnull, a.attgenerated, a.atttypid, a.attcollation
			  FROM wanted w LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) %2$s
			    AND a.attname OPERATOR(pg_catalog.=) w.name AND NOT a.attisdropped
			),
			base (place, oid) AS (
			  SELECT f.place, f.atttypid FROM found f
			  UNION ALL
			  SELECT b.place, t.typbasetype FROM base b JOIN pg_catalog.pg_type t
			    ON t.oid OPERATOR(pg_catalog.=) b.oid AND t.typtype OPERATOR(pg_catalog.=) 'd'::pg_catalog."char"
			)
			SELECT f.name, pg_catalog.quote_ident(f.name::pg_catalog.text) AS quoted, f.size, f.attnum, f.attnotnull,
			  f.attgenerated, f.attcollation, n.nspname AS type_schema, t.typname AS type_name,
			  CASE WHEN t.oid IS NOT NULL THEN pg_catalog.format('%%I.%%I', n.nspname, t.typname) END AS type,
			  (SELECT pg_catalog.quote_ident(k.conname::pg_catalog.text) FROM pg_catalog.pg_constraint k
			    WHERE k.conrelid OPERATOR(pg_catalog.=) %2$s AND k.contype OPERATOR(pg_catalog.=) 'n'::pg_catalog."char"
			      AND k.conkey OPERATOR(pg_catalog.=) ARRAY[f.attnum] AND NOT k.convalidated LIMIT 1) AS unproven
			FROM found f
			LEFT JOIN (base b JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) b.oid
			    AND t.typtype OPERATOR(pg_catalog.<>) 'd'::pg_catalog."char"
			  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace)
			  ON b.place OPERATOR(pg_catalog.=) f.place
			ORDER BY f.place
			""";

	/**
	 * The operators of an ordering by their strategies: see the manual's section 36.16.
	 */
	private static final String INDEXES = """
			SELECT x.indexrelid, pg_catalog.quote_ident(i.relname::pg_catalog.text) AS quoted, x.indisunique,
			  x.indimmediate, x.indisvalid AND x.indisready AND x.indislive AS valid,
			  pg_catalog.pg_get_expr(x.indpred, x.indrelid) AS predicate, u.number, u.place, a.attcollation,
			  x.indcollation[u.place::pg_catalog.int4 OPERATOR(pg_catalog.-) 1] AS collation,
			  x.indoption[u.place::pg_catalog.int4 OPERATOR(pg_catalog.-) 1] AS option,
			  o.space, coalesce(o.usual, false) AND EXISTS (SELECT FROM pg_catalog.pg_opclass d
			    WHERE d.opcdefault AND d.opcmethod OPERATOR(pg_catalog.=) i.relam
			      AND d.opcfamily OPERATOR(pg_catalog.=) c.opcfamily) AS usual
			FROM pg_catalog.pg_index x
			JOIN pg_catalog.pg_class i ON i.oid OPERATOR(pg_catalog.=) x.indexrelid
			JOIN pg_catalog.pg_am m ON m.oid OPERATOR(pg_catalog.=) i.relam
			  AND m.amname OPERATOR(pg_catalog.=) 'btree'
			CROSS JOIN LATERAL pg_catalog.unnest(x.indkey::pg_catalog.int2[]) WITH ORDINALITY AS u (number, place)
			JOIN pg_catalog.pg_opclass c ON c.oid OPERATOR(pg_catalog.=)
			  x.indclass[u.place::pg_catalog.int4 OPERATOR(pg_catalog.-) 1]
			LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) x.indrelid
			  AND a.attnum OPERATOR(pg_catalog.=) u.number
			LEFT JOIN LATERAL (
			  SELECT pg_catalog.min(pg_catalog.quote_ident(n.nspname::pg_catalog.text)) AS space,
			    pg_catalog.count(*) OPERATOR(pg_catalog.=) 5
			      AND pg_catalog.count(DISTINCT n.oid) OPERATOR(pg_catalog.=) 1 AS usual
			  FROM pg_catalog.pg_amop p JOIN pg_catalog.pg_operator r ON r.oid OPERATOR(pg_catalog.=) p.amopopr
			  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) r.oprnamespace
			  WHERE p.amopfamily OPERATOR(pg_catalog.=) c.opcfamily
			    AND p.amoplefttype OPERATOR(pg_catalog.=) c.opcintype
			    AND p.amoprighttype OPERATOR(pg_catalog.=) c.opcintype
			    AND r.oprname OPERATOR(pg_catalog.=)
			      (ARRAY['<', '<=', '=', '>=', '>']::pg_catalog.name[])[p.amopstrategy]) o ON true
			WHERE x.indrelid OPERATOR(pg_catalog.=) %s
			  AND u.place OPERATOR(pg_catalog.<=) x.indnkeyatts::pg_catalog.int8
			ORDER BY x.indisprimary DESC, i.relname, u.place
			""";

	/** {@code pg_partition_tree} would lock the partitions. */
	private static final String ESTIMATE = """
			WITH RECURSIVE member (oid) AS (
			  SELECT %s
			  UNION ALL
			  SELECT i.inhrelid FROM member m JOIN pg_catalog.pg_inherits i
			    ON i.inhparent OPERATOR(pg_catalog.=) m.oid
			)
			SELECT CASE WHEN pg_catalog.min(c.reltuples) OPERATOR(pg_catalog.<) 0::pg_catalog.float4 THEN -1
			  ELSE coalesce(pg_catalog.sum(c.reltuples::pg_catalog.float8), 0)::pg_catalog.int8 END AS estimate
			FROM member m JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) m.oid
			WHERE c.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog."char"
			""";

	private WalkedTableSql() {
	}

	/**
	 * Returns the query that finds a table.
	 * @param name its name as it is written
	 * @param schema the schema that scripts look into before their search path, {@code
	 * null} for none
	 */
	static String table(String name, @Nullable String schema) {
		return TABLE.formatted(Sql.literal(name), Sql.schemas(schema, true));
	}

	/**
	 * Returns the query for the columns of a key.
	 * @param oid an expression for the table's oid
	 * @param key the columns as they are written; empty for the primary key
	 */
	static String columns(String oid, List<String> key) {
		StringJoiner names = new StringJoiner(", ", "ARRAY[", "]::pg_catalog.text[]");
		key.forEach((name) -> names.add(Sql.literal(name)));
		return COLUMNS.formatted((key.isEmpty()) ? PRIMARY.formatted(oid) : NAMED.formatted(names), oid);
	}

	/**
	 * Returns the query for the btree indexes of a table, a row for each of their
	 * columns.
	 * @param oid an expression for the table's oid
	 */
	static String indexes(String oid) {
		return INDEXES.formatted(oid);
	}

	/**
	 * Returns the query for the number of rows that the server believes in.
	 * @param oid an expression for the table's oid
	 */
	static String estimate(String oid) {
		return ESTIMATE.formatted(oid);
	}

	/** Returns an expression for an oid. */
	static String oid(String number) {
		return number + "::pg_catalog.oid";
	}

}
