-- rename-column accounts.name display_name, 4 of 4: drops name and the trigger.
-- Ships with the next release, the first that uses display_name only.
-- Waits for 20251201000003 and the end of the last instance that does not ship it. Nothing waits for it.
-- migrate:phase contract
-- migrate:requires 20251201000003

BEGIN;
DROP TRIGGER zz_accounts_name_display_name_sync ON accounts;
DROP FUNCTION accounts_name_display_name_sync();
DO $$
DECLARE
    lost text;
BEGIN
    SELECT string_agg(pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO lost
    FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid
    LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objid
    LEFT JOIN pg_catalog.pg_statistic_ext s ON d.classid = 'pg_catalog.pg_statistic_ext'::regclass AND s.oid = d.objid
    WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = 'accounts'::regclass
        AND a.attname = 'name' AND coalesce(k.conname, c.relname, s.stxname) IS NOT NULL
        AND coalesce(k.conname, c.relname, s.stxname)::text <> ALL (ARRAY['accounts_name_length', 'accounts_name_not_null']::text[]);
    IF lost IS NOT NULL THEN
        RAISE EXCEPTION 'dropping the column would drop what was added since this file was written: %', lost;
    END IF;
END
$$;
ALTER TABLE accounts DROP COLUMN name;
COMMIT;
