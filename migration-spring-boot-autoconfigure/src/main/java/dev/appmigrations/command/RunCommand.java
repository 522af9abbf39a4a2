package dev.appmigrations.command;

import picocli.CommandLine;

/**
 * {@code run}: applies one migration.
 */
@CommandLine.Command(name = RunCommand.NAME,
		description = "Apply one pending migration, and nothing if it is applied already. What it requires must be applied.",
		footer = { "", "Examples:", "  java -jar app.jar migrations run 20251112000001_add_bounce_tracking.sql",
				"  java -jar app.jar migrations run 20251112000001" })
final class RunCommand extends ApplyingCommand {

	static final String NAME = "run";

	@CommandLine.Parameters(paramLabel = "FILE",
			description = "The migration: its name, its version, or a path to its file.")
	private String migration = "";

	@Override
	int run(CommandApplication application) {
		return applyOne(application, (migrator) -> migrator.run(MigrationArgument.of(this.migration)));
	}

}
