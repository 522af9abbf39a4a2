-- // create a table
CREATE TABLE mybatis (id int);

-- //@UNDO
DROP TABLE mybatis;
