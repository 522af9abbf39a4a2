package dev.appmigrations.command;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.report.MigrationReport;
import picocli.CommandLine;

/**
 * {@code status}: how the database stands.
 */
@CommandLine.Command(name = "status",
		description = "Show the connection, what is pending, what is applied, and what is wrong. Changes nothing.",
		footer = { "", "Examples:", "  java -jar app.jar migrations status",
				"  java -jar app.jar migrations status --json --spring.profiles.active=prod" })
final class StatusCommand extends ApplicationCommand {

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		MigrationReport report = application.migrator().status();
		if (this.json.isSet()) {
			application.terminal().out().println(ReportJson.of(report));
		}
		else {
			new StatusView(application.terminal()).print(report);
		}
		return ExitCode.OK;
	}

}
