-- migrate:up transaction:false
CREATE TABLE concurrent (id int);
CREATE INDEX CONCURRENTLY concurrent_idx ON concurrent (id);
