-- Everything that a migration can leave behind, one line each: the objects of all schemas that are not
-- PostgreSQL's own, with definitions, owners, privileges and comments, and the roles of the server.
WITH namespaces AS (
  SELECT * FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
)
SELECT concat_ws(' ', 'role', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolbypassrls,
  shobj_description(oid, 'pg_authid'))
FROM pg_roles
UNION ALL
SELECT concat_ws(' ', 'member', roleid::regrole, member::regrole) FROM pg_auth_members
UNION ALL
SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, nspacl, obj_description(oid, 'pg_namespace'))
FROM namespaces
UNION ALL
SELECT concat_ws(' ', 'relation', c.oid::regclass, relkind, relowner::regrole, relrowsecurity, relforcerowsecurity,
  reloptions, relacl, obj_description(c.oid, 'pg_class'))
FROM pg_class c JOIN namespaces n ON n.oid = relnamespace
UNION ALL
SELECT concat_ws(' ', 'column', c.oid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
  pg_get_expr(adbin, adrelid), attacl, col_description(c.oid, attnum))
FROM pg_class c JOIN namespaces n ON n.oid = relnamespace
JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
UNION ALL
SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(c.oid),
  obj_description(c.oid, 'pg_constraint'))
FROM pg_constraint c JOIN namespaces n ON n.oid = connamespace
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid))
FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN namespaces n ON n.oid = relnamespace
UNION ALL
SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid))
FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN namespaces n ON n.oid = relnamespace
WHERE NOT tgisinternal
UNION ALL
SELECT concat_ws(' ', 'policy', tablename, policyname, permissive, roles, cmd, qual, with_check)
FROM pg_policies
UNION ALL
SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), proowner::regrole, proacl, obj_description(p.oid, 'pg_proc'))
FROM pg_proc p JOIN namespaces n ON n.oid = pronamespace
WHERE prokind IN ('f', 'p')
UNION ALL
SELECT concat_ws(' ', 'type', t.oid::regtype, typtype)
FROM pg_type t JOIN namespaces n ON n.oid = typnamespace
UNION ALL
SELECT concat_ws(' ', 'default privileges', defaclrole::regrole, defaclobjtype, defaclacl) FROM pg_default_acl
UNION ALL
SELECT concat_ws(' ', 'extension', extname, extversion) FROM pg_extension
