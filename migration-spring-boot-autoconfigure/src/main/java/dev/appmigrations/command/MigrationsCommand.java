package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.command.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The command {@code migrations}, whose subcommands do the work.
 */
@CommandLine.Command(name = CommandArguments.WORD,
		description = "Migrations of this application's PostgreSQL database.", synopsisSubcommandLabel = "COMMAND",
		mixinStandardHelpOptions = false, versionProvider = LibraryVersion.class,
		footer = { "", "The application's properties count: --spring.profiles.active=ci, for",
				"example, may stand on either side of the word migrations.", "",
				"A path to a file alone is 'run'; -c, or --check, is 'status'.", "", "Exit codes:",
				"  0  done; nothing is pending and nothing is wrong", "  1  something is wrong, or the command failed",
				"  2  the command line or the configuration cannot be used", "  3  check: something is pending",
				"  4  no connection to the database" })
final class MigrationsCommand implements Runnable {

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@CommandLine.Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help.")
	@SuppressWarnings("unused") // read by picocli
	private boolean help;

	@CommandLine.Option(names = { "-V", "--version" }, versionHelp = true, description = "Show the version.")
	@SuppressWarnings("unused") // read by picocli
	private boolean version;

	@CommandLine.Option(names = { "-y", "--yes" },
			description = "Do not ask. Commands that ask nothing accept it, too.")
	@SuppressWarnings("unused") // those that ask have one of their own
	private boolean yes;

	@CommandLine.Option(names = { "-q", "--quiet" },
			description = "Print results, warnings and errors only; nothing at all where everything is well.")
	private boolean quiet;

	@CommandLine.Option(names = "--verbose", description = "Show the log and stack traces, on standard error.")
	private boolean verbose;

	@CommandLine.Option(names = "--context",
			description = "Start the application's context, without a web server, for a DataSource that is a bean.")
	private boolean context;

	@CommandLine.Option(names = "--migrator", paramLabel = "BEAN",
			description = "Which of several databases: a name below app.migrations.databases, or a Migrator bean.")
	private @Nullable String migrator;

	@CommandLine.Option(names = "--tenant", paramLabel = "NAME",
			description = "Only this tenant: one of app.migrations.tenants.")
	private @Nullable String tenant;

	/**
	 * Describes the command with all that it has.
	 * @param terminal where to write to
	 * @return the command
	 */
	static CommandLine commandLine(Terminal terminal) {
		return commandLine(terminal, List.of());
	}

	/**
	 * Describes the command as far as it is called.
	 * @param terminal where to write to
	 * @param arguments what follows the word {@code migrations}
	 * @return the command
	 */
	static CommandLine commandLine(Terminal terminal, List<String> arguments) {
		CommandLine commandLine = new CommandLine(new MigrationsCommand());
		Subcommands.addCalled(commandLine, arguments);
		CommandHelp.complete(commandLine);
		return commandLine.setOut(terminal.out())
			.setErr(terminal.err())
			.setUsageHelpWidth(Terminal.WIDTH)
			.setColorScheme(CommandLine.Help
				.defaultColorScheme((terminal.colored()) ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
	}

	boolean quiet() {
		return this.quiet;
	}

	boolean verbose() {
		return this.verbose;
	}

	boolean context() {
		return this.context;
	}

	@Nullable String migrator() {
		return this.migrator;
	}

	@Nullable String tenant() {
		return this.tenant;
	}

	/** Without a command. */
	@Override
	public void run() {
		if (this.spec != null) {
			this.spec.commandLine().usage(this.spec.commandLine().getOut());
		}
	}

}
