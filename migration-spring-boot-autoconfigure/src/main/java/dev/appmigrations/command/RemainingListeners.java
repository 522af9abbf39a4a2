package dev.appmigrations.command;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

/**
 * The listeners that come after the one that runs a command, and may still contribute
 * properties. The command cannot wait for its turn behind them, because two of Spring
 * Boot's would work for a context that a command does without: one sets up the log, the
 * other loads what a web application needs, in a thread of its own.
 */
final class RemainingListeners {

	/** Its class is not public, and has not always been in the same package. */
	private static final String PREINITIALIZER = "BackgroundPreinitializ";

	private final ApplicationEnvironmentPreparedEvent event;

	private final SimpleApplicationEventMulticaster others = new SimpleApplicationEventMulticaster();

	private final SimpleApplicationEventMulticaster logging = new SimpleApplicationEventMulticaster();

	/**
	 * Finds the listeners.
	 * @param event what they are to be told
	 * @param last the listener that has just been told
	 */
	RemainingListeners(ApplicationEnvironmentPreparedEvent event, ApplicationListener<?> last) {
		this.event = event;
		boolean behind = false;
		for (ApplicationListener<?> listener : event.getSpringApplication().getListeners()) {
			if (behind && listener instanceof LoggingApplicationListener) {
				this.logging.addApplicationListener(listener);
			}
			else if (behind && !isPreinitializer(listener)) {
				this.others.addApplicationListener(listener);
			}
			behind |= listener == last;
		}
	}

	private static boolean isPreinitializer(ApplicationListener<?> listener) {
		String name = listener.getClass().getName();
		return name.startsWith("org.springframework.boot.") && name.contains(PREINITIALIZER);
	}

	/** Sets up the log. */
	void beginLog() {
		this.logging.multicastEvent(this.event);
	}

	/** Tells all other listeners. */
	void tell() {
		this.others.multicastEvent(this.event);
	}

}
