-- migrate:up
CREATE TABLE sections (id int);
-- migrate:down
DROP TABLE sections;
