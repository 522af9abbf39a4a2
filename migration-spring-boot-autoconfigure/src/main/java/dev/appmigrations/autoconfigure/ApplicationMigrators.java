package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.core.env.Environment;

/**
 * The migrators of an application that its properties describe, where there is no
 * application context.
 */
public final class ApplicationMigrators {

	/** The name of the migrator of the application's own database. */
	public static final String DEFAULT = MigratorBeans.DEFAULT;

	private final Environment environment;

	private final ClassLoader classLoader;

	private final List<String> databases;

	/**
	 * Reads which databases there are.
	 * @param environment the application's environment, complete
	 * @param classLoader finds the scripts
	 */
	public ApplicationMigrators(Environment environment, ClassLoader classLoader) {
		this.environment = environment;
		this.classLoader = classLoader;
		this.databases = DatabaseSettings.of(environment)
			.names()
			.stream()
			.filter((name) -> DatabaseMigrators.isEnabled(environment, name))
			.toList();
	}

	/**
	 * Finds a migrator.
	 * @param wanted the name of a database, or that of the bean that migrates it
	 * @return the name of the database; {@code null} if there is none, or only the
	 * application's context knows its data source
	 */
	public @Nullable String find(String wanted) {
		if (wanted.equals(DEFAULT) && !this.databases.isEmpty()) {
			return DEFAULT;
		}
		return this.databases.stream()
			.filter((name) -> name.equals(wanted) || DatabaseSettings.beanName(name).equals(wanted))
			.filter((name) -> DatabaseMigrators.dataSource(this.environment, name) == null)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the names of all databases.
	 * @return the application's own first, if the properties say where it is and no other
	 * name stands for it
	 */
	public List<String> names() {
		List<String> names = new ArrayList<>(this.databases);
		if (this.databases.isEmpty() || isOnItsOwn()) {
			names.add(0, DEFAULT);
		}
		return names;
	}

	/**
	 * Builds a migrator.
	 * @param name the name of its database
	 * @param announcement receives the database, in words, before anybody connects
	 * @return the migrator, which has not connected yet
	 * @throws MigrationSetupException if the properties do not say where it is
	 */
	public Migrator create(String name, Consumer<String> announcement) {
		if (name.equals(DEFAULT)) {
			return MigratorFactory.of(this.environment).create(this.classLoader, announcement);
		}
		String bean = DatabaseMigrators.dataSource(this.environment, name);
		if (bean != null) {
			throw new MigrationSetupException(
					"The data source of the database '" + name + "' is the bean '" + bean
							+ "', and a command has no beans.",
					"Add --context, so that the command uses the application's own.");
		}
		return MigratorFactory.of(this.environment, name).create(this.classLoader, announcement);
	}

	/**
	 * Prepares the migrations of tenants.
	 * @param announcement receives the database, in words, before anybody connects
	 * @return the migrations of all tenants, {@code null} if there are none
	 * @throws MigrationSetupException if the properties do not say where they are
	 */
	public @Nullable Tenants tenants(Consumer<String> announcement) {
		if (!DatabaseSettings.of(this.environment).hasTenants()) {
			return null;
		}
		return MigratorFactory.of(this.environment)
			.tenants(this.classLoader, announcement, DatabaseMigrators.tenants(this.environment));
	}

	private boolean isOnItsOwn() {
		Consumer<String> silent = (database) -> {
		};
		try {
			Migrator own = create(DEFAULT, silent);
			return DataSourceUnwrapper.unwrap(own.dataSource(), UnconfiguredDataSource.class) == null
					&& this.databases.stream()
						.filter((name) -> DatabaseMigrators.dataSource(this.environment, name) == null)
						.noneMatch((name) -> MigratorBeans.isSame(create(name, silent), own));
		}
		catch (MigrationSetupException ex) {
			// Whoever builds it is told.
			return true;
		}
	}

}
