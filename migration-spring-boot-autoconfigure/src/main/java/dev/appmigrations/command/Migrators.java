package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.engine.Migrator;

/**
 * The migrators that a command can work with.
 */
@FunctionalInterface
interface Migrators {

	/**
	 * Returns the migrator that the command is for.
	 * @return the one that the arguments name, or the only one
	 * @throws UsageException if there are several, and the arguments name none
	 */
	Migrator one();

	/**
	 * Returns the names of those that the command is for.
	 * @return one, if the arguments name it, or else all
	 */
	default List<String> names() {
		return List.of(ApplicationMigrators.DEFAULT);
	}

	/**
	 * Returns a migrator.
	 * @param name one of the names
	 * @return the migrator
	 */
	default Migrator get(String name) {
		return one();
	}

}
