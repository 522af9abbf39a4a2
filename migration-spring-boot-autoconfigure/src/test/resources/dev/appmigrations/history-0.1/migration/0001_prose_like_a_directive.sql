-- migrate: see wiki
CREATE TABLE prose (id int);
-- migrate: the rest follows in the next release
INSERT INTO prose VALUES (1);
