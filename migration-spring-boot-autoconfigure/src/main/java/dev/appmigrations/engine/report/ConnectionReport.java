package dev.appmigrations.engine.report;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a connection to the database.
 *
 * @param database the database; its schema is that of the history, present or to be
 * created
 * @param login the user of the connection
 * @param superuser whether the role is a superuser
 * @param server the address and the port of the server as it sees itself, {@code null}
 * for a local socket
 * @param mayCreate whether the role may create tables in that schema, or the schema where
 * it is missing
 * @param encryption protocol and cipher, {@code null} for a connection in the clear;
 * behind a pooler that is the pooler's connection
 * @param roundTrip how long a statement that does nothing took
 * @param settings the settings that matter to migrations, by name, in alphabetical order
 */
public record ConnectionReport(DatabaseReport database, String login, boolean superuser, @Nullable String server,
		boolean mayCreate, @Nullable String encryption, Duration roundTrip, Map<String, String> settings) {

	public ConnectionReport {
		login = VisibleText.line(login);
		server = VisibleText.lineOrNull(server);
		encryption = VisibleText.lineOrNull(encryption);
		Map<String, String> visible = new LinkedHashMap<>();
		settings.forEach((name, value) -> visible.put(VisibleText.line(name), VisibleText.line(value)));
		settings = Collections.unmodifiableMap(visible);
	}

}
