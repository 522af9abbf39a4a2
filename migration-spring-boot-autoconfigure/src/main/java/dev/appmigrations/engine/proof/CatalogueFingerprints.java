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
 * Tells which relations have changed between two readings of the catalogue. There is a
 * fingerprint for each relation with all that belongs to it, and one for everything else.
 * It holds the key of each row of the catalogue and the transaction that wrote it: each
 * change of a row has another transaction, and what is removed is missing. (A row that
 * the server changes in place, such as the number of a table's pages, keeps its
 * transaction, and defines nothing; see PostgreSQL: src/backend/access/heap/heapam.c,
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
			  SELECT c.oid, coalesce(x.indrelid, c.oid) AS home, c.relkind, c.relname, c.reltoastrelid, c.xmin AS version,
			    x.xmin AS index_version
			  FROM pg_catalog.pg_class c JOIN space n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
			    LEFT JOIN pg_catalog.pg_index x ON x.indexrelid OPERATOR(pg_catalog.=) c.oid
			), row_of (home, catalogue, id, part, version) AS (
			  SELECT e.home, 1, e.oid, 0, e.version FROM every e
			  UNION ALL SELECT e.home, 2, e.oid, 0, e.index_version FROM every e WHERE e.index_version IS NOT NULL
			  UNION ALL SELECT e.home, 3, t.oid, 0, t.xmin FROM pg_catalog.pg_class t
			    JOIN every e ON e.reltoastrelid OPERATOR(pg_catalog.=) t.oid
			  UNION ALL SELECT e.home, 4, a.attrelid, a.attnum::pg_catalog.int4, a.xmin FROM pg_catalog.pg_attribute a
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) a.attrelid
			    WHERE a.attnum::pg_catalog.int4 OPERATOR(pg_catalog.>) 0
			  UNION ALL SELECT d.adrelid, 5, d.oid, 0, d.xmin FROM pg_catalog.pg_attrdef d
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) d.adrelid
			  UNION ALL SELECT e.oid, 6, k.oid, 0, k.xmin FROM pg_catalog.pg_constraint k
			    LEFT JOIN every e ON e.oid OPERATOR(pg_catalog.=) k.conrelid
			  UNION ALL SELECT t.tgrelid, 7, t.oid, 0, t.xmin FROM pg_catalog.pg_trigger t
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) t.tgrelid
			  UNION ALL SELECT r.ev_class, 8, r.oid, 0, r.xmin FROM pg_catalog.pg_rewrite r
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) r.ev_class
			  UNION ALL SELECT p.polrelid, 9, p.oid, 0, p.xmin FROM pg_catalog.pg_policy p
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) p.polrelid
			  UNION ALL SELECT s.stxrelid, 10, s.oid, 0, s.xmin FROM pg_catalog.pg_statistic_ext s
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) s.stxrelid
			  UNION ALL SELECT s.seqrelid, 11, s.seqrelid, 0, s.xmin FROM pg_catalog.pg_sequence s
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) s.seqrelid
			  UNION ALL SELECT f.ftrelid, 12, f.ftrelid, 0, f.xmin FROM pg_catalog.pg_foreign_table f
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) f.ftrelid
			  UNION ALL SELECT p.partrelid, 13, p.partrelid, 0, p.xmin FROM pg_catalog.pg_partitioned_table p
			    JOIN every e ON e.oid OPERATOR(pg_catalog.=) p.partrelid
			  UNION ALL SELECT e.home, 14 OPERATOR(pg_catalog.+) 64 OPERATOR(pg_catalog.*) h.inhseqno, h.inhrelid,
			      h.inhparent::pg_catalog.int4, h.xmin
			    FROM pg_catalog.pg_inherits h JOIN every e ON e.oid OPERATOR(pg_catalog.=) h.inhrelid
			  UNION ALL SELECT e.home, 15 OPERATOR(pg_catalog.+) 64 OPERATOR(pg_catalog.*) d.refobjsubid, d.objid,
			      d.refobjid::pg_catalog.int4, d.xmin
			    FROM pg_catalog.pg_depend d JOIN every e ON e.oid OPERATOR(pg_catalog.=) d.objid
			    WHERE e.relkind OPERATOR(pg_catalog.=) 'S'::pg_catalog."char"
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			      AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			  UNION ALL SELECT e.home, 16, d.objoid, d.objsubid, d.xmin FROM pg_catalog.pg_description d
			    LEFT JOIN every e ON e.oid OPERATOR(pg_catalog.=) d.objoid
			      AND d.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			    WHERE d.objoid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid OR e.oid IS NOT NULL
			      OR d.objoid OPERATOR(pg_catalog.=) ANY (SELECT n.oid FROM space n)
			  UNION ALL SELECT NULL, 20, n.oid, 0, n.version FROM space n
			  UNION ALL SELECT NULL, 21, p.oid, 0, p.xmin FROM pg_catalog.pg_proc p
			    JOIN space n ON n.oid OPERATOR(pg_catalog.=) p.pronamespace
			  UNION ALL SELECT NULL, 22, t.oid, 0, t.xmin FROM pg_catalog.pg_type t
			    JOIN space n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
			    LEFT JOIN pg_catalog.pg_type m ON m.oid OPERATOR(pg_catalog.=) t.typelem
			    LEFT JOIN every e ON e.oid OPERATOR(pg_catalog.=)
			      CASE WHEN t.typrelid OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN m.typrelid ELSE t.typrelid END
			    WHERE e.oid IS NULL OR e.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog."char"
			  UNION ALL SELECT NULL, 23, t.oid, 0, t.xmin FROM pg_catalog.pg_enum t
			  UNION ALL SELECT NULL, 24, t.rngtypid, 0, t.xmin FROM pg_catalog.pg_range t
			  UNION ALL SELECT NULL, 25, t.oid, 0, t.xmin FROM pg_catalog.pg_operator t
			    JOIN space n ON n.oid OPERATOR(pg_catalog.=) t.oprnamespace
			  UNION ALL SELECT NULL, 26, t.oid, 0, t.xmin FROM pg_catalog.pg_opclass t
			  UNION ALL SELECT NULL, 27, t.oid, 0, t.xmin FROM pg_catalog.pg_opfamily t
			  UNION ALL SELECT NULL, 28, t.oid, 0, t.xmin FROM pg_catalog.pg_amop t
			    WHERE t.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  UNION ALL SELECT NULL, 29, t.oid, 0, t.xmin FROM pg_catalog.pg_amproc t
			    WHERE t.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  UNION ALL SELECT NULL, 30, t.oid, 0, t.xmin FROM pg_catalog.pg_cast t
			    WHERE t.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  UNION ALL SELECT NULL, 31, t.oid, 0, t.xmin FROM pg_catalog.pg_collation t
			    JOIN space n ON n.oid OPERATOR(pg_catalog.=) t.collnamespace
			  UNION ALL SELECT NULL, 32, t.oid, 0, t.xmin FROM pg_catalog.pg_conversion t
			    JOIN space n ON n.oid OPERATOR(pg_catalog.=) t.connamespace
			  UNION ALL SELECT NULL, 33, t.oid, 0, t.xmin FROM pg_catalog.pg_ts_config t
			    JOIN space n ON n.oid OPERATOR(pg_catalog.=) t.cfgnamespace
			  UNION ALL SELECT NULL, 34 OPERATOR(pg_catalog.+) 64 OPERATOR(pg_catalog.*) t.maptokentype, t.mapcfg,
			      t.mapseqno, t.xmin
			    FROM pg_catalog.pg_ts_config_map t WHERE t.mapcfg OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  UNION ALL SELECT NULL, 35, t.oid, 0, t.xmin FROM pg_catalog.pg_ts_dict t
			    JOIN space n ON n.oid OPERATOR(pg_catalog.=) t.dictnamespace
			  UNION ALL SELECT NULL, 36, t.oid, 0, t.xmin FROM pg_catalog.pg_language t
			  UNION ALL SELECT NULL, 37, t.oid, 0, t.xmin FROM pg_catalog.pg_am t
			  UNION ALL SELECT NULL, 38, t.oid, 0, t.xmin FROM pg_catalog.pg_tablespace t
			  UNION ALL SELECT NULL, 39, t.oid, 0, t.xmin FROM pg_catalog.pg_extension t
			  UNION ALL SELECT NULL, 40, t.oid, 0, t.xmin FROM pg_catalog.pg_event_trigger t
			  UNION ALL SELECT NULL, 41, t.oid, 0, t.xmin FROM pg_catalog.pg_foreign_data_wrapper t
			  UNION ALL SELECT NULL, 42, t.oid, 0, t.xmin FROM pg_catalog.pg_foreign_server t
			  UNION ALL SELECT NULL, 43, t.umid, 0, '3'::pg_catalog.xid FROM pg_catalog.pg_user_mappings t
			  UNION ALL SELECT NULL, 44, t.oid, 0, t.xmin FROM pg_catalog.pg_default_acl t
			  UNION ALL SELECT NULL, 45, t.setdatabase, t.setrole::pg_catalog.int4, t.xmin
			    FROM pg_catalog.pg_db_role_setting t
			  UNION ALL SELECT NULL, 46, t.oid, pg_catalog.hashname(t.rolname), '3'::pg_catalog.xid FROM pg_catalog.pg_roles t
			  UNION ALL SELECT NULL, 47, t.objoid, t.classoid::pg_catalog.int4, t.xmin
			    FROM pg_catalog.pg_shdescription t
			  UNION ALL SELECT NULL, 48 OPERATOR(pg_catalog.+) 64 OPERATOR(pg_catalog.*) pg_catalog.hashtext(t.provider)
			      OPERATOR(pg_catalog.%) 1000, t.objoid, t.objsubid, t.xmin FROM pg_catalog.pg_seclabel t
			  UNION ALL SELECT NULL, 49, d.objid, d.classid::pg_catalog.int4, d.xmin
			    FROM pg_catalog.pg_depend d WHERE d.deptype OPERATOR(pg_catalog.=) 'e'::pg_catalog."char"
			  UNION ALL SELECT NULL, 50, e.oid, pg_catalog.hashname(e.relname), '3'::pg_catalog.xid FROM every e
			    WHERE e.relname OPERATOR(pg_catalog.=) ANY (HISTORY)
			)
			SELECT r.home, pg_catalog.format('%s %s', pg_catalog.count(*), pg_catalog.bit_xor(pg_catalog.hashint8extended(
			  r.id::pg_catalog.int8 OPERATOR(pg_catalog.<<) 32 OPERATOR(pg_catalog.#) r.part::pg_catalog.int8,
			  r.catalogue::pg_catalog.int8 OPERATOR(pg_catalog.<<) 34 OPERATOR(pg_catalog.#)
			    CASE WHEN pg_catalog.age(r.version) OPERATOR(pg_catalog.<) 2147483647
			      THEN pg_catalog.age('3'::pg_catalog.xid)::pg_catalog.int8
			        OPERATOR(pg_catalog.-) pg_catalog.age(r.version)::pg_catalog.int8
			      ELSE 0::pg_catalog.int8 END))) AS print
			FROM row_of r GROUP BY r.home
			UNION ALL
			SELECT 0, 'publication' FROM pg_catalog.pg_publication p""";

	private static final String ALWAYS = "0";

	private static final String OTHERS = "";

	private final Map<String, String> prints = new HashMap<>();

	/**
	 * Asks for the fingerprints; which tables are the history's decides what is left out.
	 */
	static String query(String historyTable) {
		return QUERY.replace("HISTORY", Sql.names(new HistoryTables("", historyTable).names()));
	}

	CatalogueFingerprints(Rows rows) {
		for (int row = 0; row < rows.size(); row++) {
			this.prints.put(Objects.requireNonNullElse(rows.value(row, "home"), OTHERS), rows.required(row, "print"));
		}
	}

	/**
	 * Returns the relations that have changed or are new.
	 * @param earlier what it was before
	 * @return their oids; {@code null} where something else has changed, or may have
	 */
	@Nullable List<String> changedSince(CatalogueFingerprints earlier) {
		if (has(ALWAYS) || earlier.has(ALWAYS)) {
			return null;
		}
		List<String> changed = new ArrayList<>();
		for (Map.Entry<String, String> entry : this.prints.entrySet()) {
			if (!entry.getValue().equals(earlier.prints.get(entry.getKey()))) {
				if (entry.getKey().equals(OTHERS)) {
					return null;
				}
				changed.add(entry.getKey());
			}
		}
		return changed;
	}

	/**
	 * Tells whether there is a relation.
	 * @param relation its oid
	 * @return whether it still exists
	 */
	boolean has(String relation) {
		return this.prints.containsKey(relation);
	}

}
