package dev.appmigrations.engine.proof;

import java.util.List;

/**
 * One query for each kind of object that does not belong to a relation: schemas, types,
 * routines, operators, and what belongs to the whole database. The columns are those of
 * {@link CatalogueObjects} without the last. What these queries read,
 * {@link CatalogueFingerprints} must look at.
 */
final class CatalogueRoutines {

	private static final String SCHEMAS = """
			SELECT NULL::pg_catalog.text, 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid, 0,
			  'owner ' OPERATOR(pg_catalog.||) pg_catalog.pg_get_userbyid(n.nspowner)::pg_catalog.text,
			  NULL::pg_catalog.regclass, NULL::pg_catalog.oid, NULL::pg_catalog.text
			FROM space n""";

	private static final String TYPES = """
			SELECT NULL, 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0,
			  pg_catalog.concat_ws('; ',
			    'owner ' OPERATOR(pg_catalog.||) pg_catalog.pg_get_userbyid(t.typowner)::pg_catalog.text,
			    CASE WHEN t.typtype OPERATOR(pg_catalog.=) 'e'::pg_catalog."char"
			      THEN 'enum ' OPERATOR(pg_catalog.||) (SELECT pg_catalog.string_agg(
			          pg_catalog.quote_literal(e.enumlabel::pg_catalog.text), ', ' ORDER BY e.enumsortorder)
			        FROM pg_catalog.pg_enum e WHERE e.enumtypid OPERATOR(pg_catalog.=) t.oid)
			      WHEN t.typtype OPERATOR(pg_catalog.=) 'd'::pg_catalog."char"
			      THEN pg_catalog.concat_ws(' ', 'domain', pg_catalog.format_type(t.typbasetype, t.typtypmod),
			        CASE WHEN t.typcollation OPERATOR(pg_catalog.<>) b.typcollation
			          THEN pg_catalog.format('collate %s', t.typcollation::pg_catalog.regcollation) END,
			        CASE WHEN t.typnotnull THEN 'not null' END, 'default ' OPERATOR(pg_catalog.||) t.typdefault)
			      WHEN t.typtype OPERATOR(pg_catalog.=) 'r'::pg_catalog."char"
			      THEN (SELECT pg_catalog.concat_ws(' ', 'range of', pg_catalog.format_type(r.rngsubtype, NULL),
			          CASE WHEN r.rngcollation OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			            THEN pg_catalog.format('collate %s', r.rngcollation::pg_catalog.regcollation) END,
			          CASE WHEN r.rngcanonical::pg_catalog.oid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			            THEN pg_catalog.format('canonical %s', r.rngcanonical) END,
			          CASE WHEN r.rngsubdiff::pg_catalog.oid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			            THEN pg_catalog.format('difference %s', r.rngsubdiff) END)
			        FROM pg_catalog.pg_range r WHERE r.rngtypid OPERATOR(pg_catalog.=) t.oid)
			      WHEN t.typtype OPERATOR(pg_catalog.=) 'c'::pg_catalog."char" THEN 'composite'
			      WHEN t.typtype OPERATOR(pg_catalog.=) 'p'::pg_catalog."char" THEN 'shell'
			      ELSE pg_catalog.format('base %s %s', t.typinput, t.typoutput) END),
			  NULL::pg_catalog.regclass, NULL::pg_catalog.oid, NULL
			FROM datatype t LEFT JOIN pg_catalog.pg_type b ON b.oid OPERATOR(pg_catalog.=) t.typbasetype
			WHERE t.typtype OPERATOR(pg_catalog.<>) 'm'::pg_catalog."char"
			  AND (t.typrelid OPERATOR(pg_catalog.=) 0::pg_catalog.oid
			    OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) t.typrelid
			      AND c.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog."char"))
			  AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.oid OPERATOR(pg_catalog.=) t.typelem
			    AND e.typarray OPERATOR(pg_catalog.=) t.oid)
			  AND NOT EXISTS (SELECT FROM member m WHERE m.objid OPERATOR(pg_catalog.=) t.oid
			    AND m.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid)""";

	private static final String DOMAIN_CONSTRAINTS = """
			SELECT NULL, 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, 0, pg_catalog.pg_get_constraintdef(k.oid),
			  'pg_catalog.pg_type'::pg_catalog.regclass, k.contypid,
			  pg_catalog.format('ALTER DOMAIN %s DROP CONSTRAINT %I;', k.contypid::pg_catalog.regtype, k.conname)
			FROM pg_catalog.pg_constraint k JOIN datatype t ON t.oid OPERATOR(pg_catalog.=) k.contypid
			WHERE k.contype OPERATOR(pg_catalog.=) 'c'::pg_catalog."char"
			  OR (k.contype OPERATOR(pg_catalog.=) 'n'::pg_catalog."char" AND NOT k.convalidated)""";

	private static final String ROUTINES = """
			SELECT NULL, 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0,
			  pg_catalog.format('owner %s; %s', pg_catalog.pg_get_userbyid(p.proowner),
			    CASE WHEN p.prokind OPERATOR(pg_catalog.=) 'a'::pg_catalog."char" THEN (SELECT
			      pg_catalog.concat_ws(' ', 'aggregate', pg_catalog.pg_get_function_arguments(p.oid), 'returns',
			        pg_catalog.format_type(p.prorettype, NULL), 'by', a.aggtransfn, a.aggfinalfn, a.aggcombinefn,
			        pg_catalog.format_type(a.aggtranstype, NULL), a.agginitval,
			        CASE WHEN a.aggsortop OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			          THEN a.aggsortop::pg_catalog.regoperator END,
			        a.aggmtransfn, a.aggmfinalfn, p.proparallel)
			      FROM pg_catalog.pg_aggregate a WHERE a.aggfnoid::pg_catalog.oid OPERATOR(pg_catalog.=) p.oid)
			    ELSE pg_catalog.pg_get_functiondef(p.oid) END),
			  NULL::pg_catalog.regclass, NULL::pg_catalog.oid, NULL
			FROM routine p
			WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
			  WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid
			    AND d.objid OPERATOR(pg_catalog.=) p.oid
			    AND d.deptype OPERATOR(pg_catalog.=) ANY ('{e,i}'::pg_catalog."char"[]))""";

	private static final String OPERATORS = """
			SELECT NULL, 'pg_catalog.pg_operator'::pg_catalog.regclass, o.oid, 0,
			  pg_catalog.concat_ws(' ', o.oprcode,
			    CASE WHEN o.oprcom OPERATOR(pg_catalog.<>) 0::pg_catalog.oid THEN o.oprcom::pg_catalog.regoperator END,
			    CASE WHEN o.oprnegate OPERATOR(pg_catalog.<>) 0::pg_catalog.oid THEN o.oprnegate::pg_catalog.regoperator END,
			    o.oprrest, o.oprjoin, CASE WHEN o.oprcanmerge THEN 'merges' END, CASE WHEN o.oprcanhash THEN 'hashes' END,
			    'owner', pg_catalog.pg_get_userbyid(o.oprowner)),
			  NULL::pg_catalog.regclass, NULL::pg_catalog.oid, NULL
			FROM pg_catalog.pg_operator o JOIN space n ON n.oid OPERATOR(pg_catalog.=) o.oprnamespace
			WHERE o.oprcode::pg_catalog.oid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			  AND NOT EXISTS (SELECT FROM member m WHERE m.objid OPERATOR(pg_catalog.=) o.oid
			    AND m.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid)
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_opfamily'::pg_catalog.regclass, f.oid, 0,
			  pg_catalog.concat_ws('; ', pg_catalog.format('owner %s', pg_catalog.pg_get_userbyid(f.opfowner)),
			    (SELECT pg_catalog.string_agg(pg_catalog.format('operator %s %s %s', a.amopstrategy,
			        a.amopopr::pg_catalog.regoperator, a.amoppurpose), ', ' ORDER BY a.amoplefttype, a.amoprighttype,
			        a.amopstrategy)
			      FROM pg_catalog.pg_amop a WHERE a.amopfamily OPERATOR(pg_catalog.=) f.oid),
			    (SELECT pg_catalog.string_agg(pg_catalog.format('function %s %s', a.amprocnum,
			        a.amproc::pg_catalog.oid::pg_catalog.regprocedure), ', ' ORDER BY a.amproclefttype,
			        a.amprocrighttype, a.amprocnum)
			      FROM pg_catalog.pg_amproc a WHERE a.amprocfamily OPERATOR(pg_catalog.=) f.oid)),
			  NULL, NULL, NULL
			FROM pg_catalog.pg_opfamily f JOIN space n ON n.oid OPERATOR(pg_catalog.=) f.opfnamespace
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_opclass'::pg_catalog.regclass, c.oid, 0,
			  pg_catalog.concat_ws(' ', CASE WHEN c.opcdefault THEN 'default' END, 'owner',
			    pg_catalog.pg_get_userbyid(c.opcowner)), NULL, NULL, NULL
			FROM pg_catalog.pg_opclass c JOIN space n ON n.oid OPERATOR(pg_catalog.=) c.opcnamespace
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_cast'::pg_catalog.regclass, c.oid, 0,
			  pg_catalog.concat_ws(' ', c.castmethod, c.castcontext,
			    CASE WHEN c.castfunc OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			      THEN c.castfunc::pg_catalog.regprocedure END), NULL, NULL, NULL
			FROM pg_catalog.pg_cast c WHERE c.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
			    WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_cast'::pg_catalog.regclass::pg_catalog.oid
			      AND d.objid OPERATOR(pg_catalog.=) c.oid AND d.deptype OPERATOR(pg_catalog.=) 'i'::pg_catalog."char")""";

	private static final String NAMES = """
			SELECT NULL, 'pg_catalog.pg_collation'::pg_catalog.regclass, c.oid, 0,
			  pg_catalog.format('owner %s; %s', pg_catalog.pg_get_userbyid(c.collowner), pg_catalog.to_jsonb(c)
			    OPERATOR(pg_catalog.-) '{oid,collname,collnamespace,collowner,collversion}'::pg_catalog.text[]),
			  NULL::pg_catalog.regclass, NULL::pg_catalog.oid, NULL
			FROM pg_catalog.pg_collation c JOIN space n ON n.oid OPERATOR(pg_catalog.=) c.collnamespace
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_conversion'::pg_catalog.regclass, c.oid, 0,
			  pg_catalog.format('owner %s; %s', pg_catalog.pg_get_userbyid(c.conowner), c.conproc), NULL, NULL, NULL
			FROM pg_catalog.pg_conversion c JOIN space n ON n.oid OPERATOR(pg_catalog.=) c.connamespace
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_ts_config'::pg_catalog.regclass, c.oid, 0,
			  pg_catalog.concat_ws('; ', pg_catalog.format('owner %s', pg_catalog.pg_get_userbyid(c.cfgowner)),
			    (SELECT pg_catalog.string_agg(pg_catalog.format('%s %s', m.maptokentype,
			        m.mapdict::pg_catalog.regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
			      FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg OPERATOR(pg_catalog.=) c.oid)), NULL, NULL, NULL
			FROM pg_catalog.pg_ts_config c JOIN space n ON n.oid OPERATOR(pg_catalog.=) c.cfgnamespace
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, d.oid, 0,
			  pg_catalog.concat_ws('; ', pg_catalog.format('owner %s', pg_catalog.pg_get_userbyid(d.dictowner)),
			    d.dictinitoption), NULL, NULL, NULL
			FROM pg_catalog.pg_ts_dict d JOIN space n ON n.oid OPERATOR(pg_catalog.=) d.dictnamespace
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_language'::pg_catalog.regclass, l.oid, 0,
			  pg_catalog.format('owner %s; %s', pg_catalog.pg_get_userbyid(l.lanowner),
			    l.lanplcallfoid::pg_catalog.regproc), NULL, NULL, NULL
			FROM pg_catalog.pg_language l WHERE l.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_am'::pg_catalog.regclass, a.oid, 0, pg_catalog.format('%s', a.amhandler),
			  NULL, NULL, NULL
			FROM pg_catalog.pg_am a WHERE a.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid""";

	private static final String DATABASE_WIDE = """
			SELECT NULL, 'pg_catalog.pg_extension'::pg_catalog.regclass, e.oid, 0,
			  pg_catalog.format('version %s in schema %s', e.extversion, e.extnamespace::pg_catalog.regnamespace),
			  NULL::pg_catalog.regclass, NULL::pg_catalog.oid, NULL
			FROM pg_catalog.pg_extension e
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, t.oid, 0,
			  pg_catalog.concat_ws(' ', t.evtevent, t.evtfoid::pg_catalog.regprocedure, t.evttags,
			    CASE WHEN t.evtenabled OPERATOR(pg_catalog.=) 'D'::pg_catalog."char" THEN 'disabled'
			      WHEN t.evtenabled OPERATOR(pg_catalog.=) 'R'::pg_catalog."char" THEN 'replica'
			      WHEN t.evtenabled OPERATOR(pg_catalog.=) 'A'::pg_catalog."char" THEN 'always' END,
			    'owner', pg_catalog.pg_get_userbyid(t.evtowner)), NULL, NULL, NULL
			FROM pg_catalog.pg_event_trigger t
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, w.oid, 0,
			  pg_catalog.concat_ws(' ',
			    CASE WHEN w.fdwhandler OPERATOR(pg_catalog.<>) 0::pg_catalog.oid THEN w.fdwhandler::pg_catalog.regproc END,
			    CASE WHEN w.fdwvalidator OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			      THEN w.fdwvalidator::pg_catalog.regproc END,
			    w.fdwoptions, 'owner', pg_catalog.pg_get_userbyid(w.fdwowner)), NULL, NULL, NULL
			FROM pg_catalog.pg_foreign_data_wrapper w
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, s.oid, 0,
			  pg_catalog.concat_ws(' ', w.fdwname, s.srvtype, s.srvversion, s.srvoptions, 'owner',
			    pg_catalog.pg_get_userbyid(s.srvowner)), NULL, NULL, NULL
			FROM pg_catalog.pg_foreign_server s
			  JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid OPERATOR(pg_catalog.=) s.srvfdw
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_user_mapping'::pg_catalog.regclass, u.umid, 0, '',
			  'pg_catalog.pg_foreign_server'::pg_catalog.regclass, u.srvid, NULL
			FROM pg_catalog.pg_user_mappings u
			UNION ALL
			SELECT NULL, 'pg_catalog.pg_publication'::pg_catalog.regclass, p.oid, 0,
			  pg_catalog.concat_ws('; ', CASE WHEN p.puballtables THEN 'all tables' ELSE
			    (SELECT pg_catalog.string_agg(pg_catalog.format('%I.%I%s', t.schemaname, t.tablename,
			        ' where ' OPERATOR(pg_catalog.||) (pg_catalog.to_jsonb(t) OPERATOR(pg_catalog.->>) 'rowfilter'::pg_catalog.text)),
			        ', ' ORDER BY t.schemaname, t.tablename)
			      FROM pg_catalog.pg_publication_tables t WHERE t.pubname OPERATOR(pg_catalog.=) p.pubname
			        AND NOT EXISTS (SELECT FROM history h
			          JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) h.relnamespace
			          WHERE h.relname OPERATOR(pg_catalog.=) t.tablename
			            AND n.nspname OPERATOR(pg_catalog.=) t.schemaname)) END,
			    CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
			    CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END,
			    CASE WHEN p.pubviaroot THEN 'via root' END,
			    pg_catalog.format('owner %s', pg_catalog.pg_get_userbyid(p.pubowner))), NULL, NULL, NULL
			FROM pg_catalog.pg_publication p""";

	/** The types, and what belongs to one. */
	static final List<String> OF_TYPES = List.of(TYPES, DOMAIN_CONSTRAINTS);

	/** The functions, procedures and aggregates. */
	static final List<String> OF_ROUTINES = List.of(ROUTINES);

	/** Everything else. */
	static final List<String> OTHERS = List.of(SCHEMAS, OPERATORS, NAMES, DATABASE_WIDE);

	private CatalogueRoutines() {
	}

}
