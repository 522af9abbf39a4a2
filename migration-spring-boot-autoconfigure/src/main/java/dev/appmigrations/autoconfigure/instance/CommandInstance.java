package dev.appmigrations.autoconfigure.instance;

import java.util.Properties;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.options.InstanceSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/**
 * The presence of a command that works on an application's rows for long. Contract
 * migrations wait for it as they do for an instance of its release, and for as long: an
 * end that comes unexpectedly shows in heartbeats that fail to arrive.
 */
public final class CommandInstance {

	private CommandInstance() {
	}

	/**
	 * Signs a command on.
	 * @param migrator what it works with
	 * @param name its name where its sessions have none
	 * @param settings how it shows that it is alive
	 * @return its presence, to be closed; {@code null} if there is no connection for it
	 * to be had
	 */
	public static @Nullable MigratorInstance join(Migrator migrator, InstanceName name, InstanceSettings settings) {
		AbstractDriverBasedDataSource own = OwnConnections.derive(migrator.dataSource(), null, settings.patience());
		if (own == null) {
			return null;
		}
		MigratorInstance instance = migrator.instance(own, settings.named(nameOf(own, name)), new NothingToServe(),
				new Heartbeats());
		instance.join();
		return instance;
	}

	private static String nameOf(AbstractDriverBasedDataSource own, InstanceName name) {
		String url = own.getUrl();
		String given = (url != null) ? PoolNames.parameter(url) : null;
		Properties properties = own.getConnectionProperties();
		if (given == null && properties != null) {
			given = PoolNames.property(properties);
		}
		return (given != null) ? given : name.value();
	}

	/** Nobody asks a command for anything. */
	private static final class NothingToServe implements InstanceListener {

		@Override
		public void suspended(String reason) {
			// Before each batch it looks whether the database is ahead.
		}

		@Override
		public void resumed() {
			// Nothing was suspended.
		}

	}

}
