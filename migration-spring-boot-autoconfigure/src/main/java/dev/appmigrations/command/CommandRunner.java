package dev.appmigrations.command;

import dev.appmigrations.autoconfigure.MigratorFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Runs the command as soon as the environment is complete, and ends the process.
 */
final class CommandRunner implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private final CommandRun run;

	CommandRunner(CommandRun run) {
		this.run = run;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (!this.run.needsContext()) {
			this.run.exit(this.run.execute(event.getEnvironment(), () -> MigratorFactory.of(event.getEnvironment())
				.create(event.getSpringApplication().getClassLoader(), this.run::announce)));
		}
	}

}
