package dev.appmigrations.command;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that look like a command, though the word {@code migrations} is misspelled:
 * the application would start and migrate, where only {@code status} may have been asked
 * for. The start is refused if a command's name follows the word. Otherwise it goes on
 * with a warning, because applications have words of their own, as batch jobs and shells
 * do.
 *
 * @param typed the word as it was typed
 * @param command the name of the command that follows, {@code null} if there is none
 */
record MisspelledCommand(String typed, @Nullable String command) {

	/** The system property that turns the check off if it is {@code false}. */
	static final String PROPERTY = "app.migrations.check-arguments";

	/** The environment variable with the same meaning. */
	static final String VARIABLE = "APP_MIGRATIONS_CHECK_ARGUMENTS";

	/** How many typing mistakes there may be in the word. */
	private static final int MOST = 2;

	private static final Set<String> OTHER_WORDS = Set.of("migrate");

	/**
	 * Looks for a misspelled command.
	 * @param arguments all arguments of the application, which ask for no command
	 * @return the command, or {@code null} if nothing looks like one
	 */
	static @Nullable MisspelledCommand find(String[] arguments) {
		for (int i = 0; i < arguments.length; i++) {
			String word = arguments[i].toLowerCase(Locale.ROOT);
			if (EditDistance.between(word, CommandArguments.WORD) <= MOST) {
				List<String> command = CommandArguments.commandOf(List.of(arguments).subList(i + 1, arguments.length));
				return new MisspelledCommand(arguments[i], nameIn(command));
			}
			if (!CommandArguments.isOption(arguments[i])) {
				return (OTHER_WORDS.contains(word)) ? new MisspelledCommand(arguments[i], null) : null;
			}
		}
		return null;
	}

	private static @Nullable String nameIn(List<String> command) {
		for (String argument : command) {
			String name = argument.toLowerCase(Locale.ROOT);
			if (CommandSpelling.CHECK.equals(name) || Subcommands.NAMES.contains(name)) {
				return name;
			}
			if (!CommandArguments.isOption(argument)) {
				return null;
			}
		}
		return null;
	}

	static boolean isChecked() {
		return !"false".equalsIgnoreCase(System.getProperty(PROPERTY, System.getenv(VARIABLE)));
	}

	FailureReport refusal() {
		return FailureReport.ofUsage(
				"'%s' is not the word for commands, which is '%s'. The application was not started, and no migration"
					.formatted(this.typed, CommandArguments.WORD) + " has run.",
				"Type: %s %s%nIf the application itself has an argument '%s', start it with the system property %s=false"
					.formatted(CommandArguments.WORD, this.command, this.typed, PROPERTY)
						+ " or the environment variable " + VARIABLE + "=false.");
	}

	String warning() {
		return VisibleText.line(
				"Warning: the argument '%s' is no command, so that the application starts, and pending migrations run if"
					.formatted(this.typed) + " it is configured so. Commands begin with '" + CommandArguments.WORD
						+ "'. To omit this warning, set the system property " + PROPERTY
						+ "=false or the environment variable " + VARIABLE + "=false.");
	}

}
