package dev.appmigrations.command;

import java.time.Duration;

/**
 * Shows how a run goes on.
 */
interface ProgressView extends AutoCloseable {

	static ProgressView on(Terminal terminal, Verb verb) {
		return (terminal.interactive()) ? new LiveView(terminal, verb) : new PlainView(terminal, verb);
	}

	/** How often it wants to know how far a migration has come. */
	Duration interval();

	void say(String line);

	void started(String name, int number, int total);

	void progressed(String what);

	void ended(boolean done, String name, String took);

	/** The one that was started is over, and all that is to be said of it is this. */
	void ended(String line);

	@Override
	void close();

}
