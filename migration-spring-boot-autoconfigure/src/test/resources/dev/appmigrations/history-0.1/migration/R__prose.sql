-- migrate: runs again and again
CREATE OR REPLACE VIEW prose_v AS SELECT 1 AS one;
