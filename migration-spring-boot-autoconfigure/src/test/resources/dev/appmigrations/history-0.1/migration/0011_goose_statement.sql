-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION goose_one() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN 1;
END;
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP FUNCTION goose_one();
-- +goose StatementEnd
