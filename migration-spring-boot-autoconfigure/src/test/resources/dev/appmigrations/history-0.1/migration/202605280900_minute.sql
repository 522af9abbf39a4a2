CREATE TABLE minute (id int);
