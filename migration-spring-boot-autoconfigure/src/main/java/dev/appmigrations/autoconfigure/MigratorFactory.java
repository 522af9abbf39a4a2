package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.autoconfigure.databases.TenantProperties;
import dev.appmigrations.autoconfigure.instance.CommandInstance;
import dev.appmigrations.autoconfigure.instance.InstanceName;
import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.MigratorBuilder;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.event.MigrationVeto;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.engine.source.ResourceScriptSource;
import dev.appmigrations.java.JavaMigrationDefinition;
import dev.appmigrations.java.JavaMigrationIndex;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Builds the migrator that an application's properties describe, with or without an
 * application context.
 */
public final class MigratorFactory {

	/** The name of a bean that is there if the context was created for a command. */
	public static final String COMMAND_BEAN = "migrationsCommand";

	private final MigrationProperties properties;

	private final Environment environment;

	/** Empty for the application's own. */
	private final String database;

	MigratorFactory(MigrationProperties properties, Environment environment) {
		this(properties, environment, "");
	}

	private MigratorFactory(MigrationProperties properties, Environment environment, String database) {
		this.properties = properties;
		this.environment = environment;
		this.database = database;
	}

	/**
	 * Creates a factory where there is no application context.
	 * @param environment the application's environment, complete
	 * @return the factory
	 * @throws org.springframework.boot.context.properties.bind.BindException if a
	 * property has a wrong value
	 */
	public static MigratorFactory of(Environment environment) {
		return new MigratorFactory(Binder.get(environment)
			.bindOrCreate(MigrationProperties.PREFIX, Bindable.of(MigrationProperties.class),
					new PropertyCheck(BindHandler.DEFAULT)),
				environment);
	}

	/**
	 * Creates a factory for one of several databases, where there is no application
	 * context.
	 * @param environment the application's environment, complete
	 * @param database the name of the database
	 * @return the factory
	 * @throws org.springframework.boot.context.properties.bind.BindException if a
	 * property has a wrong value
	 */
	static MigratorFactory of(Environment environment, String database) {
		of(environment);
		return new MigratorFactory(DatabaseMigrators.properties(environment, database), environment, database);
	}

	/**
	 * Builds the migrator of an application whose properties say how to connect.
	 * @param classLoader finds the scripts
	 * @param announcement receives the database, in words, before anybody connects
	 * @return the migrator, which has not connected yet
	 * @throws MigrationSetupException if the properties do not say it
	 */
	public Migrator create(ClassLoader classLoader, Consumer<String> announcement) {
		if (!this.properties.enabled()) {
			throw new MigrationSetupException("Migrations are switched off: app.migrations.enabled is false.",
					"Add --app.migrations.enabled=true. For starts that leave the database alone, set"
							+ " app.migrations.startup=none instead.");
		}
		MigratorBuilder builder = builder(classLoader, announcement, UnaryOperator.identity());
		addJava(builder, classLoader, (definition) -> definition.isFor(this.database));
		return builder.build();
	}

	private static void addJava(MigratorBuilder builder, ClassLoader classLoader,
			Predicate<JavaMigrationDefinition> wanted) {
		JavaMigrationIndex.read(classLoader)
			.stream()
			.filter(wanted)
			.forEach((definition) -> builder.migration(definition.migration(classLoader)));
	}

	/**
	 * Prepares the migrations of tenants in the database that the properties describe.
	 */
	Tenants tenants(ClassLoader classLoader, Consumer<String> announcement, TenantProperties tenants) {
		MigratorBuilder builder = builder(classLoader, announcement,
				(options) -> DatabaseMigrators.ofTenants(options, tenants));
		addJava(builder, classLoader, JavaMigrationDefinition::tenants);
		return new Tenants(builder, tenants.options(Integer.MAX_VALUE));
	}

	private MigratorBuilder builder(ClassLoader classLoader, Consumer<String> announcement,
			UnaryOperator<MigratorOptions> change) {
		String prefix = (this.database.isEmpty()) ? MigrationProperties.PREFIX : DatabaseSettings.name(this.database);
		DataSource dataSource = new EnvironmentDataSource(this.properties, prefix, this.environment, classLoader)
			.create(announcement);
		return builder(dataSource, new ResourceScriptSource(classLoader), List.of(), List.of(),
				BuildVersion.find(this.environment, classLoader), change);
	}

	/**
	 * Signs a command on that works on rows for long, or has the sessions of a pool.
	 * @param migrator what it works with
	 * @param creates whether it may create the table of the instances
	 * @return its presence, to be closed; {@code null} if the properties say that nobody
	 * signs on, or there is no connection for it to be had
	 */
	public @Nullable MigratorInstance join(Migrator migrator, boolean creates) {
		InstanceProperties instances = this.properties.instances();
		if (!instances.enabled()) {
			return null;
		}
		InstanceName name = InstanceName.of(this.environment.getProperty("spring.application.name"));
		return CommandInstance.join(migrator, name, new InstanceSettings(name.value(), instances.heartbeatInterval(),
				instances.heartbeatExpiry(), creates));
	}

	/**
	 * Names the database of a migrator, and asks it for nothing.
	 * @param migrator the migrator
	 * @return the URL, without what may hold a password
	 */
	public static String database(Migrator migrator) {
		return DatabaseIdentity.describe(migrator.dataSource());
	}

	MigratorBuilder builder(DataSource dataSource, ScriptSource scripts, List<MigrationListener> listeners,
			List<MigrationVeto> vetoes, @Nullable String buildVersion, UnaryOperator<MigratorOptions> change) {
		MigratorBuilder builder = Migrator.builder(dataSource, scripts)
			.wording(new PropertyWording())
			.options(change.apply(this.properties.options(this.environment.getProperty("spring.application.name"),
					release(buildVersion))));
		for (MigrationListener listener : listeners) {
			builder.listener(listener);
		}
		for (MigrationVeto veto : vetoes) {
			builder.veto(veto);
		}
		return builder;
	}

	private @Nullable String release(@Nullable String buildVersion) {
		if (this.properties.release() != null) {
			return this.properties.release();
		}
		String version = this.environment.getProperty("spring.application.version");
		return (version != null) ? version : buildVersion;
	}

}
