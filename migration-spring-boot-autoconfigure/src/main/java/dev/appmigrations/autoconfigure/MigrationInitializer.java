package dev.appmigrations.autoconfigure;

import java.util.List;

import dev.appmigrations.engine.Migrator;

import org.springframework.beans.factory.InitializingBean;

/**
 * Runs the migrations of an application context while it starts, before any bean that
 * needs the database. It is a bean apart from the migrators, so that they can be used
 * where nothing runs at the start.
 */
public final class MigrationInitializer implements InitializingBean {

	private final List<Migrator> migrators;

	private final MigrationProperties.Startup startup;

	/**
	 * Creates an initializer.
	 * @param migrators what to run, one after the other
	 * @param startup what to do with each
	 */
	public MigrationInitializer(List<Migrator> migrators, MigrationProperties.Startup startup) {
		this.migrators = List.copyOf(migrators);
		this.startup = startup;
	}

	@Override
	public void afterPropertiesSet() {
		for (Migrator migrator : this.migrators) {
			switch (this.startup) {
				case MIGRATE -> migrator.migrate();
				case VALIDATE -> migrator.validate();
				case NONE -> {
				}
			}
		}
	}

}
