package dev.appmigrations.command;

import java.time.Duration;

/**
 * Shows how a run goes on.
 */
interface ProgressView extends AutoCloseable {

	/** How often it wants to know how far a migration has come. */
	Duration interval();

	void say(String line);

	void started(String name, int number, int total);

	void progressed(String what);

	void ended(boolean applied, String name, String took);

	@Override
	void close();

}
