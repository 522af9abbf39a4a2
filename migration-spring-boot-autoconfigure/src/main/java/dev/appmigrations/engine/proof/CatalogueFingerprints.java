package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Tells which groups have changed between two readings of the catalogue. There is a
 * fingerprint for each {@link CatalogueGroup}, and one for everything else. It holds the
 * key of each row of the catalogue and the transaction that wrote it: each change of a
 * row has another transaction, and what is removed is missing. (A row that the server
 * changes in place, such as the number of a table's pages, keeps its transaction, and
 * defines nothing; see PostgreSQL: src/backend/access/heap/heapam.c,
 * heap_inplace_update_and_unlock.)
 */
final class CatalogueFingerprints {

	// Transactions are numbered from one that never changes; the rows that were there
	// from the beginning have no number, and are infinitely old. The tables that a
	// publication has may depend on anything.
	private static final String QUERY = """
			WITH space AS MATERIALIZED (
			  SELECT n.oid, n.xmin AS version FROM pg_catalog.pg_namespace n
			  WHERE n.nspname OPERATOR(pg_catalog.<>) 'information_schema'::pg_catalog.name
			    AND n.nspname OPERATOR(pg_catalog.!~) '^pg_(catalog|toast|temp)'::pg_catalog.text
			), every AS MATERIALIZED (
			  SELECT c.oid, coalesce(x.indrelid, c.oid) AS home, c.relkind, c.relname, c.reltoastrelid, c.reltype,
			    c.xmin AS version, x.xmin AS index_version
			  FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_index x ON x.indexrelid OPERATOR(pg_catalog.=) c.oid
			  WHERE c.relnamespace OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT n.oid FROM space n))
			), row_of (kind, home, catalogue, id, part, version) AS (
			  SELECT 1, e.home, 1, e.oid, 0, e.version FROM every e
			  UNION ALL SELECT 1, e.home, 2, e.oid, 0, e.index_version FROM every e WHERE e.index_version IS NOT NULL
			  UNION ALL SELECT 1, e.home, 3, t.oid, 0, t.xmin FROM pg_catalog.pg_class t
			    JOIN every e ON e.reltoastrelid OPERATOR(pg_catalog.=) t.oid
			  UNION ALL SELECT 1, e.home, 4, e.oid, a.attnum::pg_catalog.int4, a.version
			    FROM every e CROSS JOIN LATERAL (SELECT a.attnum, a.xmin AS version FROM pg_catalog.pg_attribute a
			      WHERE a.attrelid OPERATOR(pg_catalog.=) e.oid
			        AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 OFFSET 0) a
			  UNION ALL SELECT 1, d.adrelid, 5, d.oid, 0, d.xmin FROM pg_catalog.pg_attrdef d
			  UNION ALL SELECT CASE WHEN k.contypid OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN 1 ELSE 3 END,
			      CASE WHEN k.contypid OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN k.conrelid ELSE k.contypid END,
			      6, k.oid, 0, k.xmin FROM pg_catalog.pg_constraint k
			  UNION ALL SELECT 1, coalesce(k.conrelid, t.tgrelid), 7, t.oid, 0, t.xmin FROM pg_catalog.pg_trigger t
			    LEFT JOIN pg_catalog.pg_constraint k ON k.oid OPERATOR(pg_catalog.=) t.tgconstraint
			  UNION ALL SELECT 1, r.ev_class, 8, r.oid, 0, r.xmin FROM pg_catalog.pg_rewrite r
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) r.ev_class
			  UNION ALL SELECT 1, p.polrelid, 9, p.oid, 0, p.xmin FROM pg_catalog.pg_policy p
			  UNION ALL SELECT 1, s.stxrelid, 10, s.oid, 0, s.xmin FROM pg_catalog.pg_statistic_ext s
			  UNION ALL SELECT 1, s.seqrelid, 11, s.seqrelid, 0, s.xmin FROM pg_catalog.pg_sequence s
			  UNION ALL SELECT 1, f.ftrelid, 12, f.ftrelid, 0, f.xmin FROM pg_catalog.pg_foreign_table f
			  UNION ALL SELECT 1, p.partrelid, 13, p.partrelid, 0, p.xmin FROM pg_catalog.pg_partitioned_table p
			  UNION ALL SELECT 1, e.home, 14 OPERATOR(pg_catalog.+) 64 OPERATOR(pg_catalog.*) h.inhseqno, h.inhrelid,
			      h.inhparent::pg_catalog.int4, h.xmin
			    FROM pg_catalog.pg_inherits h JOIN every e ON e.oid OPERATOR(pg_catalog.=) h.inhrelid
			  UNION ALL SELECT 1, e.home, 15 OPERATOR(pg_catalog.+) 64 OPERATOR(pg_catalog.*) d.refobjsubid, e.oid,
			      d.refobjid::pg_catalog.int4, d.version
			    FROM every e CROSS JOIN LATERAL (SELECT d.refobjid, d.refobjsubid, d.xmin AS version FROM pg_catalog.pg_depend d
			      WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			        AND d.objid OPERATOR(pg_catalog.=) e.oid
			        AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid OFFSET 0) d
			    WHERE e.relkind OPERATOR(pg_catalog.=) 'S'::pg_catalog."char"
			  UNION ALL SELECT CASE WHEN e.home IS NOT NULL THEN 1
			        WHEN d.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid THEN 2 END,
			      CASE WHEN e.home IS NOT NULL THEN e.home
			        WHEN d.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid
			          THEN d.objoid END, 16, d.objoid, d.objsubid, d.xmin FROM pg_catalog.pg_description d
			    LEFT JOIN every e ON e.oid OPERATOR(pg_catalog.=) d.objoid
			      AND d.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			    WHERE d.objoid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid OR d.objoid OPERATOR(pg_catalog.=) ANY (ARRAY(
			        SELECT o.oid FROM every o WHERE o.oid OPERATOR(pg_catalog.<) 16384::pg_catalog.oid
			        UNION ALL SELECT n.oid FROM space n WHERE n.oid OPERATOR(pg_catalog.<) 16384::pg_catalog.oid))
			  UNION ALL SELECT 2, p.oid, 21, p.oid, 0, p.xmin FROM pg_catalog.pg_proc p
			    WHERE p.pronamespace OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT n.oid FROM space n))
			  UNION ALL SELECT 3, t.oid, 22, t.oid, 0, t.xmin FROM pg_catalog.pg_type t
			    WHERE t.typnamespace OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT n.oid FROM space n))
			      AND NOT t.oid OPERATOR(pg_catalog.=) ANY (SELECT e.reltype FROM every e
			        WHERE e.relkind OPERATOR(pg_catalog.<>) 'c'::pg_catalog."char")
			      AND NOT t.typelem OPERATOR(pg_catalog.=) ANY (SELECT e.reltype FROM every e
			        WHERE e.relkind OPERATOR(pg_catalog.<>) 'c'::pg_catalog."char"
			          AND e.reltype OPERATOR(pg_catalog.<>) 0::pg_catalog.oid)
			  UNION ALL SELECT 3, t.enumtypid, 23, t.oid, 0, t.xmin FROM pg_catalog.pg_enum t
			  UNION ALL SELECT 3, t.rngtypid, 24, t.rngtypid, 0, t.xmin FROM pg_catalog.pg_range t
			  UNION ALL SELECT NULL, NULL, 20, n.oid, 0, n.version FROM space n
			  UNION ALL SELECT NULL, NULL, 25, t.oid, 0, t.xmin FROM pg_catalog.pg_operator t
			    WHERE t.oprnamespace OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT n.oid FROM space n))
			  UNION ALL SELECT NULL, NULL, 26, t.oid, 0, t.xmin FROM pg_catalog.pg_opclass t
			  UNION ALL SELECT NULL, NULL, 27, t.oid, 0, t.xmin FROM pg_catalog.pg_opfamily t
			  UNION ALL SELECT NULL, NULL, 28, t.oid, 0, t.xmin FROM pg_catalog.pg_amop t
			    WHERE t.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  UNION ALL SELECT NULL, NULL, 29, t.oid, 0, t.xmin FROM pg_catalog.pg_amproc t
			    WHERE t.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  UNION ALL SELECT NULL, NULL, 30, t.oid, 0, t.xmin FROM pg_catalog.pg_cast t
			    WHERE t.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  UNION ALL SELECT NULL, NULL, 31, t.oid, 0, t.xmin FROM pg_catalog.pg_collation t
			    WHERE t.collnamespace OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT n.oid FROM space n))
			  UNION ALL SELECT NULL, NULL, 32, t.oid, 0, t.xmin FROM pg_catalog.pg_conversion t
			    WHERE t.connamespace OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT n.oid FROM space n))
			  UNION ALL SELECT NULL, NULL, 33, t.oid, 0, t.xmin FROM pg_catalog.pg_ts_config t
			    WHERE t.cfgnamespace OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT n.oid FROM space n))
			  UNION ALL SELECT NULL, NULL, 34 OPERATOR(pg_catalog.+) 64 OPERATOR(pg_catalog.*) t.maptokentype, t.mapcfg,
			      t.mapseqno, t.xmin
			    FROM pg_catalog.pg_ts_config_map t WHERE t.mapcfg OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  UNION ALL SELECT NULL, NULL, 35, t.oid, 0, t.xmin FROM pg_catalog.pg_ts_dict t
			    WHERE t.dictnamespace OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT n.oid FROM space n))
			  UNION ALL SELECT NULL, NULL, 36, t.oid, 0, t.xmin FROM pg_catalog.pg_language t
			  UNION ALL SELECT NULL, NULL, 37, t.oid, 0, t.xmin FROM pg_catalog.pg_am t
			  UNION ALL SELECT NULL, NULL, 38, t.oid, 0, t.xmin FROM pg_catalog.pg_tablespace t
			  UNION ALL SELECT NULL, NULL, 39, t.oid, 0, t.xmin FROM pg_catalog.pg_extension t
			  UNION ALL SELECT NULL, NULL, 40, t.oid, 0, t.xmin FROM pg_catalog.pg_event_trigger t
			  UNION ALL SELECT NULL, NULL, 41, t.oid, 0, t.xmin FROM pg_catalog.pg_foreign_data_wrapper t
			  UNION ALL SELECT NULL, NULL, 42, t.oid, 0, t.xmin FROM pg_catalog.pg_foreign_server t
			  UNION ALL SELECT NULL, NULL, 43, t.umid, 0, '3'::pg_catalog.xid FROM pg_catalog.pg_user_mappings t
			  UNION ALL SELECT NULL, NULL, 44, t.oid, 0, t.xmin FROM pg_catalog.pg_default_acl t
			  UNION ALL SELECT NULL, NULL, 45, t.setdatabase, t.setrole::pg_catalog.int4, t.xmin
			    FROM pg_catalog.pg_db_role_setting t
			  UNION ALL SELECT NULL, NULL, 46, t.oid, pg_catalog.hashname(t.rolname), '3'::pg_catalog.xid FROM pg_catalog.pg_roles t
			  UNION ALL SELECT NULL, NULL, 47, t.objoid, t.classoid::pg_catalog.int4, t.xmin
			    FROM pg_catalog.pg_shdescription t
			  UNION ALL SELECT NULL, NULL, 48 OPERATOR(pg_catalog.+) 64 OPERATOR(pg_catalog.*) pg_catalog.hashtext(t.provider)
			      OPERATOR(pg_catalog.%) 1000, t.objoid, t.objsubid, t.xmin FROM pg_catalog.pg_seclabel t
			  UNION ALL SELECT NULL, NULL, 49, d.objid, d.classid::pg_catalog.int4, d.xmin
			    FROM pg_catalog.pg_depend d
			    WHERE d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass::pg_catalog.oid
			      AND d.deptype OPERATOR(pg_catalog.=) 'e'::pg_catalog."char"
			  UNION ALL SELECT NULL, NULL, 50, e.oid, pg_catalog.hashname(e.relname), '3'::pg_catalog.xid FROM every e
			    WHERE e.relname OPERATOR(pg_catalog.=) ANY (HISTORY)
			)
			SELECT 4294967296 OPERATOR(pg_catalog.*) r.kind OPERATOR(pg_catalog.+) r.home::pg_catalog.int8 AS key,
			  pg_catalog.format('%s %s', pg_catalog.count(*), pg_catalog.bit_xor(r.hash)) AS print,
			  pg_catalog.bit_xor(r.hash) FILTER (WHERE r.catalogue OPERATOR(pg_catalog.=) 4
			    AND r.id OPERATOR(pg_catalog.=) r.home) AS columns
			FROM (SELECT o.*, pg_catalog.hashint8extended(
			    o.id::pg_catalog.int8 OPERATOR(pg_catalog.<<) 32 OPERATOR(pg_catalog.#) o.part::pg_catalog.int8,
			    o.catalogue::pg_catalog.int8 OPERATOR(pg_catalog.<<) 34 OPERATOR(pg_catalog.#)
			      CASE WHEN pg_catalog.age(o.version) OPERATOR(pg_catalog.<) 2147483647
			        THEN pg_catalog.age('3'::pg_catalog.xid)::pg_catalog.int8
			          OPERATOR(pg_catalog.-) pg_catalog.age(o.version)::pg_catalog.int8
			        ELSE 0::pg_catalog.int8 END) AS hash
			  FROM row_of o) r GROUP BY r.kind, r.home
			UNION ALL
			SELECT 0, 'publication', NULL FROM pg_catalog.pg_publication p""";

	private static final String ALWAYS = "0";

	private static final String OTHERS = "";

	private final Map<String, String> prints = new HashMap<>();

	/** Of the columns alone. */
	private final Map<String, String> columns = new HashMap<>();

	/**
	 * Asks for the fingerprints; which tables are the history's decides what is left out.
	 */
	static String query(String historyTable) {
		return QUERY.replace("HISTORY", Sql.names(new HistoryTables("", historyTable).names()));
	}

	CatalogueFingerprints(Rows rows) {
		for (int row = 0; row < rows.size(); row++) {
			String key = Objects.requireNonNullElse(rows.value(row, "key"), OTHERS);
			this.prints.put(key, rows.required(row, "print"));
			String columns = rows.value(row, "columns");
			if (columns != null) {
				this.columns.put(key, columns);
			}
		}
	}

	/**
	 * Returns the groups that have changed or are new.
	 * @param earlier what it was before
	 * @return their keys; {@code null} where everything may have changed
	 */
	@Nullable List<String> changedSince(CatalogueFingerprints earlier) {
		if (has(ALWAYS) || earlier.has(ALWAYS)) {
			return null;
		}
		List<String> changed = new ArrayList<>();
		for (Map.Entry<String, String> entry : this.prints.entrySet()) {
			String key = entry.getKey();
			String before = earlier.prints.get(key);
			if (!entry.getValue().equals(before)) {
				if (key.equals(OTHERS) || (before != null && CatalogueGroup.TYPE.has(key))) {
					return null;
				}
				changed.add(key);
			}
		}
		return changed;
	}

	/**
	 * Tells whether the columns of a relation have changed, which other relations may
	 * name.
	 * @param key the key of the group
	 * @param earlier what it was before
	 * @return whether it was there before, and they are others now
	 */
	boolean hasOtherColumns(String key, CatalogueFingerprints earlier) {
		return earlier.has(key) && !Objects.equals(this.columns.get(key), earlier.columns.get(key));
	}

	/**
	 * Tells whether there is a group.
	 * @param key its key
	 * @return whether it still exists
	 */
	boolean has(String key) {
		return this.prints.containsKey(key);
	}

}
