-- migrate: undoes it
DROP TABLE beside;
