-- migrate:phase contract
-- migrate:requires 0001
ALTER TABLE prose DROP COLUMN id;
