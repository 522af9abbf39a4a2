package dev.appmigrations.autoconfigure.uri;

import java.util.Map;
import java.util.Set;

/**
 * Parameters that are neither libpq's nor the driver's: connection poolers, hosting
 * services and the database libraries of other languages add them to URIs that an
 * application in Java is then given too.
 */
final class ForeignParameters {

	/** Parameters that tune somebody else's pool or statement cache. */
	static final Set<String> IGNORED = Set.of(
			// Prisma
			"connection_limit", "pool_timeout", "pgbouncer", "socket_timeout", "statement_cache_size",
			// Supabase and Vercel
			"supa", "workaround",
			// Rails
			"advisory_locks", "checkout_timeout", "encoding", "idle_timeout", "pool", "prepared_statements",
			"reaping_frequency", "reconnect", "statement_limit",
			// Ecto
			"pool_size", "queue_interval", "queue_target",
			// Go: pgx and pq
			"binary_parameters", "default_query_exec_mode", "description_cache_capacity", "pool_health_check_period",
			"pool_max_conn_idle_time", "pool_max_conn_lifetime", "pool_max_conn_lifetime_jitter", "pool_max_conns",
			"pool_min_conns", "pool_min_idle_conns", "statement_cache_capacity", "statement_cache_mode",
			// Python: Django and SQLAlchemy
			"conn_health_checks", "conn_max_age", "prepared_statement_cache_size",
			// Rust: SQLx
			"statement-cache-capacity",
			// JavaScript: node-postgres
			"uselibpqcompat");

	static final Map<String, ParameterRule> RULES = Map.ofEntries(
			// Left out, both would send the migrations into another schema.
			Map.entry("schema", ForeignParameters::schema),
			Map.entry("schema_search_path", ParameterRule.renamed("currentSchema")),
			Map.entry("sslaccept", (parameter, properties) -> {
				if (!"accept_invalid_certs".equals(parameter.value())) {
					throw parameter.refuse("asks for a check that only sslmode can turn on",
							"Replace it by sslmode=verify-full, with sslrootcert=system or the path of the "
									+ "root certificate in sslrootcert.");
				}
				properties.ignore(parameter.name());
			}),
			Map.entry("sslidentity",
					ParameterRule.refused("has no counterpart in the PostgreSQL JDBC driver",
							"Put the path of the PKCS#12 file (.p12 or .pfx) into sslkey, and the path of the server's "
									+ "root certificate into sslrootcert.")));

	private ForeignParameters() {
	}

	// Prisma's URIs nearly always end in schema=public, which is in the search path
	// anyway; as a start-up parameter it would make PgBouncer refuse the connection.
	private static void schema(UriParameter parameter, DriverProperties properties) {
		if (parameter.isEmpty() || "public".equals(parameter.value())) {
			properties.ignore(parameter.name());
		}
		else {
			properties.set("currentSchema", parameter.value());
		}
	}

}
