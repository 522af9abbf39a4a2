-- migrate:up
CREATE TABLE no_break (id int);
-- migrate: down
DROP TABLE no_break;
