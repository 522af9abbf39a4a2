package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.text.VisibleFailure;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;

/**
 * One command, from its arguments to the end of the process:
 * <ol>
 * <li>While the application begins to start, the arguments are read. Help and mistakes
 * need nothing of the application and end here.
 * <li>When the environment is prepared, the command runs, with a migrator built from the
 * properties alone. The process ends: no application context is ever created, and for a
 * command that only reads no log is set up.
 * <li>With {@code --context}, the context is created after all, without a web server, and
 * the command runs with its migrator before any other bean of it goes to work.
 * </ol>
 */
final class CommandRun {

	private final CommandLine.ParseResult arguments;

	private final Terminal terminal;

	/** {@code null} until it was asked for. */
	private @Nullable Boolean context;

	/** What people were told last. */
	private @Nullable String announced;

	CommandRun(CommandLine.ParseResult arguments, Terminal terminal) {
		this.arguments = arguments;
		this.terminal = (options().quiet()) ? terminal.quieter() : terminal;
	}

	static void begin(List<String> found, SpringApplication application) {
		List<String> arguments = CommandSpelling.inFull(found);
		boolean json = arguments.contains(JsonOption.NAME);
		Terminal terminal = Terminal
			.take(json || arguments.contains(ScriptCommand.NAME) || arguments.contains(FactsCommand.NAME));
		CommandLine commandLine = MigrationsCommand.commandLine(terminal, arguments);
		try {
			CommandLine.ParseResult result = commandLine.parseArgs(arguments.toArray(String[]::new));
			CommandRun run = new CommandRun(result, terminal);
			if (run.command() == null) {
				run.exit(commandLine.execute(arguments.toArray(String[]::new)));
			}
			application.setBannerMode(Banner.Mode.OFF);
			application.setLogStartupInfo(false);
			application.addListeners(new CommandEnvironment(run), new CommandRunner(run),
					new ContextCommandListener(run), new CommandFailureListener(run));
		}
		catch (CommandLine.ParameterException ex) {
			refuse(FailureReport.ofCommandLine(ex), json, terminal);
		}
	}

	/**
	 * Ends the process because of a mistake in the command line.
	 * @param mistake what is wrong
	 * @param json whether a program reads standard output
	 * @param terminal where to write to
	 */
	static void refuse(FailureReport mistake, boolean json, Terminal terminal) {
		if (json) {
			terminal.out().println(mistake.json());
		}
		terminal.err().println(mistake.description());
		terminal.err().println(mistake.action());
		terminal.flush();
		System.exit(mistake.exitCode());
	}

	/** Returns {@code null} for one that needs nothing of the application. */
	private @Nullable ApplicationCommand command() {
		CommandLine.ParseResult last = last();
		for (CommandLine spec : this.arguments.asCommandLineList()) {
			if (spec.isUsageHelpRequested()) {
				return null;
			}
		}
		return (last.commandSpec().userObject() instanceof ApplicationCommand command) ? command : null;
	}

	private CommandLine.ParseResult last() {
		CommandLine.ParseResult last = this.arguments;
		while (last.hasSubcommand()) {
			last = last.subcommand();
		}
		return last;
	}

	private MigrationsCommand options() {
		return (MigrationsCommand) this.arguments.commandSpec().userObject();
	}

	boolean isVerbose() {
		return options().verbose();
	}

	boolean needsLog() {
		ApplicationCommand command = command();
		return isVerbose() || (command != null && command.needsLog());
	}

	/**
	 * Tells whether the command needs the application's context.
	 * @param environment the application's properties
	 * @param classLoader finds the scripts
	 * @return whether that is asked for, no property describes the migrator, or a
	 * migration in Java may run
	 */
	boolean needsContext(Environment environment, ClassLoader classLoader) {
		Boolean context = this.context;
		if (context == null) {
			String wanted = migrator();
			context = options().context()
					|| (wanted != null && new ApplicationMigrators(environment, classLoader).find(wanted) == null)
					|| runsJava(environment, classLoader);
			this.context = context;
		}
		return context;
	}

	private boolean runsJava(Environment environment, ClassLoader classLoader) {
		ApplicationCommand command = command();
		List<String> inJava = (command != null) ? JavaMigrationsToRun.find(command, environment, classLoader)
				: List.of();
		if (!inJava.isEmpty() && !last().hasMatchedOption(JsonOption.NAME) && !this.terminal.quiet()) {
			this.terminal.err()
				.println("Starting the application's context, because of migrations in Java: "
						+ VisibleText.line(String.join(", ", inJava)));
		}
		return !inJava.isEmpty();
	}

	/**
	 * Finds migrators by the properties alone.
	 * @param environment the application's properties
	 * @param classLoader finds the scripts
	 * @return the migrators, of which none is made yet
	 */
	Migrators migrators(Environment environment, ClassLoader classLoader) {
		return new PropertyMigrators(new ApplicationMigrators(environment, classLoader), migrator(), tenant(),
				this::announce);
	}

	/** Returns the name of the bean to run with, {@code null} for the only one. */
	@Nullable String migrator() {
		return options().migrator();
	}

	/** Returns the name of the tenant to run for, {@code null} for none or all. */
	@Nullable String tenant() {
		return options().tenant();
	}

	/**
	 * Runs the command.
	 * @param environment the application's properties
	 * @param migrators makes what the command asks for
	 * @return the exit code
	 */
	int execute(Environment environment, Migrators migrators) {
		try {
			ApplicationCommand command = command();
			return (command != null) ? command.run(new CommandApplication(this.terminal, environment, migrators))
					: ExitCode.OK;
		}
		catch (Exception ex) {
			return report(ex);
		}
	}

	/**
	 * Says which database the command is about, in the first line that people see.
	 * Several migrators may share one.
	 * @param database the database, in words
	 */
	void announce(String database) {
		if (!database.equals(this.announced) && !last().hasMatchedOption(JsonOption.NAME) && !this.terminal.quiet()) {
			this.terminal.err().println("Database: " + database);
		}
		this.announced = database;
	}

	/**
	 * Says why the command failed.
	 * @param failure the failure
	 * @return the exit code
	 */
	int report(Throwable failure) {
		FailureReport report = FailureReport.of(failure);
		if (last().hasMatchedOption(JsonOption.NAME)) {
			this.terminal.out().println(report.json());
		}
		else {
			report.print(this.terminal);
			ApplicationCommand command = command();
			if (command != null) {
				command.afterFailure(this.terminal);
			}
		}
		if (isVerbose()) {
			VisibleFailure.of(failure).printStackTrace(this.terminal.err());
		}
		return report.exitCode();
	}

	void exit(int code) {
		this.terminal.flush();
		System.exit(code);
	}

}
