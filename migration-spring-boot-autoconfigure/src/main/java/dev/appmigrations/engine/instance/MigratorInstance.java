package dev.appmigrations.engine.instance;

import java.time.Duration;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;

/**
 * A running instance of the application, which contract migrations must not break:
 * <ol>
 * <li>It signs on before it looks at the history: whoever contracts either sees it, or
 * has announced that before, which the look finds. Both travel in one message.
 * <li>It gives a sign of life at every beat, on a connection of its own, which the first
 * of them opens.
 * <li>If that fails for the time after which others take it for dead, it is suspended,
 * until it has signed on again and then looked again.
 * <li>It signs off when it is closed.
 * </ol>
 * That it cannot sign on never keeps an application from starting.
 */
public final class MigratorInstance implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(MigratorInstance.class);

	private final Migrator migrator;

	private final RunContext parts;

	private final InstanceSignOn arrival;

	public MigratorInstance(Migrator migrator, RunContext parts, DataSource own, InstanceSettings settings,
			InstanceListener listener) {
		this.migrator = migrator;
		this.parts = parts;
		this.arrival = new InstanceSignOn(parts, new SessionOpener(own, Duration.ZERO, parts.clock(), parts.sleeper()),
				settings, listener);
	}

	/**
	 * Signs on and then applies what is pending, as {@link Migrator#migrate()} does.
	 * @return the report
	 * @throws MigrationException as {@link Migrator#migrate()} does
	 */
	public MigrationReport migrate() {
		return this.migrator.migrate(this.arrival);
	}

	/**
	 * Signs on and then makes sure that nothing is pending, as
	 * {@link Migrator#validate()} does.
	 * @return the report
	 * @throws MigrationException as {@link Migrator#validate()} does
	 */
	public MigrationReport validate() {
		return this.migrator.validate(this.arrival);
	}

	/**
	 * Signs on and does nothing else, on the connection for signs of life. Scripts that
	 * cannot be read keep it from that, and nothing else from starting.
	 */
	public void join() {
		MigrationCatalog catalog;
		try {
			catalog = this.parts.catalogs().read();
		}
		catch (MigrationException ex) {
			logger.warn("This instance cannot sign on, so that contract migrations may run while it needs what they"
					+ " remove: {}", new Lines(ex.description()));
			return;
		}
		this.arrival.join(catalog);
	}

	/**
	 * Signs off. Where the database cannot be reached, the others learn of it when the
	 * time is over.
	 */
	@Override
	public void close() {
		this.arrival.close();
	}

}
