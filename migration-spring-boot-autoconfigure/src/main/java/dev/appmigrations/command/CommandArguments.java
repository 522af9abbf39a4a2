package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells the arguments of a command from those of the application. An application is asked
 * for a command if its first argument that is no option is {@code migrations}. What
 * stands before that word is the application's, and so is an option with a dot in its
 * name, wherever it stands: {@code --spring.profiles.active=ci} is a property.
 */
final class CommandArguments {

	static final String WORD = "migrations";

	private static final String OPTION = "-";

	private static final String END_OF_OPTIONS = "--";

	private CommandArguments() {
	}

	/**
	 * Finds the arguments of the command.
	 * @param arguments all arguments of the application
	 * @return what follows the word, without properties; empty if there is no command
	 */
	static Optional<List<String>> find(String[] arguments) {
		for (int i = 0; i < arguments.length; i++) {
			if (!isOption(arguments[i])) {
				return (WORD.equals(arguments[i]))
						? Optional.of(commandOf(List.of(arguments).subList(i + 1, arguments.length)))
						: Optional.empty();
			}
		}
		return Optional.empty();
	}

	static boolean isOption(String argument) {
		return argument.startsWith(OPTION);
	}

	/**
	 * Leaves the properties of the application out.
	 * @param arguments what follows the word
	 * @return the arguments of the command
	 */
	static List<String> commandOf(List<String> arguments) {
		List<String> command = new ArrayList<>();
		boolean options = true;
		for (String argument : arguments) {
			options &= !END_OF_OPTIONS.equals(argument);
			if (!options || !isProperty(argument)) {
				command.add(argument);
			}
		}
		return command;
	}

	private static boolean isProperty(String argument) {
		int equals = argument.indexOf('=');
		String name = (equals >= 0) ? argument.substring(0, equals) : argument;
		return name.startsWith(END_OF_OPTIONS) && name.indexOf('.') >= 0;
	}

}
