-- migrate: by hand
CREATE TABLE by_hand (id int);
