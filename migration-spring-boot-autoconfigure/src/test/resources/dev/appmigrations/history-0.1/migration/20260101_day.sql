CREATE TABLE day (id int);
