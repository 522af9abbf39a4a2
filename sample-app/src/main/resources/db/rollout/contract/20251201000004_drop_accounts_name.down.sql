-- Undoes 20251201000004, which drops name and the trigger.

BEGIN;
ALTER TABLE accounts ADD COLUMN name text;
UPDATE accounts SET name = display_name;
ALTER TABLE accounts ALTER COLUMN name SET NOT NULL;
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
COMMIT;

BEGIN;
ALTER TABLE accounts ADD CONSTRAINT accounts_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120)));
COMMIT;
