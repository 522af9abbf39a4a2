-- +goose Up
CREATE TABLE goose_by_hand (id int);
-- +goose Down
DROP TABLE goose_by_hand;
