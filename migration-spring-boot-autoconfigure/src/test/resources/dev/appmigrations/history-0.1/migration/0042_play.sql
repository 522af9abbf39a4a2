-- !Ups
CREATE TABLE play (id int);

-- !Downs
DROP TABLE play;
