INSERT INTO person (name) VALUES ('Grace');
