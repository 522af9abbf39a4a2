package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import org.jspecify.annotations.Nullable;

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

	/**
	 * Tells whether they are beans of the application's context, whose pools have
	 * sessions beside those of the command.
	 * @return whether they are
	 */
	default boolean areBeans() {
		return false;
	}

	/**
	 * Returns the migrations of tenants that the command is for, too.
	 * @return those of all tenants; {@code null} if there are none, or the arguments name
	 * something else
	 */
	default @Nullable Tenants tenants() {
		return null;
	}

	/**
	 * Returns what migrates a tenant.
	 * @param tenants all of them, {@code null} if there are none
	 * @param wanted the name in the arguments
	 * @return a migrator
	 * @throws UsageException if there is no such tenant
	 */
	static Migrator ofTenant(@Nullable Tenants tenants, String wanted) {
		if (tenants == null) {
			throw new UsageException("The application has no tenants.",
					"Leave out --tenant, or set app.migrations.tenants.schemas or app.migrations.tenants.query.");
		}
		if (!tenants.names().contains(wanted)) {
			throw new UsageException("There is no tenant '" + wanted + "'.",
					"Name one of those that app.migrations.tenants.schemas and app.migrations.tenants.query tell.");
		}
		return tenants.migrator(wanted);
	}

}
