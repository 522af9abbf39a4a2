package dev.appmigrations.command;

import java.nio.file.Path;

import picocli.CommandLine;

/**
 * {@code run}: applies one migration.
 */
@CommandLine.Command(name = "run",
		description = "Apply one pending migration, and nothing if it is applied already. What it requires must be applied.",
		footer = { "", "Examples:", "  java -jar app.jar migrations run 20251112000001_add_bounce_tracking.sql",
				"  java -jar app.jar migrations run 20251112000001" })
final class RunCommand extends ApplyingCommand {

	@CommandLine.Parameters(paramLabel = "FILE", description = "The name of the migration, or its version.")
	private String migration = "";

	@Override
	int run(CommandApplication application) {
		Path name = Path.of(this.migration).getFileName();
		return applyOne(application, (migrator) -> migrator.run((name != null) ? name.toString() : this.migration));
	}

}
