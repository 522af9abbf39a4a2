package dev.appmigrations.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.appmigrations.command.json.ConnectionJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.report.DatabaseReport;
import picocli.CommandLine;

/**
 * {@code wait}: until the database can be used.
 */
@CommandLine.Command(name = "wait",
		description = "Wait until the server accepts connections and the database exists. Changes nothing.",
		footer = { "", "Exit code 4 when the time is over, and at once for a wrong user or password.", "", "Examples:",
				"  java -jar app.jar migrations wait",
				"  java -jar app.jar migrations wait --timeout 5m && java -jar app.jar migrations up" })
final class WaitCommand extends ApplicationCommand {

	@CommandLine.Option(names = "--timeout", paramLabel = "DURATION", defaultValue = "60s",
			description = "How long to wait at most (30s, 5m). Default: ${DEFAULT-VALUE}.")
	private String timeout = "60s";

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		Duration limit = DurationArgument.parse("--timeout", this.timeout);
		Terminal terminal = application.terminal();
		Migrator migrator = application.migrator();
		Clock clock = Clock.systemUTC();
		Instant start = clock.instant();
		DatabaseReport database = ((this.json.isSet()) ? migrator : migrator.withListener(new WaitNotice(terminal)))
			.database()
			.await(limit);
		Duration waited = Duration.between(start, clock.instant());
		if (this.json.isSet()) {
			terminal.out().println(ConnectionJson.ofReady(database, waited));
		}
		else {
			terminal.out()
				.println("Database " + database.name() + " is ready (" + database.productAndVersion() + ") after "
						+ StatusView.took(waited.toMillis()) + ".");
		}
		return ExitCode.OK;
	}

	@Override
	boolean needsLog() {
		return false;
	}

}
