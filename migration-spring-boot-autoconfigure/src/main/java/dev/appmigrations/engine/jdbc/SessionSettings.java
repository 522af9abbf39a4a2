package dev.appmigrations.engine.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a session: those that it had before us, and those that it has while
 * migrations run. A bare {@code RESET ALL} would lose what the pool has set, which is why
 * it is always followed by what was remembered, and by what migrations need and the reset
 * has not brought about.
 */
final class SessionSettings {

	/** The statements whose rows the constructor reads. */
	static final List<String> REMEMBER = List.of(
			"SELECT s.name, s.setting, s.reset_val, s.vartype, s.source OPERATOR(pg_catalog.=) 'session' AS made"
					+ " FROM pg_catalog.pg_settings s WHERE s.source OPERATOR(pg_catalog.=) 'session'"
					+ " OR s.name OPERATOR(pg_catalog.=) ANY (ARRAY['default_transaction_isolation',"
					+ " 'standard_conforming_strings', 'idle_in_transaction_session_timeout',"
					+ " 'idle_session_timeout', 'transaction_timeout']::pg_catalog.text[])",
			"SELECT session_user AS session_user, pg_catalog.current_setting('role') AS role,"
					+ " pg_catalog.current_setting('search_path') AS search_path,"
					+ " pg_catalog.pg_my_temp_schema() OPERATOR(pg_catalog.<>) 0::pg_catalog.oid AS temporary,"
					+ " pg_catalog.current_setting('server_version_num') AS version,"
					+ " pg_catalog.pg_postmaster_start_time() AS server_start");

	private static final int TRANSACTION_TIMEOUT_SINCE = 170000;

	private static final String NO_ROLE = "none";

	private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_]+");

	private static final String SEARCH_PATH = "search_path";

	private final Map<String, String> remembered = new LinkedHashMap<>();

	private final Map<String, String> working = new LinkedHashMap<>();

	/** Some are lists, and no server says which. */
	private final Set<String> texts = new HashSet<>(Set.of(SEARCH_PATH));

	/** To what {@code RESET ALL} sets what hardly ever has to be set again behind it. */
	private final Map<String, String> reset = new HashMap<>();

	private final List<String> resetRole;

	private final boolean temporary;

	private final String serverStart;

	private final List<String> afterScript;

	/**
	 * Creates the settings.
	 * @param settings the settings that the session has made
	 * @param facts one row
	 * @param wanted how the session is to be
	 * @param checksClients whether the server can look for clients that are gone
	 * @param defaults what a new session would have, where scripts have changed that
	 */
	SessionSettings(Rows settings, Rows facts, WorkSettings wanted, boolean checksClients,
			Map<String, String> defaults) {
		for (int i = 0; i < settings.size(); i++) {
			String name = settings.required(i, "name");
			if (!settings.isTrue(i, "made")) {
				this.reset.put(name, settings.required(i, "reset_val"));
				continue;
			}
			this.remembered.put(name, settings.required(i, "setting"));
			if ("string".equals(settings.required(i, "vartype"))) {
				this.texts.add(name);
			}
		}
		String role = facts.required(0, "role");
		// Not RESET, which leads to the user of the connection: a pool may have set
		// another.
		String authorization = "SET SESSION AUTHORIZATION " + Sql.identifier(facts.required(0, "session_user"));
		this.resetRole = List.of(authorization,
				(NO_ROLE.equals(role)) ? "RESET ROLE" : "SET ROLE " + Sql.identifier(role));
		this.temporary = facts.isTrue(0, "temporary");
		this.serverStart = facts.required(0, "server_start");
		this.texts.addAll(defaults.keySet());
		this.working.putAll(defaults);
		this.working.putAll(this.remembered);
		this.working.put("default_transaction_isolation", "read committed");
		this.working.put("standard_conforming_strings", "on");
		// A limit of the role or of the pool is meant for requests, not for migrations.
		this.working.put("statement_timeout", "0");
		this.working.put("lock_timeout", String.valueOf(wanted.lockTimeout().toMillis()));
		this.working.put("idle_in_transaction_session_timeout", "0");
		// Between two attempts, or while a large script is read.
		this.working.put("idle_session_timeout", "0");
		if (Integer.parseInt(facts.required(0, "version")) >= TRANSACTION_TIMEOUT_SINCE) {
			this.working.put("transaction_timeout", "0");
		}
		// A client that vanished frees its locks within seconds.
		this.working.put("tcp_keepalives_idle", "30");
		this.working.put("tcp_keepalives_interval", "10");
		this.working.put("tcp_keepalives_count", "3");
		if (!wanted.networkTimeout().isZero()) {
			// Also where an answer is under way, so that no keepalives are sent. Servers
			// on Windows, and Unix sockets, ignore it; see the manual, section
			// "Connection Settings".
			this.working.put("tcp_user_timeout", String.valueOf(wanted.networkTimeout().toMillis()));
		}
		if (checksClients) {
			// Also in the middle of a statement.
			this.working.put("client_connection_check_interval", "5s");
		}
		String schema = wanted.schema();
		if (schema != null) {
			this.working.put(SEARCH_PATH,
					schemaFirst(schema, this.working.getOrDefault(SEARCH_PATH, facts.required(0, "search_path"))));
		}
		this.afterScript = resetTo(this.working);
	}

	private static String schemaFirst(String schema, String searchPath) {
		String first = Sql.identifier(schema);
		return (searchPath.isBlank()) ? first : first + ", " + searchPath;
	}

	/** Returns when the server started. */
	String serverStart() {
		return this.serverStart;
	}

	/**
	 * Returns the statements after which the role of the session is the one that it had:
	 * they stand before each record.
	 */
	List<String> resetRole() {
		return this.resetRole;
	}

	/** Returns the statements after which nothing is left of what a script has set. */
	List<String> afterScript() {
		return this.afterScript;
	}

	/**
	 * Returns the statements after which a script that takes settings back has those that
	 * migrations need.
	 * @param name the setting, {@code null} for all of them
	 * @param local whether they hold for the transaction only
	 */
	List<String> afterReset(@Nullable String name, boolean local) {
		List<String> statements = new ArrayList<>();
		for (Map.Entry<String, String> setting : this.working.entrySet()) {
			String value = setting.getValue();
			boolean meant = (name != null) ? name.equalsIgnoreCase(setting.getKey())
					: local || !value.equals(this.reset.get(setting.getKey()));
			if (meant) {
				statements.add(assign(setting.getKey(), value, local));
			}
		}
		return statements;
	}

	/** Returns the statements that set what migrations need, for one transaction only. */
	List<String> localToTransaction() {
		return List.of(assignAll(this.working, true));
	}

	/** Returns the statements after which the session is as it was found. */
	List<String> restore() {
		List<String> statements = new ArrayList<>(resetRole());
		statements.add("SELECT pg_catalog.pg_advisory_unlock_all()");
		statements.addAll(restoreSettings());
		return statements;
	}

	/**
	 * Returns the statements after which the settings are as they were found, in a
	 * transaction or outside one.
	 */
	List<String> restoreSettings() {
		return resetTo(this.remembered);
	}

	private List<String> resetTo(Map<String, String> wanted) {
		List<String> statements = new ArrayList<>();
		if (!this.temporary) {
			// A temporary table of one script is not there for the next.
			statements.add("DISCARD TEMP");
		}
		statements.add("RESET ALL");
		Map<String, String> different = new LinkedHashMap<>(wanted);
		different.entrySet().removeIf((setting) -> setting.getValue().equals(this.reset.get(setting.getKey())));
		if (!different.isEmpty()) {
			statements.add(assignAll(different, false));
		}
		return statements;
	}

	/**
	 * One query with one column for all of them. Several {@code SET} are as fast on the
	 * server, but with each answer the driver searches the text of the message (pgJDBC
	 * 42.7.14 before PostgreSQL 18: {@code QueryExecutorImpl}, {@code search_path}).
	 */
	private static String assignAll(Map<String, String> settings, boolean local) {
		StringBuilder query = new StringBuilder();
		settings.forEach((name, value) -> query.append((query.isEmpty()) ? "SELECT ARRAY[" : ", ")
			.append(assignment(name, value, local)));
		return query.append(']').toString();
	}

	private static String assignment(String name, String value, boolean local) {
		return "pg_catalog.set_config(" + Sql.literal(name) + ", " + Sql.literal(value) + ", " + local + ")";
	}

	/**
	 * A function call has to be planned, so that it takes the server several times as
	 * long as {@code SET}, which for its part quotes the names of some lists as one.
	 * Which these are differs between servers.
	 */
	private String assign(String name, String value, boolean local) {
		if (!PLAIN_NAME.matcher(name).matches() || this.texts.contains(name)) {
			return "SELECT " + assignment(name, value, local);
		}
		return ((local) ? "SET LOCAL " : "SET ") + name + " = " + Sql.literal(value);
	}

}
