-- rename-column accounts.name display_name, 2 of 4: fills display_name in the rows that are there.
-- Ships with this release, which still uses name and may write either column.
-- Waits for 20251201000001. Waiting for it: 20251201000003.
-- migrate:requires 20251201000001
-- migrate:backfill table=accounts key=id
-- migrate:verify SELECT id FROM accounts WHERE display_name IS DISTINCT FROM name

UPDATE accounts SET display_name = name
WHERE display_name IS NULL
    AND id BETWEEN :from AND :to;
