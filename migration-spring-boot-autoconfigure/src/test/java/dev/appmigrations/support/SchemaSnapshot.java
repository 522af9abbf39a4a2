package dev.appmigrations.support;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything in a database that a migration can make: one line for each table with its
 * owner, column, constraint, index with its validity, partition, routine and row. Two
 * databases with the same lines are the same for all that use them.
 */
public final class SchemaSnapshot {

	private static final String OURS = "c.relname LIKE 'migration\\_%'";

	private static final String USERS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";

	private static final String OBJECTS = """
			WITH n AS (SELECT * FROM pg_namespace n WHERE %s),
			  c AS (SELECT c.*, n.nspname || '.' || c.relname AS name FROM pg_class c JOIN n ON n.oid = c.relnamespace
			    WHERE NOT %s)
			SELECT 'schema ' || nspname || ' of ' || nspowner::regrole FROM n
			UNION ALL
			SELECT 'relation ' || name || ' kind ' || relkind::text || ' persistence ' || relpersistence::text || ' of '
			    || relowner::regrole || coalesce(' ' || pg_get_expr(relpartbound, oid), '') FROM c
			UNION ALL
			SELECT 'column ' || c.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
			    || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
			    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
			  FROM c JOIN pg_attribute a ON a.attrelid = c.oid
			  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
			  WHERE c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped
			UNION ALL
			SELECT 'constraint ' || c.name || '.' || k.conname || ' ' || pg_get_constraintdef(k.oid)
			    || CASE WHEN k.convalidated THEN '' ELSE ' not valid' END
			  FROM c JOIN pg_constraint k ON k.conrelid = c.oid
			UNION ALL
			SELECT 'index ' || c.name || ' ' || pg_get_indexdef(i.indexrelid) || ' valid ' || i.indisvalid || ' ready '
			    || i.indisready || ' live ' || i.indislive
			  FROM c JOIN pg_index i ON i.indexrelid = c.oid
			UNION ALL
			SELECT 'partition ' || c.name || ' of ' || p.name || ' detaching ' || h.inhdetachpending
			  FROM c JOIN pg_inherits h ON h.inhrelid = c.oid JOIN c p ON p.oid = h.inhparent
			UNION ALL
			SELECT 'routine ' || n.nspname || '.' || p.oid::regprocedure || ' ' || md5(p.prosrc)
			  FROM n JOIN pg_proc p ON p.pronamespace = n.oid
			ORDER BY 1""".formatted(USERS, OURS);

	private static final String TABLES = "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c"
			+ " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND " + USERS + " AND NOT " + OURS
			+ " ORDER BY 1";

	private SchemaSnapshot() {
	}

	public static List<String> of(TestDatabase database) {
		List<String> lines = new ArrayList<>(database.list(OBJECTS));
		for (String table : database.list(TABLES)) {
			lines.addAll(database.list("SELECT 'row ' || '" + table + " ' || t::text FROM " + table + " t ORDER BY 1"));
		}
		return lines;
	}

}
