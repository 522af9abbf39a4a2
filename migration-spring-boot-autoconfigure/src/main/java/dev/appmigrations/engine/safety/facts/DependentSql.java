package dev.appmigrations.engine.safety.facts;

/**
 * The statement that reads what depends on relations.
 */
final class DependentSql {

	/** Dependents of relations and columns, and the dependents of these. */
	static final String DEPENDENTS = """
			WITH RECURSIVE edge (root, part, class, id, sub) AS (
			  SELECT d.refobjid, d.refobjsubid, d.classid, d.objid, d.objsubid FROM pg_catalog.pg_depend d
			  WHERE d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			    AND d.refobjid OPERATOR(pg_catalog.=) ANY (%MEMBERS%) AND d.deptype OPERATOR(pg_catalog.=) ANY ('{n,a}'::pg_catalog."char"[])
			    AND d.classid OPERATOR(pg_catalog.<>) 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
			  UNION SELECT c.oid, 0, d.classid, d.objid, d.objsubid
			  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) c.reltype
			    JOIN pg_catalog.pg_depend d ON d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid
			      AND d.refobjid OPERATOR(pg_catalog.=) ANY (ARRAY[t.oid, t.typarray]) AND d.deptype OPERATOR(pg_catalog.=) 'n'::pg_catalog."char"
			  WHERE c.oid OPERATOR(pg_catalog.=) ANY (%MEMBERS%)
			  UNION SELECT e.root, e.part, d.classid, d.objid, d.objsubid
			  FROM edge e
			    LEFT JOIN pg_catalog.pg_rewrite r ON r.oid OPERATOR(pg_catalog.=) e.id AND r.ev_class OPERATOR(pg_catalog.<>) e.root
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid
			      AND r.ev_type OPERATOR(pg_catalog.=) '1'::pg_catalog."char"
			    LEFT JOIN pg_catalog.pg_class v ON v.oid OPERATOR(pg_catalog.=) r.ev_class
			    LEFT JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) v.reltype
			    CROSS JOIN LATERAL (
			      SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS class, v.oid AS id
			      UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, t.oid
			      UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, t.typarray
			      UNION ALL SELECT e.class, e.id
			      WHERE e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid) s
			    JOIN pg_catalog.pg_depend d ON d.refclassid OPERATOR(pg_catalog.=) s.class AND d.refobjid OPERATOR(pg_catalog.=) s.id
			  WHERE d.deptype OPERATOR(pg_catalog.=) ANY ('{n,a}'::pg_catalog."char"[])
			), named AS MATERIALIZED (
			  SELECT e.root, e.part, e.class, e.id, e.sub, coalesce(r.ev_class, g.tgrelid, p.polrelid, a.attrelid) AS home,
			    CASE WHEN r.ev_type OPERATOR(pg_catalog.=) '1'::pg_catalog."char" AND v.relkind OPERATOR(pg_catalog.=) 'm'::pg_catalog."char"
			        THEN 'MATERIALIZED_VIEW'::pg_catalog.text
			      WHEN r.ev_type OPERATOR(pg_catalog.=) '1'::pg_catalog."char" THEN 'VIEW' WHEN r.oid IS NOT NULL THEN 'RULE'
			      WHEN g.oid IS NOT NULL THEN 'TRIGGER' WHEN p.oid IS NOT NULL THEN 'POLICY'
			      WHEN q.oid IS NOT NULL THEN 'FUNCTION' WHEN a.attgenerated OPERATOR(pg_catalog.<>) ''::pg_catalog."char" THEN 'GENERATED_COLUMN'
			      WHEN s.oid IS NOT NULL THEN 'STATISTICS' WHEN b.oid IS NOT NULL THEN 'PUBLICATION' ELSE 'OTHER' END AS kind,
			    coalesce(CASE WHEN r.ev_type OPERATOR(pg_catalog.<>) '1'::pg_catalog."char" THEN r.rulename END, g.tgname, p.polname, q.proname,
			      a.attname, s.stxname, b.pubname, CASE WHEN e.sub OPERATOR(pg_catalog.=) 0 THEN h.relname END) AS name,
			    coalesce(q.pronamespace, s.stxnamespace, CASE WHEN e.sub OPERATOR(pg_catalog.=) 0 THEN h.relnamespace END) AS space
			  FROM edge e
			    LEFT JOIN pg_catalog.pg_rewrite r ON r.oid OPERATOR(pg_catalog.=) e.id
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_class v ON v.oid OPERATOR(pg_catalog.=) r.ev_class
			    LEFT JOIN pg_catalog.pg_trigger g ON g.oid OPERATOR(pg_catalog.=) e.id
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_policy p ON p.oid OPERATOR(pg_catalog.=) e.id
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_policy'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_proc q ON q.oid OPERATOR(pg_catalog.=) e.id
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_attrdef f ON f.oid OPERATOR(pg_catalog.=) e.id
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_class h ON h.oid OPERATOR(pg_catalog.=) e.id
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) coalesce(f.adrelid, h.oid)
				      AND a.attnum::pg_catalog.int4 OPERATOR(pg_catalog.=) coalesce(f.adnum::pg_catalog.int4, e.sub)
			    LEFT JOIN pg_catalog.pg_statistic_ext s ON s.oid OPERATOR(pg_catalog.=) e.id
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_publication_rel w ON w.oid OPERATOR(pg_catalog.=) e.id
			      AND e.class OPERATOR(pg_catalog.=) 'pg_catalog.pg_publication_rel'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_publication b ON b.oid OPERATOR(pg_catalog.=) w.prpubid
			  WHERE e.class OPERATOR(pg_catalog.<>) 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
			    AND NOT coalesce(a.attrelid OPERATOR(pg_catalog.=) e.root AND a.attnum::pg_catalog.int4 OPERATOR(pg_catalog.=) e.part, false)
				    AND NOT coalesce(e.sub OPERATOR(pg_catalog.<>) 0 AND h.relkind OPERATOR(pg_catalog.=) ANY ('{v,m}'::pg_catalog."char"[]), false)
			    AND coalesce(h.relkind, 'S'::pg_catalog."char") OPERATOR(pg_catalog.<>) ALL ('{i,I,t}'::pg_catalog."char"[])
			    AND NOT (h.oid IS NOT NULL AND e.sub OPERATOR(pg_catalog.=) 0 AND h.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f}'::pg_catalog."char"[]))
			    AND NOT coalesce(r.ev_type OPERATOR(pg_catalog.=) '1'::pg_catalog."char" AND r.ev_class OPERATOR(pg_catalog.=) e.root, false)
			    AND NOT (e.part OPERATOR(pg_catalog.=) 0 AND coalesce(g.tgrelid, w.prrelid, 0::pg_catalog.oid) OPERATOR(pg_catalog.=) e.root)
			)
			SELECT DISTINCT d.root AS relation, d.kind, coalesce(hn.nspname, sn.nspname) AS schema, h.relname AS home,
			  coalesce(d.name, CASE WHEN d.kind OPERATOR(pg_catalog.=) 'OTHER'::pg_catalog.text THEN
			    (SELECT i.identity FROM pg_catalog.pg_identify_object(d.class, d.id, d.sub) i) END) AS name,
			  CASE WHEN d.part OPERATOR(pg_catalog.>) 0 THEN a.attname END AS "column"
			FROM named d LEFT JOIN pg_catalog.pg_class h ON h.oid OPERATOR(pg_catalog.=) d.home
			  LEFT JOIN pg_catalog.pg_namespace hn ON hn.oid OPERATOR(pg_catalog.=) h.relnamespace
			  LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid OPERATOR(pg_catalog.=) d.space
			  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) d.root AND a.attnum::pg_catalog.int4 OPERATOR(pg_catalog.=) d.part
			ORDER BY 1, 2, 3, 4, 5, 6""";

	private DependentSql() {
	}

}
