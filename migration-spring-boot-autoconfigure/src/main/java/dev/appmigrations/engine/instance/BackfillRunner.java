package dev.appmigrations.engine.instance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import dev.appmigrations.engine.backfill.BackfillContext;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.BackfillRound;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.RunIdentity;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Works on backfills in the background of a running application, one instance at a time:
 * the others look every few seconds whether it is still there. Ends when all that the
 * application has are done.
 */
public final class BackfillRunner implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(BackfillRunner.class);

	private static final int LOOKS_PER_LEASE = 3;

	/** A connection of the pool is given back after each batch. */
	private static final Duration BETWEEN_BATCHES = Duration.ofMillis(500);

	private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

	private final RunContext context;

	private final boolean shared;

	private final BackfillContext.Manner manner;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition wish = this.lock.newCondition();

	private volatile boolean closed;

	private @Nullable Thread thread;

	private @Nullable String told;

	/**
	 * Creates a runner.
	 * @param context what all runs share; its sessions are those of the application
	 * @param own makes connections beside the application's pool, {@code null} where none
	 * are to be had: then one of the pool is borrowed for each batch
	 */
	public BackfillRunner(RunContext context, @Nullable DataSource own) {
		this.shared = own == null;
		this.context = (own != null)
				? context.over(new SessionOpener(own, Duration.ZERO, context.clock(), context.sleeper())) : context;
		this.manner = new BackfillContext.Manner(RunIdentity.worker(context.options().identity()),
				context.options().history().schema(), false, 0, this.shared);
	}

	/**
	 * Begins to work in a thread of its own, which ends if there is nothing that this
	 * application may work on.
	 */
	public void start() {
		if (this.context.options().rules().backfills().mode() != BackfillOptions.Mode.BACKGROUND) {
			return;
		}
		Thread thread = new Thread(this::work, "migrations-backfill");
		thread.setDaemon(true);
		this.thread = thread;
		thread.start();
	}

	private boolean hasBackfills() {
		try {
			return this.context.catalogs()
				.read()
				.migrations()
				.stream()
				.anyMatch((migration) -> migration instanceof BackfillMigration);
		}
		catch (MigrationException ex) {
			logger.debug("The scripts could not be read", ex);
			return false;
		}
	}

	private void work() {
		if (!hasBackfills()) {
			return;
		}
		while (!this.closed) {
			AtomicBoolean worked = new AtomicBoolean();
			try {
				BooleanSupplier stopped = () -> {
					worked.set(true);
					return this.closed;
				};
				MigrationReport report = new BackfillRound(this.context, this.manner, stopped, (backfill) -> true).run()
					.report();
				this.told = null;
				if (isOver(report)) {
					return;
				}
			}
			catch (MigrationException ex) {
				tell(ex.description());
			}
			catch (DatabaseErrorException ex) {
				tell(ex.error().text());
			}
			pause((worked.get() && this.shared) ? BETWEEN_BATCHES
					: this.context.options().rules().backfills().lease().dividedBy(LOOKS_PER_LEASE));
		}
	}

	/** Nothing is left, and nothing can come: the files of an application stay. */
	private static boolean isOver(MigrationReport report) {
		return report.backfills().isEmpty() && report.pending().isEmpty();
	}

	/** Once for each reason. */
	private void tell(String reason) {
		if (!reason.equals(this.told)) {
			this.told = reason;
			logger.warn("Backfills cannot go on, and are tried again: {}", new Lines(reason));
		}
	}

	private void pause(Duration duration) {
		this.lock.lock();
		try {
			long left = duration.toNanos();
			while (!this.closed && left > 0) {
				left = this.wish.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			this.closed = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stops before the next batch, and waits for the one that runs.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.wish.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		Thread thread = this.thread;
		if (thread == null || thread == Thread.currentThread()) {
			return;
		}
		try {
			TimeUnit.MILLISECONDS.timedJoin(thread, LONGEST_GOODBYE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
