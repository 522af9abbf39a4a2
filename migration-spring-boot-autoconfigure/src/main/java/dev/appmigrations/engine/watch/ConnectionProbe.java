package dev.appmigrations.engine.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.report.ConnectionReport;

/**
 * Looks what a connection is. Needs no right but to connect.
 */
public final class ConnectionProbe {

	private static final String FACTS = "SELECT pg_catalog.concat('PostgreSQL ',"
			+ " pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1)) AS product,"
			+ " pg_catalog.current_database() AS database, current_user AS role, session_user AS login,"
			+ " pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'on' AS superuser,"
			+ " CASE WHEN pg_catalog.inet_server_port() IS NOT NULL THEN pg_catalog.concat("
			+ "pg_catalog.host(pg_catalog.inet_server_addr()), ':', pg_catalog.inet_server_port()) END AS server,"
			+ " pg_catalog.current_schema() AS schema,"
			+ " pg_catalog.has_schema_privilege(pg_catalog.current_schema()::pg_catalog.text, 'CREATE') AS may_create,"
			+ " (SELECT pg_catalog.concat(s.version, ', ', s.cipher) FROM pg_catalog.pg_stat_ssl s"
			+ " WHERE s.ssl AND s.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()) AS encryption,"
			+ " pg_catalog.pg_backend_pid() AS backend, pg_catalog.pg_is_in_recovery() AS standby,"
			+ " pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'on' AS read_only";

	private static final String SETTINGS = "SELECT s.name, pg_catalog.current_setting(s.name) AS value"
			+ " FROM pg_catalog.pg_settings s WHERE s.name OPERATOR(pg_catalog.=) ANY (ARRAY['client_connection_check_interval',"
			+ " 'idle_in_transaction_session_timeout', 'lock_timeout', 'max_connections', 'search_path',"
			+ " 'server_encoding', 'standard_conforming_strings', 'statement_timeout', 'TimeZone',"
			+ " 'transaction_timeout']::pg_catalog.text[]) ORDER BY pg_catalog.lower(s.name)";

	private ConnectionProbe() {
	}

	/**
	 * Looks at a connection.
	 * @param session the connection
	 * @param clock measures the round trip
	 * @return what it is
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the server refuses
	 */
	public static ConnectionReport probe(Session session, Clock clock) {
		Instant start = clock.instant();
		session.query(List.of("SELECT")).orThrow();
		Duration roundTrip = Duration.between(start, clock.instant());
		var result = session.query(List.of(FACTS, SETTINGS)).orThrow();
		Rows facts = result.rows(0);
		Map<String, String> settings = new LinkedHashMap<>();
		Rows found = result.rows(1);
		for (int i = 0; i < found.size(); i++) {
			settings.put(found.required(i, "name"), found.required(i, "value"));
		}
		int backend = session.connection().backend();
		boolean pooled = backend != 0 && backend != Integer.parseInt(facts.required(0, "backend"));
		return new ConnectionReport(facts.required(0, "product"), facts.required(0, "database"),
				facts.required(0, "role"), facts.required(0, "login"), facts.isTrue(0, "superuser"),
				facts.value(0, "server"), facts.value(0, "schema"), facts.isTrue(0, "may_create"),
				facts.value(0, "encryption"), pooled, facts.isTrue(0, "standby"), facts.isTrue(0, "read_only"),
				roundTrip, settings);
	}

}
