package dev.appmigrations.command;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Runs the command as soon as the environment is complete, and ends the process. What
 * other listeners add to the environment is awaited, whatever their order.
 */
final class CommandRunner implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private final CommandRun run;

	CommandRunner(CommandRun run) {
		this.run = run;
	}

	/** Behind what prepares the environment, and in front of what sets up the log. */
	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER - 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ClassLoader classLoader = event.getSpringApplication().getClassLoader();
		if (this.run.needsContext(event.getEnvironment(), classLoader)) {
			return;
		}
		RemainingListeners listeners = new RemainingListeners(event, this);
		if (this.run.needsLog() || CommandLog.isConfigured(event)) {
			listeners.beginLog();
		}
		listeners.tell();
		this.run
			.exit(this.run.execute(event.getEnvironment(), this.run.migrators(event.getEnvironment(), classLoader)));
	}

}
