package dev.appmigrations.command;

import dev.appmigrations.autoconfigure.MigratorFactory;

import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Puts the command into the application's context, where it is to run there.
 */
final class ContextCommandListener implements ApplicationListener<ApplicationPreparedEvent> {

	private final CommandRun run;

	ContextCommandListener(CommandRun run) {
		this.run = run;
	}

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		event.getApplicationContext()
			.getBeanFactory()
			.registerSingleton(MigratorFactory.COMMAND_BEAN,
					new ContextCommand(this.run, event.getApplicationContext()));
	}

}
