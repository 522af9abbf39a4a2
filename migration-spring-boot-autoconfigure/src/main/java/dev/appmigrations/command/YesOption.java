package dev.appmigrations.command;

import dev.appmigrations.command.terminal.Terminal;
import picocli.CommandLine;

/**
 * The option of all commands that ask before they change something.
 */
final class YesOption {

	@CommandLine.Option(names = { "-y", "--yes" },
			description = "Do not ask. Needed where there is no terminal, and with --json.")
	private boolean yes;

	/**
	 * Makes sure that a person wants what was listed.
	 * @param terminal where to ask
	 * @param json whether a program reads the output, so that nobody can be asked
	 * @param question a question that is answered with yes or no
	 * @return whether to go on
	 * @throws UsageException if nobody can be asked
	 */
	boolean agreed(Terminal terminal, boolean json, String question) {
		if (this.yes) {
			return true;
		}
		if (json || !terminal.interactive()) {
			throw new UsageException("Nothing was changed: this command asks first, and there is nobody to ask.",
					"Add --yes if you are sure.");
		}
		boolean agreed = terminal.confirm(question);
		if (!agreed) {
			terminal.out().println("Nothing was changed.");
		}
		return agreed;
	}

}
