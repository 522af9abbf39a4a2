package dev.appmigrations.command.terminal;

/**
 * Tells, when a signal ends the process, what becomes of the work. The work itself needs
 * nobody: with the process its connection ends, and with that its transaction and its
 * lock.
 */
public final class Interruption {

	private final Thread hook;

	private Interruption(Thread hook) {
		this.hook = hook;
	}

	/**
	 * Prepares for a signal.
	 * @param terminal where to tell it
	 * @param view is cleared away first
	 * @param consequence what becomes of the work, a sentence
	 * @return the announcement, to be taken back when the work is done
	 */
	public static Interruption announce(Terminal terminal, Runnable view, String consequence) {
		Thread hook = new Thread(() -> {
			view.run();
			terminal.err().println("Interrupted. " + consequence);
			terminal.flush();
		}, "migrations-interrupted");
		Interruption interruption = new Interruption(hook);
		Runtime.getRuntime().addShutdownHook(hook);
		return interruption;
	}

	/** The work is done: a signal has nothing to tell any more. */
	public void over() {
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
