-- down
-- DROP TABLE nothing;
CREATE TABLE down_comment (id int);
