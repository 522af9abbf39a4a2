package dev.appmigrations.engine.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Finds out with which settings a new session would begin, after a script has changed
 * those of the database or of a role. The order is the server's (see PostgreSQL:
 * src/backend/utils/init/postinit.c, process_settings): the role in the database, the
 * role, the database, all; what the client has asked for when it connected comes before
 * all of them.
 */
final class DefaultSettings {

	private static final VisibleLog logger = VisibleLog.of(DefaultSettings.class);

	/**
	 * Those that come from a role or the database now; some may come from there no more.
	 */
	private static final String KNOWN = "SELECT s.name, s.boot_val FROM pg_catalog.pg_settings s WHERE s.source"
			+ " OPERATOR(pg_catalog.=) ANY (ARRAY['global', 'database', 'user', 'database user']::pg_catalog.text[])";

	/** The later row wins. */
	private static final String STORED = "SELECT c.item" + AlteredDefaults.STORED
			+ " ORDER BY (r.setrole OPERATOR(pg_catalog.<>) 0::pg_catalog.oid)::pg_catalog.int4,"
			+ " (r.setdatabase OPERATOR(pg_catalog.<>) 0::pg_catalog.oid)::pg_catalog.int4, c.number";

	private static final String ASKED_FOR = "SELECT s.name FROM pg_catalog.pg_settings s"
			+ " WHERE s.source OPERATOR(pg_catalog.=) 'client'";

	private final Session session;

	private final boolean pooled;

	DefaultSettings(Session session, boolean pooled) {
		this.session = session;
		this.pooled = pooled;
	}

	/**
	 * Reads the settings.
	 * @param sessions opens a new session of the server; {@code null} where a pool may
	 * give an old one
	 * @return the values by name
	 */
	Map<String, String> read(@Nullable Supplier<Session> sessions) {
		List<String> statements = new ArrayList<>();
		if (!this.pooled) {
			// Where a setting comes from shows only while nobody has set it.
			statements.add("RESET ALL");
		}
		statements.addAll(List.of(KNOWN, STORED, ASKED_FOR));
		QueryResult result = this.session.query(statements);
		Map<String, String> values = new LinkedHashMap<>();
		Rows known = result.rows(0);
		for (int i = 0; i < known.size(); i++) {
			String value = known.value(i, "boot_val");
			values.put(known.required(i, "name"), (value != null) ? value : "");
		}
		Rows stored = result.rows(1);
		for (int i = 0; i < stored.size(); i++) {
			String item = stored.required(i, "item");
			int end = item.indexOf('=');
			values.put(item.substring(0, end), item.substring(end + 1));
		}
		Rows asked = result.rows(2);
		for (int i = 0; i < asked.size(); i++) {
			values.remove(asked.required(i, "name"));
		}
		if (sessions != null) {
			askNewSession(sessions, values);
		}
		values.entrySet().removeIf((setting) -> !isSettable(setting.getKey(), setting.getValue()));
		return values;
	}

	private static void askNewSession(Supplier<Session> sessions, Map<String, String> values) {
		try (Session fresh = sessions.get()) {
			List<String> names = List.copyOf(values.keySet());
			List<String> questions = new ArrayList<>(names.size());
			for (String name : names) {
				questions.add("SELECT pg_catalog.current_setting(" + Sql.literal(name) + ", true) AS value");
			}
			if (names.isEmpty()) {
				return;
			}
			QueryResult answers = fresh.query(questions);
			for (int i = 0; i < names.size(); i++) {
				String value = answers.rows(i).value(0, "value");
				if (value != null) {
					values.put(names.get(i), value);
				}
			}
		}
		catch (RuntimeException ex) {
			// The limit of connections may be reached: what is stored has to do.
			logger.debug("No new session tells with which settings it begins", ex);
		}
	}

	/** Some can be set only when a session begins, or only by a superuser. */
	private boolean isSettable(String name, String value) {
		DatabaseError error = this.session
			.query(List.of("SELECT pg_catalog.set_config(" + Sql.literal(name) + ", " + Sql.literal(value) + ", true)"))
			.error();
		if (error != null) {
			logger.warn("The new value of {} holds from the next connection on: {}", name, error.message());
		}
		return error == null;
	}

}
