package dev.appmigrations.engine.safety.facts;

/**
 * The statements that read relations and their columns.
 */
final class RelationSql {

	/** Relations with sizes and estimates, those of partitions and children included. */
	static final String RELATIONS = """
			WITH RECURSIVE scope AS MATERIALIZED (
			  SELECT c.* FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) ANY (%RELATIONS%)
			), locked (oid) AS MATERIALIZED (
			  %LOCKED%
			), tree (root, oid) AS (
			  SELECT s.oid, s.oid FROM scope s
			  UNION SELECT t.root, i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) t.oid
			), member AS MATERIALIZED (
			  SELECT t.root, c.oid, c.relkind, %TRUSTED% AS trusted, c.relpages::pg_catalog.float8 AS pages, c.reltuples::pg_catalog.float8 AS rows,
			    c.relkind OPERATOR(pg_catalog.=) ANY ('{r,m}'::pg_catalog."char"[]) AND NOT EXISTS (SELECT FROM locked l
			      WHERE l.oid OPERATOR(pg_catalog.=) ANY (ARRAY[c.oid, c.reltoastrelid])) AS measurable
			  FROM tree t JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) t.oid
			), measured AS MATERIALIZED (
			  SELECT m.*,
			    CASE WHEN m.measurable THEN pg_catalog.pg_relation_size(m.oid::pg_catalog.regclass) END AS main_bytes,
			    CASE WHEN m.measurable THEN pg_catalog.pg_table_size(m.oid::pg_catalog.regclass) END AS bytes,
			    CASE WHEN m.measurable THEN pg_catalog.pg_indexes_size(m.oid::pg_catalog.regclass) END AS index_bytes
			  FROM member m
			), estimated AS MATERIALIZED (
			  SELECT m.*, CASE WHEN m.main_bytes OPERATOR(pg_catalog.=) 0::pg_catalog.int8 THEN 0::pg_catalog.float8
			      WHEN m.rows OPERATOR(pg_catalog.<) 0::pg_catalog.float8 THEN NULL
			      WHEN m.main_bytes IS NULL THEN m.rows
			      WHEN m.pages OPERATOR(pg_catalog.>) 0::pg_catalog.float8 THEN m.rows OPERATOR(pg_catalog./) m.pages
			        OPERATOR(pg_catalog.*) (m.main_bytes OPERATOR(pg_catalog./) %BLOCK%)::pg_catalog.float8 END AS estimate
			  FROM measured m WHERE m.relkind OPERATOR(pg_catalog.=) ANY ('{r,m,f}'::pg_catalog."char"[])
			), trust AS MATERIALIZED (
			  SELECT m.root, pg_catalog.bool_and(m.trusted) AS trusted FROM member m GROUP BY m.root
			), total AS MATERIALIZED (
			  SELECT m.root, CASE WHEN pg_catalog.bool_or(m.bytes IS NULL) THEN NULL ELSE pg_catalog.sum(m.bytes) END AS bytes,
			    CASE WHEN pg_catalog.bool_or(m.index_bytes IS NULL) THEN NULL ELSE pg_catalog.sum(m.index_bytes) END
			      AS index_bytes,
			    CASE WHEN pg_catalog.bool_or(m.estimate IS NULL) THEN NULL ELSE pg_catalog.sum(m.estimate) END AS rows,
			    pg_catalog.bool_or(m.relkind OPERATOR(pg_catalog.=) 'f'::pg_catalog."char") AS remote,
			    pg_catalog.bool_and(coalesce(m.main_bytes OPERATOR(pg_catalog.=) 0::pg_catalog.int8, false)) AS empty
			  FROM estimated m GROUP BY m.root
			)%COUNTERS%
			SELECT s.oid, n.nspname AS schema, s.relname AS name, s.relkind AS kind, p.nspname AS parent_schema,
			  p.relname AS parent, coalesce(k.partdefid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid, false) AS has_default,
			  pg_catalog.pg_get_userbyid(s.relowner) AS owner, pg_catalog.pg_has_role(s.relowner, 'USAGE') AS may_alter,
			  CASE WHEN t.root IS NULL AND s.relkind OPERATOR(pg_catalog.<>) 'f'::pg_catalog."char" THEN 0 ELSE coalesce(t.bytes, -1) END AS bytes,
			  CASE WHEN t.root IS NULL AND s.relkind OPERATOR(pg_catalog.<>) 'f'::pg_catalog."char" THEN 0 ELSE coalesce(t.index_bytes, -1) END
			    AS index_bytes,
			  CASE WHEN t.root IS NULL THEN 0::pg_catalog.float8 ELSE coalesce(t.rows, '-1'::pg_catalog.float8) END AS rows,
			  CASE WHEN s.relkind OPERATOR(pg_catalog.=) 'p'::pg_catalog."char" THEN coalesce(t.empty, true)
			    ELSE coalesce(t.empty, false) END AS empty,
			  NOT coalesce(t.remote, true) AND h.trusted AND s.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,m}'::pg_catalog."char"[])
			    AND pg_catalog.has_schema_privilege(s.relnamespace, 'USAGE')
			    AND pg_catalog.has_any_column_privilege(s.oid, 'SELECT') AS may_probe%COUNTED%
			FROM scope s JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) s.relnamespace
			  LEFT JOIN pg_catalog.pg_partitioned_table k ON k.partrelid OPERATOR(pg_catalog.=) s.oid
			  JOIN trust h ON h.root OPERATOR(pg_catalog.=) s.oid
			  LEFT JOIN total t ON t.root OPERATOR(pg_catalog.=) s.oid%COUNTED_BY%
			  LEFT JOIN LATERAL (SELECT m.nspname, c.relname FROM pg_catalog.pg_inherits i
			      JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.inhparent JOIN pg_catalog.pg_namespace m ON m.oid OPERATOR(pg_catalog.=) c.relnamespace
			    WHERE i.inhrelid OPERATOR(pg_catalog.=) s.oid AND s.relispartition) p ON true
			ORDER BY n.nspname, s.relname""";

	/** Columns in their order. */
	static final String COLUMNS = """
			SELECT a.attrelid AS relation, a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
			  tn.nspname AS type_schema, t.typname AS type_name, a.atttypmod AS modifier, a.attnotnull AS not_null,
			  a.attidentity AS identity, a.attgenerated AS generated, d.oid IS NOT NULL AS has_default,
			  %TEXT(pg_catalog.pg_get_expr(d.adbin, d.adrelid),a.attrelid)% AS expression,
			  cn.nspname AS collation_schema, o.collname AS collation
			FROM pg_catalog.pg_attribute a
			  JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) a.atttypid
			  JOIN pg_catalog.pg_namespace tn ON tn.oid OPERATOR(pg_catalog.=) t.typnamespace
			  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid OPERATOR(pg_catalog.=) a.attrelid AND d.adnum OPERATOR(pg_catalog.=) a.attnum
			  LEFT JOIN pg_catalog.pg_collation o ON o.oid OPERATOR(pg_catalog.=) a.attcollation
			  LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid OPERATOR(pg_catalog.=) o.collnamespace
			WHERE a.attrelid OPERATOR(pg_catalog.=) ANY (%RELATIONS%) AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND NOT a.attisdropped
			ORDER BY a.attrelid, a.attnum""";

	/** Publications, those by way of an ancestor included. */
	static final String PUBLICATIONS = """
			WITH RECURSIVE ancestor (root, oid) AS (
			  SELECT c.oid, c.oid FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) ANY (%RELATIONS%)
			    AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog."char"[]) AND c.relpersistence OPERATOR(pg_catalog.=) 'p'::pg_catalog."char"
			  UNION SELECT a.root, i.inhparent FROM ancestor a
			    JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) a.oid AND c.relispartition
			    JOIN pg_catalog.pg_inherits i ON i.inhrelid OPERATOR(pg_catalog.=) a.oid
			)
			SELECT a.root AS relation, p.pubname AS name FROM ancestor a
			  JOIN pg_catalog.pg_publication_rel r ON r.prrelid OPERATOR(pg_catalog.=) a.oid
			  JOIN pg_catalog.pg_publication p ON p.oid OPERATOR(pg_catalog.=) r.prpubid
			UNION SELECT a.root, p.pubname FROM ancestor a, pg_catalog.pg_publication p
			WHERE p.puballtables AND a.oid OPERATOR(pg_catalog.>=) %FIRST_USER_OID%%IN_SCHEMA%
			ORDER BY 1, 2""";

	/** Publications of whole schemas, from PostgreSQL 15 on. */
	static final String PUBLICATIONS_OF_SCHEMAS = """

			UNION SELECT a.root, p.pubname FROM ancestor a JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) a.oid
			  JOIN pg_catalog.pg_publication_namespace r ON r.pnnspid OPERATOR(pg_catalog.=) c.relnamespace
			  JOIN pg_catalog.pg_publication p ON p.oid OPERATOR(pg_catalog.=) r.pnpubid""";

	/** Triggers of users. */
	static final String TRIGGERS = """
			SELECT g.tgrelid AS relation, g.tgname AS name, n.nspname AS function_schema, f.proname AS function,
			  g.tgenabled OPERATOR(pg_catalog.=) ANY ('{O,A}'::pg_catalog."char"[]) AS enabled,
			  (g.tgtype OPERATOR(pg_catalog.&) 2::pg_catalog.int2) OPERATOR(pg_catalog.<>) 0::pg_catalog.int2 AS before,
			  (g.tgtype OPERATOR(pg_catalog.&) 1::pg_catalog.int2) OPERATOR(pg_catalog.<>) 0::pg_catalog.int2 AS each_row,
			  %NAMES(g.tgrelid,g.tgattr::pg_catalog.int2[])% AS columns
			FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_proc f ON f.oid OPERATOR(pg_catalog.=) g.tgfoid
			  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) f.pronamespace
			WHERE g.tgrelid OPERATOR(pg_catalog.=) ANY (%RELATIONS%) AND NOT g.tgisinternal
			ORDER BY g.tgrelid, g.tgname""";

	private RelationSql() {
	}

}
