package dev.appmigrations.command;

import java.io.StringWriter;
import java.util.List;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import picocli.CommandLine;

import org.springframework.core.env.StandardEnvironment;

/**
 * Runs commands from their arguments to their exit code, in the process of the tests:
 * where neither an application nor a terminal takes part.
 */
final class CommandInProcess {

	private final TestDatabase database;

	private final MemoryScripts scripts;

	CommandInProcess(TestDatabase database, MemoryScripts scripts) {
		this.database = database;
		this.scripts = scripts;
	}

	Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	/**
	 * Runs a command.
	 * @param arguments what follows the word {@code migrations}
	 * @return what came of it
	 * @throws CommandLine.ParameterException if there is no such command or option
	 */
	CommandProcess.Result migrations(String... arguments) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		boolean json = List.of(arguments).contains(JsonOption.NAME);
		Terminal terminal = Terminal.of(out, err, json, null, false);
		CommandRun run = new CommandRun(MigrationsCommand.commandLine(terminal).parseArgs(arguments), terminal);
		int code = run.execute(new StandardEnvironment(), this::migrator);
		terminal.flush();
		return new CommandProcess.Result(code, out.toString().replace(System.lineSeparator(), "\n"), err.toString());
	}

}
