package dev.appmigrations.autoconfigure.instance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.state.DatabaseState;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/**
 * The presence of this application in each database that it migrates, from before its
 * migrations run until its beans are destroyed: when the web server has stopped, and
 * before the pools close.
 */
public final class MigrationInstances implements DisposableBean {

	private static final VisibleLog logger = VisibleLog.of(MigrationInstances.class);

	private final List<MigratorInstance> instances = new CopyOnWriteArrayList<>();

	private final Heartbeats heartbeats = new Heartbeats();

	private final Map<Object, DataSource> connections = new ConcurrentHashMap<>();

	private final InstanceName name;

	private final InstanceSettings settings;

	private final InstanceReadiness readiness;

	/**
	 * Creates a bean without any instance yet.
	 * @param name the name of its connections
	 * @param settings how they show that they are alive; the name in it is replaced where
	 * a pool has one of its own
	 * @param readiness is notified if one is suspended
	 */
	public MigrationInstances(InstanceName name, InstanceSettings settings, InstanceReadiness readiness) {
		this.name = name;
		this.settings = settings;
		this.readiness = readiness;
	}

	/**
	 * Creates the presence in one database.
	 * @param migrator what migrates the database
	 * @param database what is known of the database, and what is read of it
	 * @param alsoKnows what the application knows beside its migrations
	 * @return the instance, {@code null} if there is no connection for it to be had
	 */
	public @Nullable MigratorInstance of(Migrator migrator, DatabaseState database, List<String> alsoKnows) {
		InstanceSettings settings = this.settings.named(OwnConnections.nameOf(migrator.dataSource(), this.name))
			.knowing(alsoKnows);
		AbstractDriverBasedDataSource own = OwnConnections.derive(migrator.dataSource(), this.name,
				settings.patience());
		if (own == null) {
			logger.warn(
					"This instance cannot sign on, so that contract migrations may run while it needs what they remove:"
							+ " a {} does not tell where it leads, or sets what cannot be seen by connection-init-sql."
							+ " Set app.migrations.url, or app.migrations.instances.enabled=false",
					migrator.dataSource().getClass().getName());
			return null;
		}
		MigratorInstance instance = migrator.instance(shared(own), settings, this.readiness.listener(database),
				this.heartbeats);
		this.instances.add(instance);
		return instance;
	}

	/** One for all that would open the same connection. */
	private DataSource shared(AbstractDriverBasedDataSource own) {
		List<@Nullable Object> same = Arrays.asList(own.getUrl(), own.getUsername(), own.getPassword(), own.getSchema(),
				own.getConnectionProperties());
		return this.connections.computeIfAbsent(same, (key) -> own);
	}

	@Override
	public void destroy() {
		for (MigratorInstance instance : this.instances) {
			instance.signOff();
		}
		for (MigratorInstance instance : this.instances) {
			instance.close();
		}
	}

}
