package dev.appmigrations.command;

import dev.appmigrations.autoconfigure.DatabaseServers;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.report.CreationReport;
import picocli.CommandLine;

import org.springframework.boot.json.JsonWriter;

/**
 * {@code create}: the database, where it is missing.
 */
@CommandLine.Command(name = "create",
		description = "Create the database where it is missing, and mark it as one for development. "
				+ "One that is there stays as it is.",
		footer = { "", "It is created from the database postgres or template1 of the same server, by the",
				"same user, who needs CREATEDB. The mark, a line of the database's comment, allows",
				"redo, drop and up --watch.", "", "Examples:", "  java -jar app.jar migrations create",
				"  java -jar app.jar migrations create --unmarked" })
final class CreateCommand extends ApplicationCommand {

	private static final JsonWriter<CreationReport> JSON = JsonWriter.of((report) -> {
		report.add("database", CreationReport::database);
		report.add("created", CreationReport::created);
		report.add("development", CreationReport::marked);
	});

	@CommandLine.Option(names = "--unmarked", description = "Do not mark it: it is for more than development.")
	private boolean unmarked;

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		Migrator migrator = application.migrator();
		CreationReport report = migrator.database().create(DatabaseServers.of(migrator.dataSource()), !this.unmarked);
		application.terminal().out().println((this.json.isSet()) ? JSON.writeToString(report) : text(report));
		return ExitCode.OK;
	}

	/** Says what was done. */
	static String text(CreationReport report) {
		if (!report.created()) {
			return "Database " + report.database() + " exists already"
					+ ((report.marked()) ? ", marked as one for development."
							: ". Nothing was changed. To mark it as one for development: migrations up --development");
		}
		return "Created database " + report.database() + ((report.marked()) ? ", marked as one for development." : ".");
	}

}
