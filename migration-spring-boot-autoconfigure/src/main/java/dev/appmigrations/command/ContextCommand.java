package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.autoconfigure.MigratorFactory;
import dev.appmigrations.engine.Migrator;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the command in the application's context, as the first of its beans that go to
 * work: listeners for messages, schedulers and runners come later, and so never.
 */
final class ContextCommand implements SmartLifecycle {

	private final CommandRun run;

	private final ConfigurableApplicationContext context;

	ContextCommand(CommandRun run, ConfigurableApplicationContext context) {
		this.run = run;
		this.context = context;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void start() {
		int code = this.run.execute(this.context.getEnvironment(), this::announced);
		this.context.close();
		this.run.exit(code);
	}

	private Migrator announced() {
		Migrator migrator = migrator();
		this.run.announce(MigratorFactory.database(migrator) + " (the application's context)");
		return migrator;
	}

	private Migrator migrator() {
		List<String> names = List.of(this.context.getBeanNamesForType(Migrator.class));
		String wanted = this.run.migrator();
		if (wanted == null && names.size() == 1) {
			return this.context.getBean(names.get(0), Migrator.class);
		}
		if (wanted != null && names.contains(wanted)) {
			return this.context.getBean(wanted, Migrator.class);
		}
		if (names.isEmpty()) {
			throw new UsageException(
					"The application has no Migrator bean: it has no DataSource, or migrations are" + " switched off.",
					"Check app.migrations.enabled and the DataSource of the active profiles.");
		}
		String problem = (wanted != null) ? "There is no Migrator bean '" + wanted + "'."
				: "The application has several Migrator beans.";
		throw new UsageException(problem, "Name one with --migrator: " + String.join(", ", names));
	}

	@Override
	public void stop() {
		// Nothing goes on when start() has returned.
	}

	@Override
	public boolean isRunning() {
		return false;
	}

}
