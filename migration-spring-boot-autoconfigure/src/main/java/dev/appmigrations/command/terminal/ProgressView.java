package dev.appmigrations.command.terminal;

import java.time.Duration;
import java.util.List;

/**
 * Shows how a run goes on.
 */
public interface ProgressView extends AutoCloseable {

	static ProgressView on(Terminal terminal, Verb verb) {
		if (terminal.quiet()) {
			return new QuietView(terminal);
		}
		return (terminal.interactive()) ? new LiveView(terminal, verb)
				: new LogView(new PlainView(terminal, verb), verb, System::nanoTime);
	}

	/**
	 * Returns the time between two questions of how far a migration has come.
	 * @return the time
	 */
	Duration interval();

	void say(String line);

	/**
	 * Says what a person has to know.
	 * @param line one or more lines
	 */
	default void warn(String line) {
		say(line);
	}

	/**
	 * Shows what the server says while a migration runs.
	 * @param warning whether it is a warning
	 * @param lines its place and its text
	 */
	default void notice(boolean warning, List<String> lines) {
		say(String.join("\n", lines));
	}

	void started(String name, int number, int total);

	void progressed(String what);

	void ended(boolean done, String name, String took);

	/**
	 * Ends the line of the migration that was started last with a text of its own.
	 * @param line the text
	 */
	void ended(String line);

	@Override
	void close();

}
