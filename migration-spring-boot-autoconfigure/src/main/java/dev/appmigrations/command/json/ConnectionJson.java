package dev.appmigrations.command.json;

import java.time.Duration;

import dev.appmigrations.engine.report.ConnectionReport;
import dev.appmigrations.engine.report.DatabaseReport;

import org.springframework.boot.json.JsonWriter;

/**
 * A connection as JSON.
 */
public final class ConnectionJson {

	private static final JsonWriter<ConnectionReport> WRITER = JsonWriter.of(ConnectionJson::members);

	private ConnectionJson() {
	}

	/**
	 * Writes a report.
	 * @param report what a connection turned out to be
	 * @return one line
	 */
	public static String of(ConnectionReport report) {
		return WRITER.writeToString(report);
	}

	/**
	 * Writes a database that can be used.
	 * @param database the database
	 * @param waited how long it took
	 * @return one line
	 */
	public static String ofReady(DatabaseReport database, Duration waited) {
		return JsonWriter.<DatabaseReport>of((members) -> {
			members.add("database").usingMembers(DatabaseJson::members);
			members.add("waitedMs", waited.toMillis());
		}).writeToString(database);
	}

	private static void members(JsonWriter.Members<ConnectionReport> report) {
		report.add("database", ConnectionReport::database).usingMembers(DatabaseJson::members);
		report.add("login", ConnectionReport::login);
		report.add("superuser", ConnectionReport::superuser);
		report.add("server", ConnectionReport::server);
		report.add("mayCreate", ConnectionReport::mayCreate);
		report.add("encryption", ConnectionReport::encryption);
		report.add("roundTripMicros", (value) -> value.roundTrip().toNanos() / 1000);
		report.add("settings", ConnectionReport::settings);
	}

}
