CREATE TABLE renamed_since (id int);
