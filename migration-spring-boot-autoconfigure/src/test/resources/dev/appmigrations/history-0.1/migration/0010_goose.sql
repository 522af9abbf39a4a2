-- +goose Up
CREATE TABLE goose (id int);

-- +goose Down
DROP TABLE goose;
