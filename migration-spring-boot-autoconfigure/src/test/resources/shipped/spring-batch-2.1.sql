-- What the migrations of Spring Batch find when they start: its schema in version 2.1,
-- with one job that has run.
CREATE TABLE batch_job_instance (
    job_instance_id BIGINT PRIMARY KEY,
    version BIGINT,
    job_name VARCHAR(100) NOT NULL,
    job_key VARCHAR(32) NOT NULL,
    CONSTRAINT job_inst_un UNIQUE (job_name, job_key)
);

CREATE TABLE batch_job_execution (
    job_execution_id BIGINT PRIMARY KEY,
    version BIGINT,
    job_instance_id BIGINT NOT NULL REFERENCES batch_job_instance,
    create_time TIMESTAMP NOT NULL,
    start_time TIMESTAMP,
    end_time TIMESTAMP,
    status VARCHAR(10)
);

CREATE TABLE batch_job_params (
    job_instance_id BIGINT NOT NULL REFERENCES batch_job_instance,
    type_cd VARCHAR(6) NOT NULL,
    key_name VARCHAR(100) NOT NULL,
    string_val VARCHAR(250),
    date_val TIMESTAMP,
    long_val BIGINT,
    double_val DOUBLE PRECISION
);

CREATE TABLE batch_step_execution (
    step_execution_id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    step_name VARCHAR(100) NOT NULL,
    job_execution_id BIGINT NOT NULL REFERENCES batch_job_execution,
    start_time TIMESTAMP NOT NULL,
    end_time TIMESTAMP
);

CREATE SEQUENCE batch_step_execution_seq;
CREATE SEQUENCE batch_job_execution_seq;
CREATE SEQUENCE batch_job_seq;

INSERT INTO batch_job_instance VALUES (1, 0, 'import', 'd41d8cd98f00b204e9800998ecf8427e');
INSERT INTO batch_job_execution VALUES (1, 2, 1, now(), now(), now(), 'COMPLETED');
INSERT INTO batch_job_params VALUES (1, 'STRING', 'input', 'a;b', NULL, NULL, NULL);
