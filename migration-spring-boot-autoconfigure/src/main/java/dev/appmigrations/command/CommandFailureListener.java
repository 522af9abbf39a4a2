package dev.appmigrations.command;

import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Says why the application did not come as far as the command.
 */
final class CommandFailureListener implements ApplicationListener<ApplicationFailedEvent> {

	private final CommandRun run;

	CommandFailureListener(CommandRun run) {
		this.run = run;
	}

	@Override
	public void onApplicationEvent(ApplicationFailedEvent event) {
		int code = this.run.report(event.getException());
		ConfigurableApplicationContext context = event.getApplicationContext();
		if (context != null) {
			context.close();
		}
		this.run.exit(code);
	}

}
