CREATE TABLE shop_orders (id bigint PRIMARY KEY); CREATE TABLE counted (orders bigint NOT NULL);
