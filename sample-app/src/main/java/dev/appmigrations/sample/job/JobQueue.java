package dev.appmigrations.sample.job;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code jobs} and its functions.
 */
@Repository
class JobQueue {

	private static final String COLUMNS = "id, account_id, queue, kind, payload::text AS payload, status, attempts,"
			+ " run_at, locked_by, locked_until, last_error";

	private final JdbcClient jdbcClient;

	JobQueue(JdbcClient jdbcClient) {
		this.jdbcClient = jdbcClient;
	}

	/**
	 * The newest jobs first.
	 * @param status the status to filter by, or {@code null} for all
	 * @return 100 jobs at most
	 */
	List<Job> list(@Nullable String status) {
		return this.jdbcClient.sql("SELECT " + COLUMNS + """
				 FROM jobs
				WHERE :status::text IS NULL OR status = :status
				ORDER BY created_at DESC
				LIMIT 100""").param("status", status).query(Job.class).list();
	}

	/**
	 * Adds a job that is due at once.
	 * @param accountId the account, or {@code null}
	 * @param queue the queue, or {@code null} for the default one
	 * @param kind what to do
	 * @param payload a JSON object, or {@code null} for an empty one
	 * @return the job
	 */
	Job add(@Nullable UUID accountId, @Nullable String queue, @Nullable String kind, @Nullable String payload) {
		return this.jdbcClient.sql("""
				INSERT INTO jobs (account_id, queue, kind, payload)
				VALUES (:accountId::uuid, coalesce(:queue, 'default'), :kind, coalesce(:payload::jsonb, '{}'))
				RETURNING\s""" + COLUMNS)
			.param("accountId", accountId)
			.param("queue", queue)
			.param("kind", kind)
			.param("payload", payload)
			.query(Job.class)
			.single();
	}

	/**
	 * Leases due jobs to a worker; never waits for another worker.
	 * @param worker the worker's name
	 * @param queue the queue
	 * @param maxJobs how many at most
	 * @return the jobs that the worker now holds
	 */
	List<Job> claim(String worker, String queue, int maxJobs) {
		return this.jdbcClient.sql("SELECT " + COLUMNS + " FROM claim_jobs(:worker, :queue, :maxJobs)")
			.param("worker", worker)
			.param("queue", queue)
			.param("maxJobs", maxJobs)
			.query(Job.class)
			.list();
	}

	/**
	 * Records that a worker has done a job.
	 * @param id the job
	 * @param worker the worker's name
	 * @return {@code false} if the worker does not hold the job
	 */
	boolean complete(UUID id, String worker) {
		return this.jdbcClient.sql("SELECT complete_job(:id, :worker)")
			.param("id", id)
			.param("worker", worker)
			.query(Boolean.class)
			.single();
	}

}
