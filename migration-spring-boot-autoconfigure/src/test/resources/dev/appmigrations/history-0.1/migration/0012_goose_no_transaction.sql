-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE goose_plain (id int);
