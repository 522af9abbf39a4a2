package dev.appmigrations.engine.safety.facts;

/**
 * The statements that read types and functions.
 */
final class TypeSql {

	/** Types that were asked for, those of columns, and those beneath them. */
	static final String TYPES = """
			WITH RECURSIVE beneath (oid) AS (
			  SELECT u.oid FROM pg_catalog.unnest(%TYPES%) AS u (oid)
			  UNION SELECT a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid OPERATOR(pg_catalog.=) ANY (%RELATIONS%)
			    AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND a.atttypid OPERATOR(pg_catalog.>=) %FIRST_USER_OID%
			  UNION SELECT s.oid FROM beneath b JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) b.oid
			    CROSS JOIN LATERAL (SELECT t.typbasetype UNION ALL SELECT t.typelem) AS s (oid)
			  WHERE s.oid OPERATOR(pg_catalog.>=) %FIRST_USER_OID%
			), chain (root, oid) AS (
			  SELECT b.oid, b.oid FROM beneath b
			  UNION SELECT c.root, t.typbasetype FROM chain c JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) c.oid
			  WHERE t.typtype OPERATOR(pg_catalog.=) 'd'::pg_catalog."char"
			), constrained (root) AS MATERIALIZED (
			  SELECT DISTINCT c.root FROM chain c JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) c.oid
			  WHERE t.typnotnull OR EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contypid OPERATOR(pg_catalog.=) t.oid)
			)
			SELECT n.nspname AS schema, t.typname AS name, t.typtype AS kind, k.root IS NOT NULL AS constrained,
			  ARRAY(SELECT e.enumlabel FROM pg_catalog.pg_enum e WHERE e.enumtypid OPERATOR(pg_catalog.=) t.oid ORDER BY e.enumsortorder) AS labels,
			  bn.nspname AS base_schema, y.typname AS base
			FROM beneath b JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) b.oid
			  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
			  LEFT JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) t.typrelid
			  LEFT JOIN constrained k ON k.root OPERATOR(pg_catalog.=) t.oid
			  LEFT JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) t.typbasetype AND t.typtype OPERATOR(pg_catalog.=) 'd'::pg_catalog."char"
			  LEFT JOIN pg_catalog.pg_namespace bn ON bn.oid OPERATOR(pg_catalog.=) y.typnamespace
			WHERE t.typtype OPERATOR(pg_catalog.=) ANY ('{e,d,c,r,b}'::pg_catalog."char"[]) AND (c.oid IS NULL OR c.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog."char")
			  AND t.typcategory OPERATOR(pg_catalog.<>) 'A'::pg_catalog."char"
			ORDER BY n.nspname, t.typname""";

	/** Functions, the least stable of the overloads. */
	static final String ROUTINES = """
			SELECT n.nspname AS schema, f.proname AS name,
			  (ARRAY['IMMUTABLE', 'STABLE', 'VOLATILE'])[pg_catalog.max(CASE WHEN f.provolatile OPERATOR(pg_catalog.=) 'i'::pg_catalog."char" THEN 1
			    WHEN f.provolatile OPERATOR(pg_catalog.=) 's'::pg_catalog."char" THEN 2 ELSE 3 END)] AS volatility
			FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) f.pronamespace
			WHERE f.oid OPERATOR(pg_catalog.=) ANY (%ROUTINES%) AND f.prokind OPERATOR(pg_catalog.=) 'f'::pg_catalog."char"
			GROUP BY n.nspname, f.proname ORDER BY n.nspname, f.proname""";

	private TypeSql() {
	}

}
