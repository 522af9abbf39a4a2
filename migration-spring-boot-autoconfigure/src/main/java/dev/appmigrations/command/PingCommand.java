package dev.appmigrations.command;

import java.io.PrintWriter;

import dev.appmigrations.engine.report.ConnectionReport;
import picocli.CommandLine;

import org.springframework.boot.json.JsonWriter;

/**
 * {@code ping}: does the connection work, and what is it?
 */
@CommandLine.Command(name = "ping",
		description = "Connect, and show the server, the role, the encryption and the settings that matter.",
		footer = { "", "Examples:", "  java -jar app.jar migrations ping",
				"  java -jar app.jar migrations ping --app.migrations.url=postgresql://user@host/db" })
final class PingCommand extends ApplicationCommand {

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		ConnectionReport report = application.migrator().ping();
		PrintWriter out = application.terminal().out();
		if (this.json.isSet()) {
			out.println(JsonWriter.of(PingCommand::members).writeToString(report));
		}
		else {
			print(report, out);
		}
		return ExitCode.OK;
	}

	private static void members(JsonWriter.Members<ConnectionReport> report) {
		report.add("product", ConnectionReport::product);
		report.add("database", ConnectionReport::database);
		report.add("role", ConnectionReport::role);
		report.add("login", ConnectionReport::login);
		report.add("superuser", ConnectionReport::superuser);
		report.add("server", ConnectionReport::server);
		report.add("schema", ConnectionReport::schema);
		report.add("mayCreate", ConnectionReport::mayCreate);
		report.add("encryption", ConnectionReport::encryption);
		report.add("pooled", ConnectionReport::pooled);
		report.add("standby", ConnectionReport::standby);
		report.add("readOnly", ConnectionReport::readOnly);
		report.add("roundTripMicros", (value) -> value.roundTrip().toNanos() / 1000);
		report.add("settings", ConnectionReport::settings);
	}

	private static void print(ConnectionReport report, PrintWriter out) {
		line(out, "Server", report.product() + ((report.server() != null) ? " at " + report.server() : "")
				+ ((report.standby()) ? ", a standby" : "") + ((report.readOnly()) ? ", read-only" : ""));
		line(out, "Database", report.database());
		line(out, "Role",
				report.role() + ((report.role().equals(report.login())) ? "" : " (login " + report.login() + ")")
						+ ((report.superuser()) ? ", a superuser" : ""));
		line(out, "Schema", (report.schema() == null) ? "none: no schema of the search_path exists"
				: report.schema() + ((report.mayCreate()) ? "" : ", where the role may not create tables"));
		line(out, "Encryption", (report.encryption() != null) ? report.encryption() : "none");
		line(out, "Pooler", (report.pooled()) ? "yes: the lock is taken for each transaction"
				: "none: the session is this command's alone");
		line(out, "Round trip", report.roundTrip().toNanos() / 1000 + " microseconds");
		out.println("Settings");
		report.settings().forEach((name, value) -> out.println("  " + "%-36s".formatted(name) + value));
	}

	private static void line(PrintWriter out, String label, String text) {
		out.println("%-12s".formatted(label) + text);
	}

}
