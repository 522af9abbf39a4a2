-- +migrate Up
CREATE TABLE sql_migrate (id int);

-- +migrate Down
DROP TABLE sql_migrate;
