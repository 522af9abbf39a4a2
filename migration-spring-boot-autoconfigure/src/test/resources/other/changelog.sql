--liquibase formatted sql

--changeset app:1
CREATE TABLE other_tool ();
