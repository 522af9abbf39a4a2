-- +goose up
CREATE TABLE goose_lower (id int);
-- +goose down
DROP TABLE goose_lower;
