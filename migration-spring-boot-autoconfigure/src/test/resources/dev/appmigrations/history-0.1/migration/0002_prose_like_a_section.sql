-- Migrate: up is what the other team calls it
CREATE TABLE prose_up (id int);
