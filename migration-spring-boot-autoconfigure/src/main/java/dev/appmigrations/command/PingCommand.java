package dev.appmigrations.command;

import java.io.PrintWriter;

import dev.appmigrations.command.json.ConnectionJson;
import dev.appmigrations.engine.report.ConnectionReport;
import dev.appmigrations.engine.report.DatabaseReport;
import picocli.CommandLine;

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
	boolean needsLog() {
		return false;
	}

	@Override
	int run(CommandApplication application) {
		ConnectionReport report = application.migrator().database().ping();
		PrintWriter out = application.terminal().out();
		if (this.json.isSet()) {
			out.println(ConnectionJson.of(report));
		}
		else {
			print(report, out);
		}
		return ExitCode.OK;
	}

	private static void print(ConnectionReport report, PrintWriter out) {
		DatabaseReport database = report.database();
		line(out, "Server", database.productAndVersion() + ((report.server() != null) ? " at " + report.server() : "")
				+ ((database.standby()) ? ", a standby" : "") + ((database.readOnly()) ? ", read-only" : ""));
		line(out, "Database", database.name());
		line(out, "Role",
				database.role() + ((database.role().equals(report.login())) ? "" : " (login " + report.login() + ")")
						+ ((report.superuser()) ? ", a superuser" : ""));
		line(out, "Schema", (database.schema() == null) ? "none: no schema of the search_path exists"
				: database.schema() + ((report.mayCreate()) ? "" : ", where the role may not create tables"));
		line(out, "Encryption", (report.encryption() != null) ? report.encryption() : "none");
		line(out, "Pooler", (database.pooled()) ? "yes: the lock is taken for each transaction"
				: "none: the session is this command's alone");
		line(out, "Round trip", report.roundTrip().toNanos() / 1000 + " microseconds");
		out.println("Settings");
		report.settings().forEach((name, value) -> out.println("  " + "%-36s".formatted(name) + value));
	}

	private static void line(PrintWriter out, String label, String text) {
		out.println("%-12s".formatted(label) + text);
	}

}
