package dev.appmigrations.command;

/**
 * Tells, when a signal ends the process, what becomes of the work. The work itself needs
 * nobody: with the process its connection ends, and with that its transaction and its
 * lock.
 */
final class Interruption {

	private final Thread hook;

	private Interruption(Thread hook) {
		this.hook = hook;
	}

	static Interruption announce(Terminal terminal, RunProgress progress) {
		Thread hook = new Thread(() -> {
			progress.close();
			terminal.err().println("Interrupted. " + progress.afterInterruption());
			terminal.flush();
		}, "migrations-interrupted");
		Interruption interruption = new Interruption(hook);
		Runtime.getRuntime().addShutdownHook(hook);
		return interruption;
	}

	/** The work is done: a signal has nothing to tell any more. */
	void over() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// The process is ending already: whatever this thread would still print, the
			// person has been told what counts.
			waitForTheEnd();
		}
	}

	private static void waitForTheEnd() {
		try {
			Thread.currentThread().join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
