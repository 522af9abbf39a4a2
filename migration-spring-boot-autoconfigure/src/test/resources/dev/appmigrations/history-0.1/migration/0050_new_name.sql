CREATE TABLE renamed (id int);
