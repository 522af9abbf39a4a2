-- migrate: adopted
CREATE TABLE b (id int);
