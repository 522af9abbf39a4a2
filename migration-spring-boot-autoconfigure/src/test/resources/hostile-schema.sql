-- What a role without rights can put into a schema of the search path: operators, functions, types, casts and relations
-- that look like those of pg_catalog. Each counts its calls in a sequence, which no rollback takes back, and fails.
SET search_path = pg_catalog;
SET check_function_bodies = off;

CREATE SCHEMA hostile;
CREATE SEQUENCE hostile.calls;
GRANT USAGE ON SCHEMA hostile TO PUBLIC;
GRANT ALL ON SEQUENCE hostile.calls TO PUBLIC;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mallory') THEN
    CREATE ROLE mallory;
  END IF;
END $$;
GRANT CREATE, USAGE ON SCHEMA public TO mallory;
-- For roles that migrate without being superusers.
GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC;

-- The types between which there are casts and operators.
CREATE TABLE hostile.types (name text PRIMARY KEY);
INSERT INTO hostile.types VALUES ('oid'), ('regclass'), ('name'), ('text'), ('"char"'), ('int2'), ('int4'), ('int8'),
  ('bool'), ('timestamptz'), ('interval'), ('jsonb'), ('xid'), ('text[]'), ('name[]'), ('int4[]'), ('numeric'),
  ('uuid');
GRANT SELECT ON hostile.types TO PUBLIC;

SET ROLE mallory;

-- Not volatile, so that it is called as early as possible: a constant condition before any row.
CREATE FUNCTION public.hostile_call(what text) RETURNS bool STABLE LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_catalog.nextval('hostile.calls');
  RAISE EXCEPTION 'hostile call of %', what;
END $$;

DO $$
DECLARE
  l text;
  r text;
  o text;
  number int := 0;
BEGIN
  FOR l, r IN SELECT a.name, b.name FROM hostile.types a, hostile.types b LOOP
    number := number + 1;
    EXECUTE format('CREATE FUNCTION public.hostile_%s(pg_catalog.%s, pg_catalog.%s) RETURNS pg_catalog.bool STABLE'
      ' LANGUAGE plpgsql AS $f$ BEGIN RETURN public.hostile_call(%L); END $f$', number, l, r,
      format('an operator between %s and %s', l, r));
    FOR o IN SELECT DISTINCT x.oprname FROM pg_operator x WHERE x.oprkind = 'b' AND x.oprleft IN (SELECT t.name::regtype
        FROM hostile.types t) AND x.oprright IN (SELECT t.name::regtype FROM hostile.types t)
        AND x.oprname NOT LIKE '~%~%' LOOP
      EXECUTE format('CREATE OPERATOR public.%s (LEFTARG = pg_catalog.%s, RIGHTARG = pg_catalog.%s,'
        ' FUNCTION = public.hostile_%s)', o, l, r, number);
    END LOOP;
  END LOOP;
  FOR r IN SELECT t.name FROM hostile.types t LOOP
    EXECUTE format('CREATE FUNCTION public.hostile_0(pg_catalog.%s) RETURNS pg_catalog.bool STABLE LANGUAGE plpgsql'
      ' AS $f$ BEGIN RETURN public.hostile_call(%L); END $f$', r, 'an operator before ' || r);
    FOR o IN SELECT DISTINCT x.oprname FROM pg_operator x WHERE x.oprkind = 'l' LOOP
      EXECUTE format('CREATE OPERATOR public.%s (RIGHTARG = pg_catalog.%s, FUNCTION = public.hostile_0)', o, r);
    END LOOP;
  END LOOP;
END $$;

-- A twin of each function, and for the plainer ones many with other arguments, which match better.
DO $$
DECLARE
  f record;
  body text := ' STABLE LANGUAGE plpgsql AS $f$ BEGIN PERFORM public.hostile_call(%L); END $f$';
BEGIN
  FOR f IN SELECT p.proname, p.proretset, (SELECT string_agg(format_type(a.type, NULL), ', ' ORDER BY a.n)
        FROM unnest(p.proargtypes) WITH ORDINALITY a (type, n)) AS arguments,
      CASE WHEN t.typtype = 'p' THEN 'void' ELSE format_type(p.prorettype, NULL) END AS returned
      FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype
      WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'w') AND p.provariadic = 0
        AND NOT EXISTS (SELECT FROM unnest(p.proargtypes) a JOIN pg_type y ON y.oid = a WHERE y.typtype = 'p') LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION public.%I(%s) RETURNS %s' || body, f.proname, coalesce(f.arguments, ''),
      f.returned, f.proname);
  END LOOP;
  FOR f IN SELECT n.name, a.types FROM (VALUES ('concat'), ('concat_ws'), ('format'), ('jsonb_build_object'),
        ('to_regclass'), ('lower'), ('upper'), ('left'), ('substr'), ('substring'), ('replace'), ('strpos'), ('lpad'),
        ('starts_with'), ('quote_ident'), ('quote_literal'), ('to_hex'), ('encode'), ('sha256'), ('convert_to'), ('chr'),
        ('set_config'), ('current_setting'), ('has_schema_privilege'), ('pg_try_advisory_lock'), ('array_to_string'),
        ('pg_try_advisory_xact_lock'), ('pg_advisory_unlock'), ('pg_blocking_pids'), ('regexp_replace'), ('unnest'),
        ('string_to_array'), ('array_position'), ('octet_length'), ('pg_relation_size'), ('pg_partition_tree'),
        ('pg_get_userbyid'), ('split_part'), ('host'), ('to_char'), ('format_type'), ('now')) n (name),
      (SELECT 'pg_catalog.' || t.name FROM hostile.types t
        UNION ALL SELECT 'pg_catalog.' || t.name || ', pg_catalog.' || u.name FROM hostile.types t, hostile.types u
          WHERE t.name IN ('oid', 'name', 'text', 'int4', 'int8', 'regclass', 'text[]')
            AND u.name IN ('oid', 'name', 'text', 'int4', 'int8', 'bool')
        UNION ALL SELECT 'pg_catalog.anyelement' UNION ALL SELECT 'pg_catalog.anyelement, pg_catalog.anyelement'
        UNION ALL SELECT 'pg_catalog.text, pg_catalog.anyelement'
        UNION ALL SELECT 'VARIADIC pg_catalog.text[]' UNION ALL SELECT 'VARIADIC pg_catalog.anyarray') a (types) LOOP
    BEGIN
      EXECUTE format('CREATE FUNCTION public.%I(%s) RETURNS pg_catalog.bool STABLE LANGUAGE plpgsql'
        ' AS $f$ BEGIN RETURN public.hostile_call(%L); END $f$', f.name, f.types, f.name);
    EXCEPTION WHEN duplicate_function THEN
      NULL;
    END;
  END LOOP;
  FOR f IN VALUES ('count', '*', ''), ('count', 'anyelement', ', anyelement'), ('string_agg', 'text, text', ', text, text'),
      ('jsonb_object_agg', 'anyelement, anyelement', ', anyelement, anyelement'),
      ('jsonb_object_agg', 'text, bool', ', text, bool'), ('array_agg', 'anyelement', ', anyelement'),
      ('min', 'anyelement', ', anyelement'), ('max', 'anyelement', ', anyelement') LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION public.hostile_step(bool%s) RETURNS bool' || body, f.column3, f.column1);
    EXECUTE format('CREATE AGGREGATE public.%I(%s) (SFUNC = public.hostile_step, STYPE = bool)', f.column1, f.column2);
  END LOOP;
END $$;

-- Types and relations of the same names.
DO $$
DECLARE
  f record;
BEGIN
  FOR f IN SELECT t.typname FROM pg_type t WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typtype = 'b'
      AND t.typelem = 0 OR t.oid IN ('name'::regtype, 'int2vector'::regtype) LOOP
    EXECUTE format('CREATE DOMAIN public.%I AS pg_catalog.%1$I CHECK (public.hostile_call(%L))', f.typname,
      'type ' || f.typname);
  END LOOP;
  FOR f IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind IN ('r', 'v') LOOP
    BEGIN
      EXECUTE format('CREATE VIEW public.%I AS SELECT x.* FROM pg_catalog.%1$I x WHERE public.hostile_call(%L)',
        f.relname, 'relation ' || f.relname);
    EXCEPTION WHEN invalid_table_definition THEN
      NULL;
    END;
  END LOOP;
END $$;

-- Casts for a type of its own.
CREATE TYPE public.hostile_type AS (what text);
DO $$
DECLARE
  t text;
BEGIN
  FOR t IN SELECT y.name FROM hostile.types y LOOP
    EXECUTE format('CREATE FUNCTION public.hostile_to(pg_catalog.%s) RETURNS public.hostile_type STABLE LANGUAGE plpgsql'
      ' AS $f$ BEGIN PERFORM public.hostile_call(%L); END $f$', t, 'cast from ' || t);
    EXECUTE format('CREATE CAST (pg_catalog.%s AS public.hostile_type) WITH FUNCTION public.hostile_to(pg_catalog.%1$s)'
      ' AS IMPLICIT', t);
    EXECUTE format('CREATE FUNCTION public.%I(public.hostile_type) RETURNS pg_catalog.%s STABLE LANGUAGE plpgsql'
      ' AS $f$ BEGIN PERFORM public.hostile_call(%L); END $f$', 'hostile_' || t, t, 'cast to ' || t);
    EXECUTE format('CREATE CAST (public.hostile_type AS pg_catalog.%s) WITH FUNCTION public.%I(public.hostile_type)'
      ' AS IMPLICIT', t, 'hostile_' || t);
  END LOOP;
END $$;
RESET ROLE;

-- Casts between types of the server, where it has none of its own and takes the way over their text: only a superuser.
DO $$
DECLARE
  l text;
  r text;
BEGIN
  FOR l, r IN SELECT a.name, b.name FROM hostile.types a, hostile.types b WHERE a.name <> b.name
      AND NOT EXISTS (SELECT FROM pg_cast c WHERE c.castsource = a.name::regtype AND c.casttarget = b.name::regtype)
      AND 'text' IN (a.name, b.name) AND (a.name || b.name) NOT LIKE '%[]%' LOOP
    EXECUTE format('CREATE FUNCTION public.hostile_cast_%s(pg_catalog.%s) RETURNS pg_catalog.%s STABLE'
      ' LANGUAGE plpgsql AS $f$ BEGIN PERFORM public.hostile_call(%L); END $f$', replace(r, '"', ''), l, r,
      format('cast from %s to %s', l, r));
    EXECUTE format('CREATE CAST (pg_catalog.%s AS pg_catalog.%s) WITH FUNCTION public.hostile_cast_%s(pg_catalog.%1$s)'
      ' AS ASSIGNMENT', l, r, replace(r, '"', ''));
  END LOOP;
END $$;
DROP TABLE hostile.types;
