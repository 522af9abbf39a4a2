CREATE TABLE shop_item (id bigint PRIMARY KEY);
