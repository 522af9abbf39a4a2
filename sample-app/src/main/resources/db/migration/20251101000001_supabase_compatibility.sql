-- What a hosted Supabase project has before its first migration, for plain PostgreSQL servers:
-- the API roles, schema auth with its users, and the two functions that policies call.
-- On Supabase everything is there already, and nothing here runs.
--
-- Whatever this file creates gets the comment in "marker", by which the rollback recognises it.
-- Roles belong to the whole server, so the marker names the database that created them.

DO $compat$
DECLARE
  marker CONSTANT text := format('Created by migration 20251101000001 in database %s', current_database());
  api_role record;
BEGIN
  FOR api_role IN
    SELECT * FROM (VALUES
      ('anon', 'NOLOGIN NOINHERIT'),
      ('authenticated', 'NOLOGIN NOINHERIT'),
      ('service_role', 'NOLOGIN NOINHERIT BYPASSRLS')
    ) AS wanted (name, attributes)
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = api_role.name);
    BEGIN
      EXECUTE format('CREATE ROLE %I %s', api_role.name, api_role.attributes);
      EXECUTE format('COMMENT ON ROLE %I IS %L', api_role.name, marker);
    EXCEPTION
      -- Another database of this server creates the same role at this moment.
      WHEN duplicate_object OR unique_violation THEN
        RAISE NOTICE 'role % was created by another session', api_role.name;
    END;
  END LOOP;

  IF to_regnamespace('auth') IS NULL THEN
    CREATE SCHEMA auth;
    EXECUTE format('COMMENT ON SCHEMA auth IS %L', marker);
    GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;
  END IF;

  IF to_regclass('auth.users') IS NULL THEN
    CREATE TABLE auth.users (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      aud text NOT NULL DEFAULT 'authenticated',
      role text NOT NULL DEFAULT 'authenticated',
      email text,
      email_confirmed_at timestamptz,
      last_sign_in_at timestamptz,
      raw_app_meta_data jsonb NOT NULL DEFAULT '{}',
      raw_user_meta_data jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE UNIQUE INDEX users_email_key ON auth.users (lower(email));
    EXECUTE format('COMMENT ON TABLE auth.users IS %L', marker);
  END IF;

  IF to_regprocedure('auth.uid()') IS NULL THEN
    CREATE FUNCTION auth.uid() RETURNS uuid
      LANGUAGE sql STABLE
      AS $function$
        SELECT coalesce(
          nullif(current_setting('request.jwt.claim.sub', true), ''),
          nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
        )::uuid
      $function$;
    EXECUTE format('COMMENT ON FUNCTION auth.uid() IS %L', marker);
  END IF;

  IF to_regprocedure('auth.role()') IS NULL THEN
    CREATE FUNCTION auth.role() RETURNS text
      LANGUAGE sql STABLE
      AS $function$
        SELECT coalesce(
          nullif(current_setting('request.jwt.claim.role', true), ''),
          nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
        )
      $function$;
    EXECUTE format('COMMENT ON FUNCTION auth.role() IS %L', marker);
  END IF;
END
$compat$;
