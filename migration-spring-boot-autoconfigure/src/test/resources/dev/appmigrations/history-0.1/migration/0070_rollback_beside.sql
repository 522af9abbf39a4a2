CREATE TABLE beside (id int);
