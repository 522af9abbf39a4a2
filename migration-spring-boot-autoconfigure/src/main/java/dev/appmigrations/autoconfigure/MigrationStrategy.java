package dev.appmigrations.autoconfigure;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;

/**
 * Decides what a start of the application does, in the place of
 * {@code app.migrations.startup}. A bean; called for each migrator of the context, one
 * after the other, before any bean that needs the database.
 */
@FunctionalInterface
public interface MigrationStrategy {

	/**
	 * Does what is to be done with a database. The instance signs on, whatever that is.
	 * @param migrator migrates the database
	 * @param usual does what the start would do without a strategy
	 */
	void start(Migrator migrator, Runnable usual);

	/**
	 * Does what is to be done with the tenants, behind what they share: by default, what
	 * the start would do without a strategy.
	 * @param tenants migrates them
	 * @param usual does what the start would do without a strategy
	 */
	default void start(Tenants tenants, Runnable usual) {
		usual.run();
	}

}
