package dev.appmigrations.engine.proof;

import java.util.List;

/**
 * One query for each kind of thing that is said of objects, or of none. Each gives an
 * identity, a definition, the identity of what it belongs to, how to remove it, and the
 * key of its group.
 */
final class CatalogueFacts {

	private static final String COMMENTS = """
			SELECT pg_catalog.format('comment on %s', n.identity), pg_catalog.quote_literal(d.description), n.identity,
			  CASE WHEN n.identity OPERATOR(pg_catalog.~) ('^(table|column|view|index|sequence|schema|function|procedure|type'
			      '|policy|trigger|materialized view|extension) ')::pg_catalog.text
			    THEN pg_catalog.format('COMMENT ON %s IS NULL;', pg_catalog.regexp_replace(n.identity, '^\\w+( view)?',
			      pg_catalog.upper(pg_catalog.substring(n.identity, '^\\w+(?: view)?')))) END, n.home
			FROM named n JOIN pg_catalog.pg_description d ON d.classoid OPERATOR(pg_catalog.=) n.class::pg_catalog.oid
			  AND d.objoid OPERATOR(pg_catalog.=) n.id AND d.objsubid OPERATOR(pg_catalog.=) n.part
			WHERE n.aspect IS NULL""";

	private static final String GRANTS = """
			SELECT * FROM (
			WITH acl (class, id, part, given, usual, kind, target, parts) AS (
			  SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0, c.relacl,
			    pg_catalog.acldefault(CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'S'::pg_catalog."char"
			      THEN 's'::pg_catalog."char" ELSE 'r'::pg_catalog."char" END, c.relowner),
			    CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'S'::pg_catalog."char" THEN 'SEQUENCE' ELSE 'TABLE' END,
			    pg_catalog.format('%s', c.oid::pg_catalog.regclass), ''
			  FROM relation c WHERE c.relacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid, a.attnum::pg_catalog.int4, a.attacl, NULL, 'TABLE',
			    pg_catalog.format('%s', a.attrelid::pg_catalog.regclass), pg_catalog.format(' (%I)', a.attname)
			  FROM pg_catalog.pg_attribute a JOIN relation c ON c.oid OPERATOR(pg_catalog.=) a.attrelid
			  WHERE a.attacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid, 0, n.nspacl,
			    pg_catalog.acldefault('n'::pg_catalog."char", n.nspowner), 'SCHEMA', pg_catalog.format('%I', n.nspname), ''
			  FROM space n WHERE n.nspacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0, p.proacl,
			    pg_catalog.acldefault('f'::pg_catalog."char", p.proowner), 'ROUTINE',
			    pg_catalog.format('%s', p.oid::pg_catalog.regprocedure), ''
			  FROM routine p WHERE p.proacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0, t.typacl,
			    pg_catalog.acldefault('T'::pg_catalog."char", t.typowner), 'TYPE',
			    pg_catalog.format('%s', t.oid::pg_catalog.regtype), ''
			  FROM datatype t WHERE t.typacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, l.oid, 0, l.lanacl,
			    pg_catalog.acldefault('l'::pg_catalog."char", l.lanowner), 'LANGUAGE', pg_catalog.format('%I', l.lanname), ''
			  FROM pg_catalog.pg_language l WHERE l.lanacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, s.oid, 0, s.srvacl,
			    pg_catalog.acldefault('S'::pg_catalog."char", s.srvowner), 'FOREIGN SERVER',
			    pg_catalog.format('%I', s.srvname), ''
			  FROM pg_catalog.pg_foreign_server s WHERE s.srvacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, w.oid, 0, w.fdwacl,
			    pg_catalog.acldefault('F'::pg_catalog."char", w.fdwowner), 'FOREIGN DATA WRAPPER',
			    pg_catalog.format('%I', w.fdwname), ''
			  FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
			), changed AS (
			  SELECT a.*, true AS added, x.grantee, x.privilege_type, x.is_grantable
			  FROM acl a, pg_catalog.aclexplode(a.given) x
			  WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(a.usual) u
			    WHERE u.grantee OPERATOR(pg_catalog.=) x.grantee
			      AND u.privilege_type OPERATOR(pg_catalog.=) x.privilege_type
			      AND u.is_grantable OPERATOR(pg_catalog.=) x.is_grantable)
			  UNION ALL
			  SELECT a.*, false, x.grantee, x.privilege_type, x.is_grantable
			  FROM acl a, pg_catalog.aclexplode(a.usual) x
			  WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(a.given) u
			    WHERE u.grantee OPERATOR(pg_catalog.=) x.grantee
			      AND u.privilege_type OPERATOR(pg_catalog.=) x.privilege_type)
			), worded AS (
			  SELECT n.identity, n.home, c.*, CASE WHEN c.grantee OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN 'PUBLIC'
			    ELSE pg_catalog.format('%I', pg_catalog.pg_get_userbyid(c.grantee)) END AS role
			  FROM changed c JOIN named n ON n.class::pg_catalog.oid OPERATOR(pg_catalog.=) c.class::pg_catalog.oid
			    AND n.id OPERATOR(pg_catalog.=) c.id AND n.part OPERATOR(pg_catalog.=) c.part AND n.aspect IS NULL
			)
			SELECT pg_catalog.format(CASE WHEN w.added THEN 'grant of %s to %s on %s' ELSE 'revoke of %s from %s on %s' END,
			    w.privilege_type, w.role, w.identity),
			  pg_catalog.string_agg(DISTINCT CASE WHEN w.is_grantable AND w.added THEN 'with grant option' ELSE '' END, ''),
			  w.identity,
			  pg_catalog.format(CASE WHEN w.added THEN 'REVOKE %s%s ON %s %s FROM %s;' ELSE 'GRANT %s%s ON %s %s TO %s;' END,
			    w.privilege_type, w.parts, w.kind, w.target, w.role), w.home
			FROM worded w GROUP BY w.added, w.privilege_type, w.role, w.identity, w.home, w.parts, w.kind, w.target
			) grants""";

	// Those for all schemas begin with what everybody has anyway.
	private static final String DEFAULT_PRIVILEGES = """
			SELECT * FROM (
			WITH acl AS (
			  SELECT d.defaclacl AS given, k.kind, pg_catalog.format('%I', pg_catalog.pg_get_userbyid(d.defaclrole)) AS creator,
			    CASE WHEN n.oid IS NOT NULL THEN pg_catalog.format(' in schema %I', n.nspname) END AS place,
			    CASE WHEN n.oid IS NULL THEN pg_catalog.acldefault(k.usual, d.defaclrole) END AS usual
			  FROM pg_catalog.pg_default_acl d JOIN (VALUES ('r'::pg_catalog."char", 'r'::pg_catalog."char", 'TABLES'),
			      ('S', 's', 'SEQUENCES'), ('f', 'f', 'ROUTINES'), ('T', 'T', 'TYPES'), ('n', 'n', 'SCHEMAS'),
			      ('L', 'L', 'LARGE OBJECTS')) AS k (type, usual, kind) ON k.type OPERATOR(pg_catalog.=) d.defaclobjtype
			    LEFT JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) d.defaclnamespace
			), changed AS (
			  SELECT a.*, true AS added, x.grantee, x.privilege_type, x.is_grantable
			  FROM acl a, pg_catalog.aclexplode(a.given) x
			  WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(a.usual) u
			    WHERE u.grantee OPERATOR(pg_catalog.=) x.grantee
			      AND u.privilege_type OPERATOR(pg_catalog.=) x.privilege_type
			      AND u.is_grantable OPERATOR(pg_catalog.=) x.is_grantable)
			  UNION ALL
			  SELECT a.*, false, x.grantee, x.privilege_type, x.is_grantable
			  FROM acl a, pg_catalog.aclexplode(a.usual) x
			  WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(a.given) u
			    WHERE u.grantee OPERATOR(pg_catalog.=) x.grantee
			      AND u.privilege_type OPERATOR(pg_catalog.=) x.privilege_type)
			), worded AS (
			  SELECT c.*, pg_catalog.format('%s ON %s', c.privilege_type, c.kind) AS what,
			    CASE WHEN c.grantee OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN 'PUBLIC'
			      ELSE pg_catalog.format('%I', pg_catalog.pg_get_userbyid(c.grantee)) END AS role
			  FROM changed c
			)
			SELECT pg_catalog.format(CASE WHEN w.added THEN 'default grant of %s to %s%s, for what %s creates'
			    ELSE 'default revoke of %s from %s%s, for what %s creates' END, w.what, w.role, w.place, w.creator),
			  pg_catalog.string_agg(DISTINCT CASE WHEN w.is_grantable AND w.added THEN 'with grant option' ELSE '' END, ''),
			  NULL,
			  pg_catalog.format(CASE WHEN w.added THEN 'ALTER DEFAULT PRIVILEGES FOR ROLE %s%s%s REVOKE %s FROM %s;'
			    ELSE 'ALTER DEFAULT PRIVILEGES FOR ROLE %s%s%s GRANT %s TO %s;' END, w.creator,
			    pg_catalog.upper(pg_catalog.left(w.place, 11)), pg_catalog.substr(w.place, 12), w.what, w.role),
			  NULL::pg_catalog.int8
			FROM worded w GROUP BY w.added, w.what, w.role, w.place, w.creator
			) default_grants""";

	private static final String LABELS = """
			SELECT pg_catalog.format('security label of %s on %s', l.provider, n.identity), l.label, n.identity, NULL, n.home
			FROM named n JOIN pg_catalog.pg_seclabel l ON l.classoid OPERATOR(pg_catalog.=) n.class::pg_catalog.oid
			  AND l.objoid OPERATOR(pg_catalog.=) n.id AND l.objsubid OPERATOR(pg_catalog.=) n.part
			WHERE n.aspect IS NULL""";

	private static final String OF_DATABASE = """
			SELECT 'comment on database', pg_catalog.quote_literal(d.description), NULL,
			  pg_catalog.format('COMMENT ON DATABASE %I IS NULL;', b.datname), NULL::pg_catalog.int8
			FROM pg_catalog.pg_shdescription d JOIN pg_catalog.pg_database b ON b.oid OPERATOR(pg_catalog.=) d.objoid
			WHERE d.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_database'::pg_catalog.regclass::pg_catalog.oid
			  AND b.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
			UNION ALL
			SELECT CASE WHEN s.setrole OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN 'settings of the database'
			    ELSE pg_catalog.format('settings of role %s in the database', pg_catalog.pg_get_userbyid(s.setrole)) END,
			  pg_catalog.array_to_string(s.setconfig, ', '), NULL,
			  CASE WHEN s.setrole OPERATOR(pg_catalog.=) 0::pg_catalog.oid
			    THEN pg_catalog.format('ALTER DATABASE %I RESET ALL;', b.datname)
			    ELSE pg_catalog.format('ALTER ROLE %I IN DATABASE %I RESET ALL;', pg_catalog.pg_get_userbyid(s.setrole),
			      b.datname) END, NULL
			FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database b ON b.oid OPERATOR(pg_catalog.=) s.setdatabase
			WHERE b.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
			UNION ALL
			SELECT pg_catalog.format('role %I', r.rolname), '', NULL, pg_catalog.format('DROP ROLE %I;', r.rolname), NULL
			FROM pg_catalog.pg_roles r WHERE r.rolname OPERATOR(pg_catalog.!~) '^pg_'::pg_catalog.text""";

	/** What is said of objects. */
	static final List<String> OF_OBJECTS = List.of(COMMENTS, GRANTS, LABELS);

	/** What is said of the whole database. */
	static final List<String> OTHERS = List.of(DEFAULT_PRIVILEGES, OF_DATABASE);

	private CatalogueFacts() {
	}

}
