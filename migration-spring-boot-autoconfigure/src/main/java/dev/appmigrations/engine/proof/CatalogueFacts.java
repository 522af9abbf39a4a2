package dev.appmigrations.engine.proof;

import java.util.List;

/**
 * One query for each kind of thing that is said of objects, or of none. Each gives an
 * identity, a definition, the identity of what it belongs to, and how to remove it.
 */
final class CatalogueFacts {

	private static final String COMMENTS = """
			SELECT 'comment on ' || n.identity, quote_literal(d.description), n.identity,
			  CASE WHEN n.identity ~ '^(table|column|view|index|sequence|schema|function|procedure|type|policy|trigger|'
			      'materialized view|extension) ' THEN format('COMMENT ON %s IS NULL;', regexp_replace(n.identity, '^\\w+( view)?',
			        upper(substring(n.identity FROM '^\\w+(?: view)?')))) END
			FROM named n JOIN pg_description d ON d.classoid = n.class AND d.objoid = n.id AND d.objsubid = n.part
			WHERE n.aspect IS NULL
			UNION ALL
			SELECT 'comment on database', quote_literal(description), NULL, NULL
			FROM pg_shdescription JOIN pg_database b ON b.oid = objoid
			WHERE classoid = 'pg_database'::regclass AND b.datname = current_database()""";

	private static final String GRANTS = """
			SELECT * FROM (
			WITH acl AS (
			  SELECT 'pg_class'::regclass AS class, oid AS id, 0 AS part, relacl AS given,
			    acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner) AS usual,
			    CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, oid::regclass::text AS target, '' AS parts
			  FROM relation WHERE relacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_class'::regclass, a.attrelid, a.attnum, a.attacl, NULL, 'TABLE', a.attrelid::regclass::text,
			    format(' (%I)', a.attname)
			  FROM pg_attribute a WHERE a.attacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_namespace'::regclass, oid, 0, nspacl, acldefault('n', nspowner), 'SCHEMA', quote_ident(nspname), ''
			  FROM space WHERE nspacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_proc'::regclass, oid, 0, proacl, acldefault('f', proowner), 'ROUTINE', oid::regprocedure::text, ''
			  FROM pg_proc WHERE proacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_type'::regclass, oid, 0, typacl, acldefault('T', typowner), 'TYPE', oid::regtype::text, ''
			  FROM pg_type WHERE typacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_language'::regclass, oid, 0, lanacl, acldefault('l', lanowner), 'LANGUAGE', quote_ident(lanname), ''
			  FROM pg_language WHERE lanacl IS NOT NULL
			  UNION ALL
			  SELECT 'pg_foreign_server'::regclass, oid, 0, srvacl, acldefault('S', srvowner), 'FOREIGN SERVER',
			    quote_ident(srvname), ''
			  FROM pg_foreign_server WHERE srvacl IS NOT NULL
			), changed AS (
			  SELECT a.*, true AS added, x.grantee, x.privilege_type, x.is_grantable
			  FROM acl a, aclexplode(a.given) x WHERE NOT EXISTS (SELECT FROM aclexplode(a.usual) u
			    WHERE (u.grantee, u.privilege_type, u.is_grantable) = (x.grantee, x.privilege_type, x.is_grantable))
			  UNION ALL
			  SELECT a.*, false, x.grantee, x.privilege_type, x.is_grantable
			  FROM acl a, aclexplode(a.usual) x WHERE a.given IS NOT NULL AND NOT EXISTS (SELECT FROM aclexplode(a.given) u
			    WHERE (u.grantee, u.privilege_type) = (x.grantee, x.privilege_type))
			), worded AS (
			  SELECT n.identity, c.*,
			    CASE c.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(c.grantee)) END AS role
			  FROM changed c JOIN named n ON n.class = c.class AND n.id = c.id AND n.part = c.part AND n.aspect IS NULL
			)
			SELECT format(CASE WHEN added THEN 'grant of %s to %s on %s' ELSE 'revoke of %s from %s on %s' END,
			    privilege_type, role, identity), string_agg(DISTINCT CASE WHEN is_grantable AND added THEN 'with grant option'
			    ELSE '' END, ''), identity,
			  format(CASE WHEN added THEN 'REVOKE %s%s ON %s %s FROM %s;' ELSE 'GRANT %s%s ON %s %s TO %s;' END,
			    privilege_type, parts, kind, target, role)
			FROM worded GROUP BY added, privilege_type, role, identity, parts, kind, target
			) grants""";

	// Those for all schemas begin with what everybody has anyway.
	private static final String DEFAULT_PRIVILEGES = """
			SELECT * FROM (
			WITH acl AS (
			  SELECT d.defaclacl AS given, k.kind, quote_ident(pg_get_userbyid(d.defaclrole)) AS creator,
			    ' in schema ' || quote_ident(n.nspname) AS place,
			    CASE WHEN n.oid IS NULL THEN acldefault(k.usual::"char", d.defaclrole) END AS usual
			  FROM pg_default_acl d JOIN (VALUES ('r', 'r', 'TABLES'), ('S', 's', 'SEQUENCES'), ('f', 'f', 'ROUTINES'),
			      ('T', 'T', 'TYPES'), ('n', 'n', 'SCHEMAS'), ('L', 'L', 'LARGE OBJECTS')) k (type, usual, kind)
			      ON k.type = d.defaclobjtype::text
			    LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
			), changed AS (
			  SELECT a.*, true AS added, x.grantee, x.privilege_type, x.is_grantable
			  FROM acl a, aclexplode(a.given) x WHERE NOT EXISTS (SELECT FROM aclexplode(a.usual) u
			    WHERE (u.grantee, u.privilege_type, u.is_grantable) = (x.grantee, x.privilege_type, x.is_grantable))
			  UNION ALL
			  SELECT a.*, false, x.grantee, x.privilege_type, x.is_grantable
			  FROM acl a, aclexplode(a.usual) x WHERE NOT EXISTS (SELECT FROM aclexplode(a.given) u
			    WHERE (u.grantee, u.privilege_type) = (x.grantee, x.privilege_type))
			), worded AS (
			  SELECT c.*, privilege_type || ' ON ' || kind AS what,
			    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS role
			  FROM changed c
			)
			SELECT format(CASE WHEN added THEN 'default grant of %s to %s%s, for what %s creates'
			    ELSE 'default revoke of %s from %s%s, for what %s creates' END, what, role, place, creator),
			  string_agg(DISTINCT CASE WHEN is_grantable AND added THEN 'with grant option' ELSE '' END, ''), NULL,
			  format(CASE WHEN added THEN 'ALTER DEFAULT PRIVILEGES FOR ROLE %s%s REVOKE %s FROM %s;'
			    ELSE 'ALTER DEFAULT PRIVILEGES FOR ROLE %s%s GRANT %s TO %s;' END, creator, upper(left(place, 11))
			    || substr(place, 12), what, role)
			FROM worded GROUP BY added, what, role, place, creator
			) default_grants""";

	private static final String OTHERS = """
			SELECT format('security label of %s on %s', l.provider, n.identity), l.label, n.identity, NULL
			FROM named n JOIN pg_seclabel l ON l.classoid = n.class AND l.objoid = n.id AND l.objsubid = n.part
			WHERE n.aspect IS NULL
			UNION ALL
			SELECT format('settings of %s', CASE s.setrole WHEN 0 THEN 'the database' ELSE 'role '
			    || pg_get_userbyid(s.setrole) || ' in the database' END), array_to_string(s.setconfig, ', '), NULL, NULL
			FROM pg_db_role_setting s JOIN pg_database b ON b.oid = s.setdatabase WHERE b.datname = current_database()
			UNION ALL
			SELECT 'role ' || quote_ident(rolname), '', NULL, format('DROP ROLE %I;', rolname)
			FROM pg_roles WHERE rolname !~ '^pg_'""";

	static final List<String> ALL = List.of(COMMENTS, GRANTS, DEFAULT_PRIVILEGES, OTHERS);

	private CatalogueFacts() {
	}

}
