package dev.appmigrations.shipped;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The projects whose SQL files run in the tests. None of the files is ours or changed;
 * only Spring Batch's migrations need a schema of version 2.1 before them, which no
 * artifact brings any more.
 */
final class ShippedSchemas {

	private static final String BATCH = "org/springframework/batch/core";

	private static final String CAMUNDA = "org/camunda/bpm/engine/db";

	private static final String JOBRUNR = "org/jobrunr/storage/sql";

	private static final String FLOWABLE = "org/flowable/db";

	private static final String FLOWABLE_COMMON = "org/flowable/common/db";

	private static final List<String> FLOWABLE_TO_612 = List.of("52200", "59900", "6000", "6001", "6002", "6003",
			"6004", "6005", "6010", "6100", "6110", "6120");

	private static final List<String> FLOWABLE_FROM_612 = List.of("6120", "6200", "6210", "6300", "6301", "6310",
			"6320", "6400", "6410", "6411", "6412", "6413", "6500", "6501", "6502", "6503", "6504", "6505", "6506",
			"6510", "6511", "6512", "6513", "6514", "6515", "6516", "6600", "6601", "6610", "6620", "6621", "6700",
			"6701", "6710", "6720", "6721", "6722", "6723", "6800", "6810", "7000", "7010", "7011", "7100", "7101",
			"7102");

	private ShippedSchemas() {
	}

	static Stream<ShippedSchema> all() {
		return Stream.of(springBatch(), springBatchFrom21(), springSession(), springIntegration(), quartz(), jobRunr(),
				camunda(), camundaDropped(), flowable(), activitiToFlowable());
	}

	private static ShippedSchema springBatch() {
		return ShippedSchema.of("Spring Batch")
			.files(BATCH, "schema-postgresql.sql")
			.leaves("table batch_job_instance", "table batch_job_execution", "table batch_job_execution_params",
					"table batch_job_execution_context", "table batch_step_execution",
					"table batch_step_execution_context", "sequence batch_job_instance_seq to 9223372036854775807",
					"sequence batch_job_execution_seq", "sequence batch_step_execution_seq",
					"constraint batch_job_instance.job_inst_un UNIQUE (job_name, job_key)",
					"constraint batch_step_execution.job_exec_step_fk FOREIGN KEY (job_execution_id)")
			.build();
	}

	private static ShippedSchema springBatchFrom21() {
		return ShippedSchema.of("Spring Batch, from 2.1")
			.files("shipped", "spring-batch-2.1.sql")
			.files(BATCH + "/migration/2.2", "migration-postgresql.sql")
			.files(BATCH + "/migration/5.0", "migration-postgresql.sql")
			.files(BATCH + "/migration/6.0", "migration-postgresql.sql")
			.leaves("column batch_job_execution_params.parameter_type character varying(100)",
					"column batch_job_execution_params.parameter_value character varying(2500)",
					"column batch_step_execution.create_time timestamp without time zone not null default",
					"sequence batch_job_instance_seq")
			.leavesNo("sequence batch_job_seq", "column batch_job_execution_params.key_name",
					"column batch_job_execution_params.date_val",
					"column batch_step_execution.start_time" + " timestamp without time zone not null")
			.answers("SELECT parameter_name || '=' || parameter_value || identifying FROM batch_job_execution_params",
					"input=a;bY")
			.build();
	}

	private static ShippedSchema springSession() {
		return ShippedSchema.of("Spring Session")
			.files("org/springframework/session/jdbc", "schema-postgresql.sql")
			.leaves("table spring_session", "table spring_session_attributes",
					"index spring_session_ix1 CREATE UNIQUE INDEX", "index spring_session_ix2",
					"index spring_session_ix3", "column spring_session_attributes.attribute_bytes bytea not null")
			.build();
	}

	private static ShippedSchema springIntegration() {
		return ShippedSchema.of("Spring Integration")
			.files("org/springframework/integration/jdbc", "schema-postgresql.sql", "schema-drop-postgresql.sql",
					"schema-postgresql.sql")
			.leaves("table int_message", "table int_message_group", "table int_group_to_message", "table int_lock",
					"table int_channel_message", "table int_metadata_store", "sequence int_message_seq",
					"index int_message_ix1", "index int_channel_msg_delete_idx",
					"column int_channel_message.message_sequence bigint not null default"
							+ " nextval('int_message_seq'::regclass)")
			// They stand in comments.
			.leavesNo("index int_channel_msg_priority_idx", "function ")
			.build();
	}

	private static ShippedSchema quartz() {
		return ShippedSchema.of("Quartz")
			.files("org/quartz/impl/jdbcjobstore", "tables_postgres.sql")
			.leaves("table qrtz_job_details", "table qrtz_triggers", "table qrtz_simple_triggers",
					"table qrtz_cron_triggers", "table qrtz_simprop_triggers", "table qrtz_blob_triggers",
					"table qrtz_calendars", "table qrtz_paused_trigger_grps", "table qrtz_fired_triggers",
					"table qrtz_scheduler_state", "table qrtz_locks", "index idx_qrtz_t_next_fire_time ",
					"index idx_qrtz_ft_tg ", "column qrtz_job_details.job_data bytea")
			.build();
	}

	private static ShippedSchema jobRunr() {
		return ShippedSchema.of("JobRunr")
			.files(JOBRUNR + "/common/migrations", "v000__create_migrations_table.sql", "v001__create_job_table.sql",
					"v002__create_recurring_job_table.sql", "v003__create_background_job_server_table.sql",
					"v004__create_job_stats_view.sql", "v005__update_job_stats_view.sql",
					"v006__alter_table_jobs_add_recurringjob.sql",
					"v007__alter_table_backgroundjobserver_add_delete_config.sql",
					"v008__alter_table_jobs_increase_jobAsJson_size.sql",
					"v009__change_jobrunr_job_counters_to_jobrunr_metadata.sql", "v010__change_job_stats.sql",
					"v011__change_sqlserver_text_to_varchar.sql",
					"v012__change_oracle_alter_jobrunr_metadata_column_size.sql",
					"v013__alter_table_recurring_job_add_createdAt.sql")
			.files(JOBRUNR + "/postgres/migrations", "v014__improve_job_stats.sql")
			.files(JOBRUNR + "/common/migrations", "v015__alter_table_backgroundjobserver_add_name.sql",
					"v016__alter_jobs_stats_add_awaiting_jobs.sql")
			.leaves("table jobrunr_migrations", "table jobrunr_jobs", "table jobrunr_recurring_jobs",
					"table jobrunr_backgroundjobservers", "table jobrunr_metadata", "view jobrunr_jobs_stats",
					"column jobrunr_jobs.recurringjobid character varying(128)",
					"column jobrunr_backgroundjobservers.name character varying(128)",
					"column jobrunr_jobs_stats.processed", "index jobrunr_job_rci_idx",
					"index jobrunr_jobs_state_updated_idx")
			.leavesNo("table jobrunr_job_counters", "index jobrunr_job_updated_at_idx")
			.answers("SELECT value FROM jobrunr_metadata WHERE id = 'succeeded-jobs-counter-cluster'", "0")
			.build();
	}

	private static ShippedSchema camunda() {
		return ShippedSchema.of("Camunda, 7.16 to 7.24")
			.files(CAMUNDA + "/liquibase/baseline", "liquibase.postgres.create.engine.sql",
					"liquibase.postgres.create.identity.sql", "liquibase.postgres.create.history.sql",
					"liquibase.postgres.create.case.engine.sql", "liquibase.postgres.create.case.history.sql",
					"liquibase.postgres.create.decision.engine.sql", "liquibase.postgres.create.decision.history.sql")
			.files(CAMUNDA + "/liquibase/upgrade", "postgres_engine_7.16_to_7.17.sql",
					"postgres_engine_7.17_to_7.18.sql", "postgres_engine_7.18_to_7.19.sql",
					"postgres_engine_7.19_to_7.20.sql", "postgres_engine_7.20_to_7.21.sql",
					"postgres_engine_7.21_to_7.22.sql", "postgres_engine_7.22_to_7.23.sql",
					"postgres_engine_7.23_to_7.24.sql")
			.leaves("table act_ru_execution", "table act_id_user", "table act_hi_procinst", "table act_re_case_def",
					"table act_hi_decinst", "column act_ru_job.batch_id_ character varying(64)",
					"column act_ru_task.last_updated_ timestamp without time zone",
					"column act_hi_comment.rev_ integer not null default 1", "index act_idx_job_root_procinst",
					"index act_idx_hi_varinst_name ")
			.answers("SELECT string_agg(version_, ' ' ORDER BY id_::int) FROM act_ge_schema_log",
					"7.16.0 7.17.0 7.18.0 7.19.0 7.20.0 7.21.0 7.22.0 7.23.0 7.24.0")
			.build();
	}

	private static ShippedSchema camundaDropped() {
		return ShippedSchema.of("Camunda, created and dropped")
			.files(CAMUNDA + "/create", "activiti.postgres.create.engine.sql", "activiti.postgres.create.identity.sql",
					"activiti.postgres.create.history.sql", "activiti.postgres.create.case.engine.sql",
					"activiti.postgres.create.case.history.sql", "activiti.postgres.create.decision.engine.sql",
					"activiti.postgres.create.decision.history.sql")
			.files(CAMUNDA + "/drop", "activiti.postgres.drop.case.engine.sql",
					"activiti.postgres.drop.decision.engine.sql", "activiti.postgres.drop.engine.sql",
					"activiti.postgres.drop.case.history.sql", "activiti.postgres.drop.decision.history.sql",
					"activiti.postgres.drop.history.sql", "activiti.postgres.drop.identity.sql")
			.leavesNo("table ", "index ", "sequence ")
			.build();
	}

	private static ShippedSchema flowable() {
		return ShippedSchema.of("Flowable")
			.files(FLOWABLE_COMMON + "/create", "flowable.postgres.create.common.sql")
			.files(FLOWABLE + "/create", "flowable.postgres.create.engine.sql", "flowable.postgres.create.history.sql")
			.leaves("table act_ru_execution", "table act_ru_variable", "table act_hi_actinst", "table act_ru_job",
					"index act_idx_event_subscr_proc_id ", "constraint act_ru_task.act_fk_task_exe FOREIGN KEY")
			.answers("SELECT value_ FROM act_ge_property WHERE name_ = 'schema.version'", "7.1.0.2")
			.build();
	}

	/** Flowable is a fork of Activiti, and upgrades a schema of Activiti 5.22. */
	private static ShippedSchema activitiToFlowable() {
		return ShippedSchema.of("Activiti 5.22 to Flowable 7.1")
			.files("org/activiti/db/create", "activiti.postgres.create.engine.sql",
					"activiti.postgres.create.history.sql", "activiti.postgres.create.identity.sql")
			.filesIfThere(FLOWABLE + "/upgrade", steps(FLOWABLE_TO_612, "engine", "history"))
			.filesIfThere(FLOWABLE_COMMON + "/upgrade", steps(FLOWABLE_FROM_612, "common"))
			.filesIfThere(FLOWABLE + "/upgrade", steps(FLOWABLE_FROM_612, "engine", "history"))
			.leaves("table act_id_user", "table act_ru_entitylink", "table act_ru_timer_job", "table flw_ru_batch_part",
					"table act_hi_tsk_log", "column act_ru_execution.root_proc_inst_id_ character varying(64)",
					"column act_ru_task.in_progress_started_by_ character varying(255)",
					"column act_re_procdef.engine_version_ character varying(255)",
					"index act_idx_event_subscr_proc_id ", "index act_idx_act_hi_tsk_log_task ")
			.answers("SELECT string_agg(value_, ' ') FROM act_ge_property WHERE name_ IN"
					+ " ('schema.version', 'common.schema.version')", "7.1.0.2 7.1.0.2")
			.build();
	}

	private static List<String> steps(List<String> versions, String... components) {
		return IntStream.range(1, versions.size())
			.mapToObj((to) -> ".upgradestep." + versions.get(to - 1) + ".to." + versions.get(to) + ".")
			.flatMap((step) -> Stream.of(components).map((component) -> step + component + ".sql"))
			.flatMap((step) -> Stream.of("flowable.all" + step, "flowable.postgres" + step))
			.toList();
	}

}
