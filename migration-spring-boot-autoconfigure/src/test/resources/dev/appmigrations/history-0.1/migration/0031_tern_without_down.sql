CREATE TABLE tern_up (id int);

---- create above / drop below ----
