package dev.appmigrations.engine.report;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What a connection to the database turns out to be.
 *
 * @param product the product with its version
 * @param database the name of the database
 * @param role the role that statements run as
 * @param login the user of the connection
 * @param superuser whether the role is a superuser
 * @param server the address and the port of the server as it sees itself, {@code null}
 * for a local socket
 * @param schema the current schema, {@code null} if there is none
 * @param mayCreate whether the role may create tables in that schema
 * @param encryption protocol and cipher, {@code null} for a connection in the clear;
 * behind a pooler that is the pooler's connection
 * @param pooled whether a pooler stands between
 * @param standby whether the server is a standby
 * @param readOnly whether writing transactions are refused
 * @param roundTrip how long a statement that does nothing took
 * @param settings the settings that matter to migrations, by name, in alphabetical order
 */
public record ConnectionReport(String product, String database, String role, String login, boolean superuser,
		@Nullable String server, @Nullable String schema, boolean mayCreate, @Nullable String encryption,
		boolean pooled, boolean standby, boolean readOnly, Duration roundTrip, Map<String, String> settings) {

	public ConnectionReport {
		product = VisibleText.line(product);
		database = VisibleText.line(database);
		role = VisibleText.line(role);
		login = VisibleText.line(login);
		schema = VisibleText.lineOrNull(schema);
		server = VisibleText.lineOrNull(server);
		encryption = VisibleText.lineOrNull(encryption);
		Map<String, String> visible = new LinkedHashMap<>();
		settings.forEach((name, value) -> visible.put(VisibleText.line(name), VisibleText.line(value)));
		settings = Collections.unmodifiableMap(visible);
	}

}
