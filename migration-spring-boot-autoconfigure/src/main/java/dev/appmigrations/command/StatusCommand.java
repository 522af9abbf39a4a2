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

	@CommandLine.Option(names = "--limit", paramLabel = "N", defaultValue = "20",
			description = "Show the latest N applied and the next N pending ones (default: 20), beside those that need attention. JSON has all.")
	private int limit;

	@CommandLine.Option(names = "--all", description = "Show all of them.")
	private boolean all;

	@Override
	boolean needsLog() {
		return false;
	}

	@Override
	int run(CommandApplication application) {
		if (this.limit < 0) {
			throw new UsageException("--limit needs a number from 0.", "For all of them: --all");
		}
		SeveralReports reports = SeveralReports.of(application, (migrator) -> migrator.safety().status(),
				(report) -> ExitCode.OK);
		if (reports != null) {
			return (this.json.isSet()) ? reports.json() : reports.print((report) -> print(report, application));
		}
		MigrationReport report = application.migrator().safety().status();
		if (this.json.isSet()) {
			application.terminal().out().println(ReportJson.of(report));
		}
		else {
			print(report, application);
		}
		return ExitCode.OK;
	}

	private void print(MigrationReport report, CommandApplication application) {
		new StatusView(application.terminal()).print(report, (this.all) ? Integer.MAX_VALUE : this.limit);
	}

}
