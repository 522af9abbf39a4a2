-- Drops what the migration created, and nothing that was there before: on a hosted Supabase this is nothing.
-- A role that other databases of the server have come to use stays, with a notice.

DO $compat$
DECLARE
  marker CONSTANT text := format('Created by migration 20251101000001 in database %s', current_database());
  api_role name;
BEGIN
  IF obj_description(to_regprocedure('auth.role()'), 'pg_proc') = marker THEN
    DROP FUNCTION auth.role();
  END IF;
  IF obj_description(to_regprocedure('auth.uid()'), 'pg_proc') = marker THEN
    DROP FUNCTION auth.uid();
  END IF;
  IF obj_description(to_regclass('auth.users'), 'pg_class') = marker THEN
    DROP TABLE auth.users;
  END IF;
  IF obj_description(to_regnamespace('auth'), 'pg_namespace') = marker THEN
    DROP SCHEMA auth;
  END IF;

  FOR api_role IN
    SELECT rolname
    FROM pg_catalog.pg_roles
    WHERE rolname IN ('anon', 'authenticated', 'service_role')
      AND shobj_description(oid, 'pg_authid') = marker
  LOOP
    BEGIN
      EXECUTE format('DROP ROLE %I', api_role);
    EXCEPTION
      WHEN dependent_objects_still_exist THEN
        RAISE NOTICE 'role % is in use elsewhere and stays', api_role;
    END;
  END LOOP;
END
$compat$;
