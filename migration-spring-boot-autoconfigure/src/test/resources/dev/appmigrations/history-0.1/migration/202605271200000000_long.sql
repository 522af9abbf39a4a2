CREATE TABLE long (id int);
