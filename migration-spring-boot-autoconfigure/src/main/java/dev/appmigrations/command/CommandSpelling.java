package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Other ways to write a command, as people are used to them: {@code --check}, or
 * {@code -c}, is {@code status}; a path to a file alone is {@code run}; and {@code --yes}
 * may stand in front of the command, too.
 */
final class CommandSpelling {

	/** An earlier spelling of the command {@code status}. */
	static final String CHECK = "--check";

	private static final String SHORT_CHECK = "-c";

	private static final Set<String> YES = Set.of("-y", "--yes");

	private CommandSpelling() {
	}

	/**
	 * Writes a command in full.
	 * @param typed what follows the word, without properties
	 * @return the arguments for the commands
	 */
	static List<String> inFull(List<String> typed) {
		List<String> arguments = new ArrayList<>(typed);
		if (!arguments.isEmpty() && (CHECK.equals(arguments.get(0)) || SHORT_CHECK.equals(arguments.get(0)))) {
			arguments.set(0, "status");
			return arguments;
		}
		List<String> yes = new ArrayList<>();
		while (!arguments.isEmpty() && YES.contains(arguments.get(0))) {
			yes.add(arguments.remove(0));
		}
		if (!arguments.isEmpty() && isPath(arguments.get(0)) && !Subcommands.NAMES.contains(arguments.get(0))) {
			arguments.add(0, RunCommand.NAME);
		}
		arguments.addAll(Math.min(1, arguments.size()), yes);
		return arguments;
	}

	private static boolean isPath(String argument) {
		return !CommandArguments.isOption(argument)
				&& (argument.endsWith(".sql") || argument.indexOf('/') >= 0 || argument.indexOf('\\') >= 0);
	}

}
