package dev.appmigrations.engine.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.report.ConnectionReport;
import dev.appmigrations.engine.report.DatabaseReport;
import org.jspecify.annotations.Nullable;

/**
 * Looks what a connection is. Needs no right but to connect.
 */
public final class ConnectionProbe {

	private static final String FACTS = "SELECT session_user AS login,"
			+ " pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'on' AS superuser,"
			+ " CASE WHEN pg_catalog.inet_server_port() IS NOT NULL THEN pg_catalog.concat("
			+ "pg_catalog.host(pg_catalog.inet_server_addr()), ':', pg_catalog.inet_server_port()) END AS server,"
			+ " (SELECT pg_catalog.concat(s.version, ', ', s.cipher) FROM pg_catalog.pg_stat_ssl s"
			+ " WHERE s.ssl AND s.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()) AS encryption, ";

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
	 * @param database the database that it leads to
	 * @param clock measures the round trip
	 * @return what it is
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the server refuses
	 */
	public static ConnectionReport probe(Session session, DatabaseReport database, Clock clock) {
		Instant start = clock.instant();
		session.query(List.of("SELECT")).orThrow();
		Duration roundTrip = Duration.between(start, clock.instant());
		var result = session.query(List.of(FACTS + mayCreate(database.schema()), SETTINGS)).orThrow();
		Rows facts = result.rows(0);
		Map<String, String> settings = new LinkedHashMap<>();
		Rows found = result.rows(1);
		for (int i = 0; i < found.size(); i++) {
			settings.put(found.required(i, "name"), found.required(i, "value"));
		}
		return new ConnectionReport(database, facts.required(0, "login"), facts.isTrue(0, "superuser"),
				facts.value(0, "server"), facts.isTrue(0, "may_create"), facts.value(0, "encryption"), roundTrip,
				settings);
	}

	/**
	 * Tells whether there may be tables in the schema; where it is missing, it is
	 * created.
	 */
	private static String mayCreate(@Nullable String schema) {
		if (schema == null) {
			return "false AS may_create";
		}
		String found = "pg_catalog.to_regnamespace(" + Sql.literal(Sql.identifier(schema)) + ")";
		return "CASE WHEN " + found + " IS NULL THEN pg_catalog.has_database_privilege(pg_catalog.current_database()"
				+ "::pg_catalog.text, 'CREATE'::pg_catalog.text) ELSE pg_catalog.has_schema_privilege(" + found
				+ "::pg_catalog.oid, 'CREATE'::pg_catalog.text) END AS may_create";
	}

}
