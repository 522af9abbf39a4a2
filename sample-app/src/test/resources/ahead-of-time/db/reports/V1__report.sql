CREATE TABLE reports.shop_report (id bigint PRIMARY KEY);
