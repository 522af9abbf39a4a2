package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.autoconfigure.MigratorFactory;
import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the command in the application's context, as the first of its beans that go to
 * work: listeners for messages, schedulers and runners come later, and so never.
 */
final class ContextCommand implements SmartLifecycle, Migrators {

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
		int code = this.run.execute(this.context.getEnvironment(), this);
		this.context.close();
		this.run.exit(code);
	}

	@Override
	public Migrator get(String name) {
		String tenant = this.run.tenant();
		if (tenant != null) {
			return Migrators.ofTenant(bean(), tenant);
		}
		Migrator migrator = this.context.getBean(name, Migrator.class);
		this.run.announce(MigratorFactory.database(migrator) + " (the application's context)");
		return migrator;
	}

	@Override
	public Migrator one() {
		List<String> names = names();
		if (names.size() == 1) {
			return get(names.get(0));
		}
		throw new UsageException("The application has several Migrator beans.",
				"Name one with --migrator: " + String.join(", ", names));
	}

	@Override
	public List<String> names() {
		if (this.run.tenant() != null) {
			return List.of(ApplicationMigrators.DEFAULT);
		}
		List<String> names = List.copyOf(this.context.getBeansOfType(Migrator.class).keySet());
		if (names.isEmpty()) {
			throw new UsageException(
					"The application has no Migrator bean: it has no DataSource, or migrations are switched off.",
					"Check app.migrations.enabled and the DataSource of the active profiles.");
		}
		String wanted = this.run.migrator();
		if (wanted == null) {
			return names;
		}
		for (String name : List.of(wanted, DatabaseSettings.beanName(wanted))) {
			if (names.contains(name)) {
				return List.of(name);
			}
		}
		throw new UsageException("There is no Migrator bean '" + wanted + "'.",
				"Name one with --migrator: " + String.join(", ", names));
	}

	@Override
	public boolean areBeans() {
		return true;
	}

	@Override
	public @Nullable Tenants tenants() {
		return (this.run.migrator() == null && this.run.tenant() == null) ? bean() : null;
	}

	private @Nullable Tenants bean() {
		return this.context.getBeanProvider(Tenants.class).getIfUnique();
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
