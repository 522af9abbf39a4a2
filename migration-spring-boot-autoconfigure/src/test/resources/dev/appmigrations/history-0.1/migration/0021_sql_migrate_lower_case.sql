-- +migrate up
CREATE TABLE sql_migrate_lower (id int);
-- +migrate down
DROP TABLE sql_migrate_lower;
