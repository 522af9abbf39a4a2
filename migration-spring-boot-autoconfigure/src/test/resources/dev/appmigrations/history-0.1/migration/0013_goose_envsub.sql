-- +goose Up
-- +goose ENVSUB ON
CREATE TABLE goose_envsub (id int);
INSERT INTO goose_envsub SELECT 1;
