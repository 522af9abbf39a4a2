package dev.appmigrations.autoconfigure.state;

import dev.appmigrations.engine.event.MigrationListener;

/**
 * Makes a listener for each migrator of an application, which knows its name: events have
 * none.
 */
@FunctionalInterface
public interface NamedListenerFactory {

	/**
	 * Makes a listener.
	 * @param migrator the name of the migrator's bean; {@code tenants} for all tenants
	 * @return the listener
	 */
	MigrationListener create(String migrator);

}
