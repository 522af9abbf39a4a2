package dev.appmigrations.command;

/**
 * The exit codes of the commands: programs may rely on them. One that a signal interrupts
 * has that of the JVM, which is 128 and the signal's number.
 */
final class ExitCode {

	/** Done; or nothing is pending and nothing is wrong. */
	static final int OK = 0;

	/** Something is wrong, or the command failed. */
	static final int PROBLEMS = 1;

	/** The command line, or what the application says of its database, cannot be used. */
	static final int USAGE = 2;

	/** Something is pending. */
	static final int PENDING = 3;

	/** No connection to the database. */
	static final int NO_CONNECTION = 4;

	private ExitCode() {
	}

}
