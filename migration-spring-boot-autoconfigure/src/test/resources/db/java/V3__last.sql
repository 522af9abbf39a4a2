INSERT INTO note (text) VALUES ('last');
