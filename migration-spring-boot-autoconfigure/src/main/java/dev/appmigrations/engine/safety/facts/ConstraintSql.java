package dev.appmigrations.engine.safety.facts;

/**
 * The statements that read constraints and indexes.
 */
final class ConstraintSql {

	/** Constraints, and foreign keys that refer to the relations. */
	static final String CONSTRAINTS = """
			WITH owned (home, id) AS MATERIALIZED (
			  SELECT k.conrelid, k.oid FROM pg_catalog.pg_constraint k WHERE k.conrelid OPERATOR(pg_catalog.=) ANY (%RELATIONS%)
			    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint p WHERE p.oid OPERATOR(pg_catalog.=) k.conparentid
			      AND p.conrelid OPERATOR(pg_catalog.=) k.conrelid)
			  UNION SELECT k.confrelid, k.oid FROM pg_catalog.pg_depend d
			    JOIN pg_catalog.pg_constraint k ON k.oid OPERATOR(pg_catalog.=) d.objid
			  WHERE d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			    AND d.refobjid OPERATOR(pg_catalog.=) ANY (%MEMBERS%)
			    AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
			    AND k.contype OPERATOR(pg_catalog.=) 'f'::pg_catalog."char" AND k.confrelid OPERATOR(pg_catalog.=) d.refobjid
			    AND k.conparentid OPERATOR(pg_catalog.=) 0::pg_catalog.oid
			)
			SELECT o.home AS relation, k.conname AS name, k.contype AS kind, n.nspname AS schema, c.relname AS "table",
			  %NAMES(k.conrelid,k.conkey)% AS columns,
			  %TEXT(pg_catalog.pg_get_constraintdef(k.oid),k.conrelid)% AS definition, k.convalidated AS validated,
			  %ENFORCED% AS enforced, fn.nspname AS referenced_schema, f.relname AS referenced,
			  %NAMES(k.confrelid,k.confkey)% AS referenced_columns, x.relname AS index
			FROM owned o JOIN pg_catalog.pg_constraint k ON k.oid OPERATOR(pg_catalog.=) o.id
			  JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
			  LEFT JOIN pg_catalog.pg_class f ON f.oid OPERATOR(pg_catalog.=) k.confrelid
			  LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid OPERATOR(pg_catalog.=) f.relnamespace
			  LEFT JOIN pg_catalog.pg_class x ON x.oid OPERATOR(pg_catalog.=) k.conindid
			ORDER BY o.home, k.conrelid OPERATOR(pg_catalog.<>) o.home, k.conname""";

	/** Indexes with their sizes, those of partitions included. */
	static final String INDEXES = """
			WITH RECURSIVE scope AS MATERIALIZED (
			  SELECT x.* FROM pg_catalog.pg_index x WHERE x.indrelid OPERATOR(pg_catalog.=) ANY (%RELATIONS%)
			), locked (oid) AS MATERIALIZED (
			  %LOCKED%
			), tree (root, oid) AS (
			  SELECT s.indexrelid, s.indexrelid FROM scope s
			  UNION SELECT t.root, i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) t.oid
			), total AS MATERIALIZED (
			  SELECT t.root, CASE WHEN pg_catalog.bool_or(l.oid IS NOT NULL) THEN NULL ELSE pg_catalog.sum(
			      CASE WHEN l.oid IS NULL THEN pg_catalog.pg_relation_size(t.oid::pg_catalog.regclass) END) END AS bytes,
			    %SCANS% AS scans
			  FROM tree t LEFT JOIN locked l ON l.oid OPERATOR(pg_catalog.=) t.oid GROUP BY t.root
			)
			SELECT x.indrelid AS relation, n.nspname AS schema, c.relname AS name, x.indisunique AS "unique",
			  x.indisprimary AS "primary", x.indisvalid AS valid, m.amname AS method,
			  ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey::pg_catalog.int2[]) WITH ORDINALITY AS u (number, place)
			      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) x.indrelid AND a.attnum OPERATOR(pg_catalog.=) u.number
			    WHERE u.place OPERATOR(pg_catalog.<=) x.indnkeyatts::pg_catalog.int8 ORDER BY u.place) AS columns,
			  ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey::pg_catalog.int2[]) WITH ORDINALITY AS u (number, place)
			      JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) x.indrelid AND a.attnum OPERATOR(pg_catalog.=) u.number
			    WHERE u.place OPERATOR(pg_catalog.>) x.indnkeyatts::pg_catalog.int8 ORDER BY u.place) AS included,
			  x.indpred IS NOT NULL AS partial,
			  %TEXT(pg_catalog.pg_get_expr(x.indpred, x.indrelid),x.indrelid)% AS predicate,
			  (SELECT k.conname FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_constraint k ON k.oid OPERATOR(pg_catalog.=) d.refobjid
			    WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND d.objid OPERATOR(pg_catalog.=) x.indexrelid
			      AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
			      AND d.deptype OPERATOR(pg_catalog.=) 'i'::pg_catalog."char" LIMIT 1) AS "constraint",
			  coalesce(t.bytes, -1) AS bytes, coalesce(t.scans, -1) AS scans
			FROM scope x JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) x.indexrelid
			  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
			  JOIN pg_catalog.pg_am m ON m.oid OPERATOR(pg_catalog.=) c.relam LEFT JOIN total t ON t.root OPERATOR(pg_catalog.=) x.indexrelid
			ORDER BY x.indrelid, c.relname""";

	private ConstraintSql() {
	}

}
