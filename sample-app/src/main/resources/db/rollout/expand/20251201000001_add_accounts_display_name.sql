-- rename-column accounts.name display_name, 1 of 4: adds display_name, and a trigger that keeps both columns in step.
-- Ships with this release, which still uses name and may write either column.
-- Waits for nothing. Waiting for it: 20251201000002.

ALTER TABLE accounts ADD COLUMN display_name text;

CREATE FUNCTION accounts_name_display_name_sync() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.display_name IS DISTINCT FROM NULL THEN
            NEW.name := NEW.display_name;
        ELSE
            NEW.display_name := NEW.name;
        END IF;
    ELSIF NEW.display_name IS DISTINCT FROM OLD.display_name THEN
        NEW.name := NEW.display_name;
    ELSIF NEW.name IS DISTINCT FROM OLD.name THEN
        NEW.display_name := NEW.name;
    ELSIF NEW.display_name IS NOT DISTINCT FROM NULL THEN
        NEW.display_name := NEW.name;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER zz_accounts_name_display_name_sync BEFORE INSERT OR UPDATE ON accounts
    FOR EACH ROW EXECUTE FUNCTION accounts_name_display_name_sync();
