-- Undoes 20251201000003, which gives display_name the constraints and indexes of name.

BEGIN;
ALTER TABLE accounts ALTER COLUMN display_name DROP NOT NULL;
COMMIT;

BEGIN;
ALTER TABLE accounts DROP CONSTRAINT accounts_display_name_length;
COMMIT;
