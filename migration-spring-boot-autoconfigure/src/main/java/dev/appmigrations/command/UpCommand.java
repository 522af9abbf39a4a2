package dev.appmigrations.command;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.report.MigrationReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code up}: applies what is pending.
 */
@CommandLine.Command(name = "up", description = "Apply all pending migrations, as a start of the application would.",
		footer = { "", "Ctrl-C rolls back the migration that is running; those before it stay applied.", "",
				"Examples:", "  java -jar app.jar migrations up",
				"  java -jar app.jar migrations up --target 20251112000001",
				"  java -jar app.jar migrations up --json --app.migrations.lock.wait-timeout=5m" })
final class UpCommand extends ApplyingCommand {

	@CommandLine.Option(names = "--target", paramLabel = "VERSION",
			description = "Stop after this version. Repeatable migrations do not run then.")
	private @Nullable String target;

	@CommandLine.Option(names = { "-y", "--yes" },
			description = "Do not ask. On a terminal, tables without a history are a reason to ask.")
	private boolean yes;

	@Override
	int run(CommandApplication application) {
		Terminal terminal = application.terminal();
		if (terminal.interactive() && !this.yes && !confirm(application.migrator().status(), terminal)) {
			return ExitCode.PROBLEMS;
		}
		return apply(application, this::migrate);
	}

	private void migrate(Migrator migrator) {
		if (this.target == null) {
			migrator.migrate();
			return;
		}
		migrator.migrate(VersionArgument.parse("--target", this.target));
	}

	private static boolean confirm(MigrationReport report, Terminal terminal) {
		if (report.pending().isEmpty() || report.content().isEmpty()) {
			return true;
		}
		return terminal.confirm("Schema " + report.facts().schema() + " has no migration history, but tables already ("
				+ String.join(", ", report.content().examples()) + "). Run all " + report.pending().size()
				+ " pending migrations on it?");
	}

}
