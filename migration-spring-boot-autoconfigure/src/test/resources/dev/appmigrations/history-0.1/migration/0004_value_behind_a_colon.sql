-- migrate:phase: contract
-- migrate:lock-timeout=2s
CREATE TABLE colon (id int);
