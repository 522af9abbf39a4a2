-- Undoes 20251201000001, which adds display_name, and a trigger that keeps both columns in step.

DROP TRIGGER zz_accounts_name_display_name_sync ON accounts;

DROP FUNCTION accounts_name_display_name_sync();

ALTER TABLE accounts DROP COLUMN display_name;
