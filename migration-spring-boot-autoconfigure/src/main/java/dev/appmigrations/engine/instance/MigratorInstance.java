package dev.appmigrations.engine.instance;

import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.MigrateOperation;
import dev.appmigrations.engine.operation.ValidateOperation;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;

/**
 * A running instance of the application, which contract migrations must not break:
 * <ol>
 * <li>It signs on before it reads the history: a contract run either sees it, or has
 * announced itself before, which the reading finds. Both travel in one message.
 * <li>It sends a heartbeat at every interval, on a connection that is not the
 * application's, which the first of them opens. Instances of one data source share it.
 * <li>If that fails for the time after which others take it for dead, it is suspended,
 * until it has signed on again and then looked again.
 * <li>It signs off when it is closed.
 * </ol>
 * An application starts even if its instance cannot sign on.
 */
public final class MigratorInstance implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(MigratorInstance.class);

	private final RunContext context;

	private final InstanceSignOn signOn;

	/**
	 * Creates an instance, which has not signed on yet.
	 * @param context what all runs share
	 * @param own opens connections that are not the application's
	 * @param settings how the instance shows that it is alive
	 * @param listener learns whether it may serve
	 * @param heartbeats those of the application
	 */
	public MigratorInstance(RunContext context, DataSource own, InstanceSettings settings, InstanceListener listener,
			Heartbeats heartbeats) {
		this.context = context;
		this.signOn = new InstanceSignOn(context, heartbeats, heartbeats.connection(own, context), settings, listener);
	}

	/**
	 * Signs on and then applies what is pending.
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if a migration fails, or the database cannot be used;
	 * migrations before it stay applied
	 */
	public MigrationReport migrate() {
		return MigrateOperation.of(this.context, this.context.pending(), this.signOn).run();
	}

	/**
	 * Signs on and then makes sure that nothing is pending and nothing is wrong.
	 * @return the report
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if something is pending, or if scripts or database
	 * cannot be read
	 */
	public MigrationReport validate() {
		return new ValidateOperation(this.context, this.signOn).run();
	}

	/**
	 * Signs on and does nothing else, on the connection for heartbeats. Scripts that
	 * cannot be read keep it from that, and nothing else from starting.
	 */
	public void join() {
		List<Migration> known;
		try {
			known = this.context.catalogs().read().migrations();
		}
		catch (MigrationException ex) {
			logger.warn("This instance cannot sign on, so that contract migrations may run while it needs what they"
					+ " remove: {}", new Lines(ex.description()));
			return;
		}
		this.signOn.join(known);
	}

	/**
	 * Begins to sign off, and does not wait for it: an application with several instances
	 * lets all of them sign off at once, and then closes each.
	 */
	public void signOff() {
		this.signOn.signOff();
	}

	/**
	 * Signs off, and waits for that for some seconds at most, counted from
	 * {@link #signOff()} if that was called before. Where the database cannot be reached,
	 * the others learn of it when the instance expires.
	 */
	@Override
	public void close() {
		this.signOn.close();
	}

}
