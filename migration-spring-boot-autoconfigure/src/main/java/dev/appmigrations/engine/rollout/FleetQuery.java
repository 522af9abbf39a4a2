package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.history.ServerTime;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Sql;

/**
 * Reads who is there: the sessions of the database, and what the table of instances tells
 * of those that live, of those that were killed, and of all that ever signed on.
 */
final class FleetQuery {

	// Columns of other sessions that a role may not see are NULL.
	private static final String BACKENDS = "SELECT a.pid, a.usename AS role, a.application_name,"
			+ " pg_catalog.host(a.client_addr) AS client FROM pg_catalog.pg_stat_activity a"
			+ " WHERE a.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()"
			+ " AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()"
			+ " AND coalesce(a.backend_type, 'client backend') OPERATOR(pg_catalog.=) 'client backend' ORDER BY a.pid";

	private static final String NOW = "SELECT pg_catalog.now() AS now";

	private static final String DID_NOT_SIGN_OFF = " WHERE lapses_at OPERATOR(pg_catalog.>) last_seen";

	private static final String KNOWS = "pg_catalog.array_to_string(contract_migrations, pg_catalog.chr(10)) AS knows";

	private FleetQuery() {
	}

	/**
	 * Returns the statements for a database without a table of instances.
	 * @return statements, each of which returns rows
	 */
	static List<String> statements() {
		return List.of(NOW, BACKENDS);
	}

	/**
	 * Returns the statements. The instances come last: an instance that signs off takes
	 * its sessions with it.
	 * @param table the quoted name of the table of instances
	 * @return statements, each of which returns rows
	 */
	static List<String> statements(String table) {
		return List.of(NOW, BACKENDS,
				"SELECT id, application, release, host, application_name, " + KNOWS + ", lapses_at, "
						+ millis("pg_catalog.now() OPERATOR(pg_catalog.-) last_seen") + " AS age, "
						+ millis("last_seen OPERATOR(pg_catalog.-) started_at") + " AS beating,"
						+ " lapses_at OPERATOR(pg_catalog.>) pg_catalog.now() AS alive FROM " + table + DID_NOT_SIGN_OFF
						+ " ORDER BY started_at, id",
				"SELECT application, release, " + KNOWS
						+ ", pg_catalog.min(started_at) AS since, pg_catalog.max(lapses_at) AS until FROM " + table
						+ " WHERE application_name OPERATOR(pg_catalog.<>) "
						+ Sql.literal(InstanceRegistration.CONTRACT_OF_TENANT)
						+ " GROUP BY application, release, contract_migrations"
						+ " ORDER BY pg_catalog.min(started_at), release");
	}

	private static String millis(String interval) {
		return "(EXTRACT(epoch FROM " + interval + ") OPERATOR(pg_catalog.*) 1000::numeric)::bigint";
	}

	/**
	 * Reads the answers.
	 * @param result the answers
	 * @param first the number of the first of them
	 * @param present whether the table of instances is there
	 * @param ownRole the role that asks
	 * @return the fleet
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if a statement failed
	 */
	static Fleet read(QueryResult result, int first, boolean present, String ownRole) {
		Instant now = time(result.rows(first), 0, "now");
		List<Backend> backends = backends(result.rows(first + 1));
		return (present) ? new Fleet(now, instances(result.rows(first + 2)), generations(result.rows(first + 3)),
				backends, ownRole) : new Fleet(now, List.of(), List.of(), backends, ownRole);
	}

	private static List<Instance> instances(Rows rows) {
		List<Instance> instances = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			instances.add(new Instance(rows.required(i, "id"), rows.value(i, "application"), rows.value(i, "release"),
					rows.value(i, "host"), rows.required(i, "application_name"), knows(rows, i),
					duration(rows, i, "age"), duration(rows, i, "beating"), time(rows, i, "lapses_at"),
					rows.isTrue(i, "alive")));
		}
		return instances;
	}

	private static List<Generation> generations(Rows rows) {
		List<Generation> generations = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			generations.add(new Generation(knows(rows, i), time(rows, i, "since"), time(rows, i, "until")));
		}
		return generations;
	}

	private static List<Backend> backends(Rows rows) {
		List<Backend> backends = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			backends.add(new Backend(Integer.parseInt(rows.required(i, "pid")), rows.value(i, "application_name"),
					rows.value(i, "role"), rows.value(i, "client")));
		}
		return backends;
	}

	private static Set<String> knows(Rows rows, int row) {
		return new HashSet<>(List.of(rows.required(row, "knows").split("\n")));
	}

	private static Duration duration(Rows rows, int row, String column) {
		return Duration.ofMillis(Long.parseLong(rows.required(row, column)));
	}

	/** A time that no instant can hold was not written by us, and is never over. */
	private static Instant time(Rows rows, int row, String column) {
		Instant time = ServerTime.parse(rows.value(row, column));
		return (time != null) ? time : Instant.MAX;
	}

}
