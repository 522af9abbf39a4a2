-- rename-column accounts.name display_name, 3 of 4: gives display_name the constraints and indexes of name.
-- Ships with this release, which still uses name and may write either column.
-- Waits for 20251201000002. Waiting for it: 20251201000004.
-- migrate:requires 20251201000002
-- migrate:allow-in-file constraint-before-drain the trigger fills it for the release that runs

BEGIN;
ALTER TABLE accounts ADD CONSTRAINT accounts_display_name_length CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 120))) NOT VALID;
COMMIT;

BEGIN;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_display_name_length;
COMMIT;

BEGIN;
ALTER TABLE accounts ADD CONSTRAINT accounts_display_name_nn CHECK (display_name IS NOT NULL) NOT VALID;
COMMIT;

BEGIN;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_display_name_nn;
COMMIT;

BEGIN;
ALTER TABLE accounts ALTER COLUMN display_name SET NOT NULL;
ALTER TABLE accounts DROP CONSTRAINT accounts_display_name_nn;
COMMIT;
