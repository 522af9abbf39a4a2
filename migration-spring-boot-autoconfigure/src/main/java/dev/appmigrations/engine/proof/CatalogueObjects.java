package dev.appmigrations.engine.proof;

import java.util.List;

/**
 * One query for each kind of object that belongs to a relation. Each gives what is said
 * of the object ({@code NULL} for the object itself), its address, its definition, the
 * address of what it is a part of, how to remove it ({@code NULL} where a {@code DROP}
 * does), and the oid of the relation. What these queries read,
 * {@link CatalogueFingerprints} must look at.
 */
final class CatalogueObjects {

	private static final String RELATIONS = """
			SELECT NULL::pg_catalog.text, 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0,
			  pg_catalog.concat_ws('; ',
			    'owner ' OPERATOR(pg_catalog.||) pg_catalog.pg_get_userbyid(c.relowner)::pg_catalog.text,
			    CASE WHEN c.relpersistence OPERATOR(pg_catalog.=) 'u'::pg_catalog."char" THEN 'unlogged' END,
			    CASE WHEN c.reloftype OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			      THEN pg_catalog.format('of type %s', c.reloftype::pg_catalog.regtype) END,
			    CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'p'::pg_catalog."char"
			      THEN 'partitioned by ' OPERATOR(pg_catalog.||) pg_catalog.pg_get_partkeydef(c.oid) END,
			    (SELECT CASE WHEN c.relispartition THEN 'partition of ' ELSE 'inherits ' END
			        OPERATOR(pg_catalog.||) pg_catalog.string_agg(pg_catalog.format('%s%s', h.inhparent::pg_catalog.regclass,
			          CASE WHEN h.inhdetachpending THEN ' (detach pending)' END), ', ' ORDER BY h.inhseqno)
			      FROM pg_catalog.pg_inherits h WHERE h.inhrelid OPERATOR(pg_catalog.=) c.oid),
			    pg_catalog.pg_get_expr(c.relpartbound, c.oid),
			    'with ' OPERATOR(pg_catalog.||) (SELECT pg_catalog.string_agg(o.option, ', ' ORDER BY o.option)
			      FROM pg_catalog.unnest(c.reloptions) o (option)),
			    'toast with ' OPERATOR(pg_catalog.||) (SELECT pg_catalog.array_to_string(t.reloptions, ', ')
			      FROM pg_catalog.pg_class t WHERE t.oid OPERATOR(pg_catalog.=) c.reltoastrelid),
			    'tablespace ' OPERATOR(pg_catalog.||) (SELECT t.spcname::pg_catalog.text
			      FROM pg_catalog.pg_tablespace t WHERE t.oid OPERATOR(pg_catalog.=) c.reltablespace),
			    'access method ' OPERATOR(pg_catalog.||) (SELECT m.amname::pg_catalog.text FROM pg_catalog.pg_am m
			      WHERE m.oid OPERATOR(pg_catalog.=) c.relam AND m.amname OPERATOR(pg_catalog.<>) 'heap'::pg_catalog.name),
			    CASE WHEN NOT c.relispopulated THEN 'not populated' END,
			    (SELECT pg_catalog.format('server %s %s', s.srvname, f.ftoptions) FROM pg_catalog.pg_foreign_table f
			      JOIN pg_catalog.pg_foreign_server s ON s.oid OPERATOR(pg_catalog.=) f.ftserver
			      WHERE f.ftrelid OPERATOR(pg_catalog.=) c.oid),
			    (SELECT pg_catalog.format('as %s start %s increment %s min %s max %s cache %s%s',
			        pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
			        CASE WHEN s.seqcycle THEN ' cycle' END)
			      FROM pg_catalog.pg_sequence s WHERE s.seqrelid OPERATOR(pg_catalog.=) c.oid),
			    CASE WHEN a.refobjid IS NOT NULL THEN pg_catalog.format('owned by %s.%I', a.refobjid::pg_catalog.regclass,
			      (SELECT t.attname FROM pg_catalog.pg_attribute t WHERE t.attrelid OPERATOR(pg_catalog.=) a.refobjid
			        AND t.attnum OPERATOR(pg_catalog.=) a.refobjsubid)) END,
			    CASE WHEN c.relkind OPERATOR(pg_catalog.=) ANY ('{v,m}'::pg_catalog."char"[])
			      THEN pg_catalog.pg_get_viewdef(c.oid) END),
			  'pg_catalog.pg_class'::pg_catalog.regclass, a.refobjid, NULL::pg_catalog.text, c.home
			FROM relation c LEFT JOIN pg_catalog.pg_depend a ON c.relkind OPERATOR(pg_catalog.=) 'S'::pg_catalog."char"
			  AND a.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			  AND a.objid OPERATOR(pg_catalog.=) c.oid
			  AND a.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			  AND a.refobjsubid OPERATOR(pg_catalog.>) 0
			  AND a.deptype OPERATOR(pg_catalog.=) ANY ('{a,i}'::pg_catalog."char"[])
			WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,S,f}'::pg_catalog."char"[])""";

	private static final String ROW_SECURITY = """
			SELECT 'row level security', 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0, '', NULL, NULL,
			  pg_catalog.format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY;', c.oid::pg_catalog.regclass), c.home
			FROM relation c WHERE c.relrowsecurity
			UNION ALL
			SELECT 'forced row level security', 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0, '', NULL, NULL,
			  pg_catalog.format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY;', c.oid::pg_catalog.regclass), c.home
			FROM relation c WHERE c.relforcerowsecurity""";

	private static final String REPLICA_IDENTITY = """
			SELECT 'replica identity', 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0,
			  CASE WHEN c.relreplident OPERATOR(pg_catalog.=) 'f'::pg_catalog."char" THEN 'full'
			    WHEN c.relreplident OPERATOR(pg_catalog.=) 'n'::pg_catalog."char" THEN 'nothing'
			    ELSE (SELECT pg_catalog.format('index %s', x.indexrelid::pg_catalog.regclass) FROM pg_catalog.pg_index x
			      WHERE x.indrelid OPERATOR(pg_catalog.=) c.oid AND x.indisreplident) END,
			  NULL, NULL, pg_catalog.format('ALTER TABLE %s REPLICA IDENTITY DEFAULT;', c.oid::pg_catalog.regclass),
			  c.home
			FROM relation c WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,m}'::pg_catalog."char"[])
			  AND c.relreplident OPERATOR(pg_catalog.<>) 'd'::pg_catalog."char\"""";

	private static final String COLUMNS = """
			SELECT NULL, 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, a.attnum::pg_catalog.int4,
			  pg_catalog.concat_ws(' ', pg_catalog.format_type(a.atttypid, a.atttypmod),
			    CASE WHEN a.attcollation OPERATOR(pg_catalog.<>) t.typcollation
			      THEN pg_catalog.format('collate %s', a.attcollation::pg_catalog.regcollation) END,
			    CASE WHEN a.attnotnull THEN 'not null' END,
			    CASE WHEN a.attidentity OPERATOR(pg_catalog.=) 'a'::pg_catalog."char" THEN 'generated always as identity'
			      WHEN a.attidentity OPERATOR(pg_catalog.=) 'd'::pg_catalog."char" THEN 'generated by default as identity' END,
			    CASE WHEN a.attgenerated OPERATOR(pg_catalog.=) 's'::pg_catalog."char" THEN 'generated always stored'
			      WHEN a.attgenerated OPERATOR(pg_catalog.=) 'v'::pg_catalog."char" THEN 'generated always virtual' END,
			    'default ' OPERATOR(pg_catalog.||) pg_catalog.pg_get_expr(d.adbin, d.adrelid),
			    CASE WHEN a.attstorage OPERATOR(pg_catalog.<>) t.typstorage
			      THEN pg_catalog.format('storage %s', a.attstorage) END,
			    CASE WHEN a.attcompression OPERATOR(pg_catalog.<>) ''::pg_catalog."char"
			      THEN pg_catalog.format('compression %s', a.attcompression) END,
			    CASE WHEN a.attstattarget::pg_catalog.int4 OPERATOR(pg_catalog.<>) -1
			      THEN pg_catalog.format('statistics %s', a.attstattarget) END,
			    'with ' OPERATOR(pg_catalog.||) pg_catalog.array_to_string(a.attoptions, ', '),
			    'options ' OPERATOR(pg_catalog.||) pg_catalog.array_to_string(a.attfdwoptions, ', '),
			    CASE WHEN NOT a.attislocal THEN 'inherited' END),
			  CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog."char" THEN 'pg_catalog.pg_type'::pg_catalog.regclass
			    ELSE 'pg_catalog.pg_class'::pg_catalog.regclass END,
			  CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog."char" THEN c.reltype ELSE c.oid END,
			  pg_catalog.format(CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog."char"
			      THEN 'ALTER TYPE %s DROP ATTRIBUTE %I;' ELSE 'ALTER TABLE %s DROP COLUMN %I;' END,
			    c.oid::pg_catalog.regclass, a.attname),
			  c.home
			FROM relation c JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
			  JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) a.atttypid
			  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid OPERATOR(pg_catalog.=) c.oid
			    AND d.adnum OPERATOR(pg_catalog.=) a.attnum
			WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f,c,v,m}'::pg_catalog."char"[])
			  AND a.attnum::pg_catalog.int4 OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped""";

	private static final String INDEXES = """
			SELECT NULL, 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0,
			  pg_catalog.concat_ws('; ', pg_catalog.pg_get_indexdef(c.oid), CASE WHEN NOT x.indisvalid THEN 'invalid' END,
			    CASE WHEN NOT (x.indisready AND x.indislive) THEN 'not ready' END,
			    CASE WHEN x.indisclustered THEN 'clustered' END,
			    'tablespace ' OPERATOR(pg_catalog.||) (SELECT t.spcname::pg_catalog.text
			      FROM pg_catalog.pg_tablespace t WHERE t.oid OPERATOR(pg_catalog.=) c.reltablespace),
			    (SELECT pg_catalog.format('part of %s', h.inhparent::pg_catalog.regclass)
			      FROM pg_catalog.pg_inherits h WHERE h.inhrelid OPERATOR(pg_catalog.=) c.oid),
			    'statistics ' OPERATOR(pg_catalog.||) (SELECT pg_catalog.string_agg(pg_catalog.format('%s of %s',
			        a.attstattarget, a.attnum), ', ' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
			      WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid
			        AND a.attstattarget::pg_catalog.int4 OPERATOR(pg_catalog.<>) -1)),
			  CASE WHEN k.oid IS NOT NULL THEN 'pg_catalog.pg_constraint'::pg_catalog.regclass
			    ELSE 'pg_catalog.pg_class'::pg_catalog.regclass END,
			  coalesce(k.oid, x.indrelid), NULL, c.home
			FROM relation c JOIN pg_catalog.pg_index x ON x.indexrelid OPERATOR(pg_catalog.=) c.oid
			  LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid OPERATOR(pg_catalog.=) x.indrelid
			    AND k.conindid OPERATOR(pg_catalog.=) c.oid
			    AND k.contype OPERATOR(pg_catalog.=) ANY ('{p,u,x}'::pg_catalog."char"[])""";

	// From PostgreSQL 18 on, "not null" is a constraint too; columns say it already.
	private static final String CONSTRAINTS = """
			SELECT NULL, 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 0,
			  pg_catalog.concat(pg_catalog.pg_get_constraintdef(k.oid), CASE WHEN NOT k.conislocal THEN ' (inherited)' END,
			    (SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('; triggers %s', t.tgenabled), '')
			      FROM pg_catalog.pg_trigger t WHERE t.tgconstraint OPERATOR(pg_catalog.=) k.oid AND t.tgisinternal
			        AND t.tgenabled OPERATOR(pg_catalog.<>) 'O'::pg_catalog."char")),
			  'pg_catalog.pg_class'::pg_catalog.regclass, k.conrelid,
			  pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT %I;', k.conrelid::pg_catalog.regclass, k.conname), k.conrelid
			FROM pg_catalog.pg_constraint k JOIN relation c ON c.oid OPERATOR(pg_catalog.=) k.conrelid
			WHERE (k.contype OPERATOR(pg_catalog.=) ANY ('{c,f,p,u,x}'::pg_catalog."char"[])
			    OR (k.contype OPERATOR(pg_catalog.=) 'n'::pg_catalog."char" AND NOT k.convalidated))""";

	private static final String TRIGGERS_RULES_POLICIES = """
			SELECT NULL, 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid, 0,
			  pg_catalog.concat_ws('; ', pg_catalog.pg_get_triggerdef(t.oid),
			    CASE WHEN t.tgenabled OPERATOR(pg_catalog.=) 'D'::pg_catalog."char" THEN 'disabled'
			      WHEN t.tgenabled OPERATOR(pg_catalog.=) 'R'::pg_catalog."char" THEN 'replica'
			      WHEN t.tgenabled OPERATOR(pg_catalog.=) 'A'::pg_catalog."char" THEN 'always' END),
			  'pg_catalog.pg_class'::pg_catalog.regclass, t.tgrelid, NULL, t.tgrelid
			FROM pg_catalog.pg_trigger t JOIN relation c ON c.oid OPERATOR(pg_catalog.=) t.tgrelid WHERE NOT t.tgisinternal
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_rewrite'::pg_catalog.regclass, r.oid, 0,
			  pg_catalog.concat_ws('; ', pg_catalog.pg_get_ruledef(r.oid),
			    CASE WHEN r.ev_enabled OPERATOR(pg_catalog.=) 'D'::pg_catalog."char" THEN 'disabled'
			      WHEN r.ev_enabled OPERATOR(pg_catalog.=) 'R'::pg_catalog."char" THEN 'replica'
			      WHEN r.ev_enabled OPERATOR(pg_catalog.=) 'A'::pg_catalog."char" THEN 'always' END),
			  'pg_catalog.pg_class'::pg_catalog.regclass, r.ev_class, NULL, r.ev_class
			FROM pg_catalog.pg_rewrite r JOIN relation c ON c.oid OPERATOR(pg_catalog.=) r.ev_class
			WHERE r.rulename OPERATOR(pg_catalog.<>) '_RETURN'::pg_catalog.name
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, 0,
			  pg_catalog.concat_ws(' ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, 'for',
			    CASE WHEN p.polcmd OPERATOR(pg_catalog.=) 'r'::pg_catalog."char" THEN 'select'
			      WHEN p.polcmd OPERATOR(pg_catalog.=) 'a'::pg_catalog."char" THEN 'insert'
			      WHEN p.polcmd OPERATOR(pg_catalog.=) 'w'::pg_catalog."char" THEN 'update'
			      WHEN p.polcmd OPERATOR(pg_catalog.=) 'd'::pg_catalog."char" THEN 'delete' ELSE 'all' END,
			    'to', (SELECT pg_catalog.string_agg(CASE WHEN r.id OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN 'public'
			        ELSE pg_catalog.format('%I', pg_catalog.pg_get_userbyid(r.id)) END, ', '
			        ORDER BY pg_catalog.pg_get_userbyid(r.id)) FROM pg_catalog.unnest(p.polroles) r (id)),
			    'using ' OPERATOR(pg_catalog.||) pg_catalog.pg_get_expr(p.polqual, p.polrelid),
			    'with check ' OPERATOR(pg_catalog.||) pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)),
			  'pg_catalog.pg_class'::pg_catalog.regclass, p.polrelid, NULL, p.polrelid
			FROM pg_catalog.pg_policy p JOIN relation c ON c.oid OPERATOR(pg_catalog.=) p.polrelid""";

	private static final String STATISTICS = """
			SELECT NULL, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid, 0,
			  pg_catalog.concat_ws('; ', pg_catalog.pg_get_statisticsobjdef(s.oid),
			    pg_catalog.format('owner %s', pg_catalog.pg_get_userbyid(s.stxowner)),
			    CASE WHEN s.stxstattarget::pg_catalog.int4 OPERATOR(pg_catalog.<>) -1
			      THEN pg_catalog.format('statistics %s', s.stxstattarget) END),
			  'pg_catalog.pg_class'::pg_catalog.regclass, s.stxrelid, NULL, s.stxrelid
			FROM pg_catalog.pg_statistic_ext s JOIN relation c ON c.oid OPERATOR(pg_catalog.=) s.stxrelid""";

	static final List<String> ALL = List.of(RELATIONS, ROW_SECURITY, REPLICA_IDENTITY, COLUMNS, INDEXES, CONSTRAINTS,
			TRIGGERS_RULES_POLICIES, STATISTICS);

	private CatalogueObjects() {
	}

}
