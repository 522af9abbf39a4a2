package dev.appmigrations.command;

import java.io.IOException;

import dev.appmigrations.command.terminal.Terminal;
import picocli.CommandLine;

/**
 * A command that needs something of the application: its properties, its scripts, its
 * database. To add one: a subclass with picocli's annotations, and its name in
 * {@link Subcommands}.
 */
abstract class ApplicationCommand {

	@CommandLine.Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help.")
	@SuppressWarnings("unused") // read by picocli
	private boolean help;

	/**
	 * Runs the command.
	 * @param application the application
	 * @return the exit code
	 * @throws IOException if a file cannot be read or written
	 */
	abstract int run(CommandApplication application) throws IOException;

	/**
	 * Tells whether people should see warnings of libraries in any case. To set up the
	 * log for them takes a command that only reads a good part of its time.
	 * @return whether they should
	 */
	boolean needsLog() {
		return true;
	}

	/**
	 * Tells whether it applies migrations. Those in Java run in the application's context
	 * only.
	 * @return whether it does
	 */
	boolean appliesMigrations() {
		return false;
	}

	/**
	 * Tells whether it works on backfills that have begun.
	 * @return whether it does
	 */
	boolean worksOnBackfills() {
		return false;
	}

	/**
	 * Tells whether it verifies backfills that are applied, before what requires them.
	 * @return whether it does
	 */
	boolean verifiesBackfills() {
		return false;
	}

	/**
	 * Tells whether it undoes migrations.
	 * @return whether it does
	 */
	boolean undoesMigrations() {
		return false;
	}

	/**
	 * Adds to the report of a failure that was printed for people.
	 * @param terminal where to print
	 */
	void afterFailure(Terminal terminal) {
	}

}
