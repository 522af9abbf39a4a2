-- Up Migration
CREATE TABLE node_pg (id int);

-- Down Migration
DROP TABLE node_pg;
