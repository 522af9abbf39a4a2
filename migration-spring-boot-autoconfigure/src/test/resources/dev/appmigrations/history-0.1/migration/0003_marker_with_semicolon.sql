-- migrate:up
CREATE TABLE semicolon (id int);
-- migrate:down;
DROP TABLE semicolon;
