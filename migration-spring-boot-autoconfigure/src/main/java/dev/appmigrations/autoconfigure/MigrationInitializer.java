package dev.appmigrations.autoconfigure;

import java.util.List;

import dev.appmigrations.autoconfigure.instance.MigrationInstances;
import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;

/**
 * Runs the migrations of an application context while it starts, before any bean that
 * needs the database. It is a bean apart from the migrators, so that they can be used
 * where nothing runs at the start.
 */
public final class MigrationInitializer implements InitializingBean {

	private final List<Migrator> migrators;

	private final Startup startup;

	private final @Nullable MigrationInstances instances;

	/**
	 * Creates an initializer.
	 * @param migrators what to run, one after the other
	 * @param startup what to do with each
	 */
	public MigrationInitializer(List<Migrator> migrators, Startup startup) {
		this(migrators, startup, null);
	}

	MigrationInitializer(List<Migrator> migrators, Startup startup, @Nullable MigrationInstances instances) {
		this.migrators = List.copyOf(migrators);
		this.startup = startup;
		this.instances = instances;
	}

	@Override
	public void afterPropertiesSet() {
		if (this.startup != Startup.BACKGROUND) {
			start();
		}
	}

	/**
	 * Does what a start is to do. Called by the context, or, where that is to happen in
	 * the background, when the web server answers.
	 */
	void start() {
		try {
			for (Migrator migrator : this.migrators) {
				MigratorInstance instance = (this.instances != null) ? this.instances.of(migrator) : null;
				if (instance != null) {
					start(instance);
				}
				else {
					start(migrator);
				}
			}
		}
		catch (MigrationException ex) {
			throw ex.wordedFor(new PropertyWording());
		}
	}

	private void start(Migrator migrator) {
		switch (this.startup) {
			case MIGRATE, BACKGROUND -> migrator.migrate();
			case VALIDATE -> migrator.validate();
			case NONE -> {
			}
		}
	}

	private void start(MigratorInstance instance) {
		switch (this.startup) {
			case MIGRATE, BACKGROUND -> instance.migrate();
			case VALIDATE -> instance.validate();
			case NONE -> instance.join();
		}
	}

}
