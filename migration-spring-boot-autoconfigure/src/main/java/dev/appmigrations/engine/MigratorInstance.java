package dev.appmigrations.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.sql.DataSource;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.rollout.InstanceRegistry;
import dev.appmigrations.engine.rollout.Presence;
import dev.appmigrations.engine.script.MigrationCatalog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running instance of the application, which contract migrations must not break:
 * <ol>
 * <li>It signs on before it looks at the history: whoever contracts either sees it, or
 * has announced that before, which the look finds.
 * <li>It gives a sign of life at every beat, on a connection of its own.
 * <li>If that fails for the time after which others take it for dead, it is suspended,
 * until it has signed on again and then looked again.
 * <li>It signs off when it is closed.
 * </ol>
 * That it cannot sign on never keeps an application from starting.
 */
public final class MigratorInstance implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(MigratorInstance.class);

	private static final int WATCHES_PER_LAPSE = 20;

	private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

	private final Migrator migrator;

	private final MigratorParts parts;

	private final SessionOpener sessions;

	private final InstanceSettings settings;

	private final InstanceListener listener;

	private final ScheduledThreadPoolExecutor threads;

	private final List<Future<?>> tasks = new ArrayList<>();

	private final UUID id = UUID.randomUUID();

	private @Nullable Presence presence;

	private @Nullable InstanceRegistry registry;

	private @Nullable Session session;

	/** When the latest sign of life that arrived was sent; none is owed before one. */
	private volatile @Nullable Instant latest;

	private boolean suspended;

	MigratorInstance(Migrator migrator, MigratorParts parts, DataSource own, InstanceSettings settings,
			InstanceListener listener) {
		this.migrator = migrator;
		this.parts = parts;
		this.sessions = new SessionOpener(own, Duration.ZERO, parts.clock(), parts.sleeper());
		this.settings = settings;
		this.listener = listener;
		this.threads = new ScheduledThreadPoolExecutor(2, (task) -> {
			Thread thread = new Thread(task, "migrations-instance");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Signs on and then applies what is pending, as {@link Migrator#migrate()} does.
	 * @return the report
	 * @throws MigrationException as {@link Migrator#migrate()} does
	 */
	public MigrationReport migrate() {
		return this.migrator.migrate(this::signOn);
	}

	/**
	 * Signs on and then makes sure that nothing is pending, as
	 * {@link Migrator#validate()} does.
	 * @return the report
	 * @throws MigrationException as {@link Migrator#validate()} does
	 */
	public MigrationReport validate() {
		return this.migrator.validate(this::signOn);
	}

	/**
	 * Signs on and does nothing else. Scripts that cannot be read keep it from that, and
	 * nothing else from starting.
	 */
	public void join() {
		MigrationCatalog catalog;
		try {
			catalog = this.parts.catalogs().read();
		}
		catch (MigrationException ex) {
			logger.warn("This instance cannot sign on, so that contract migrations may run while it needs what they"
					+ " remove: {}", ex.description());
			return;
		}
		signOn(() -> catalog);
	}

	private void signOn(Supplier<MigrationCatalog> catalogs) {
		// The scripts are read in the meantime.
		boolean connected = connect();
		MigrationCatalog catalog;
		try {
			catalog = catalogs.get();
		}
		catch (RuntimeException ex) {
			disconnect();
			throw ex;
		}
		MigratorOptions.Identity identity = this.parts.options().identity();
		List<String> contract = new ArrayList<>();
		for (Migration migration : catalog.migrations()) {
			if (migration.phase() == Phase.CONTRACT) {
				contract.add(migration.name());
			}
		}
		this.presence = new Presence(this.id, identity.application(), identity.release(), Recorders.host(),
				this.settings.applicationName(), contract, this.settings.lapse());
		if (catalog.migrations().isEmpty()) {
			disconnect();
			return;
		}
		try {
			if (connected) {
				beatOnce();
			}
		}
		catch (DatabaseErrorException ex) {
			disconnect();
			if (ex.error().notAllowed()) {
				logger.warn(
						"This instance cannot sign on, so that contract migrations may run while it needs what they"
								+ " remove: {}. Grant what is missing, or set app.migrations.instances.enabled=false",
						ex.error().message());
				return;
			}
			if (!ex.error().connectionLost()) {
				logger.warn("This instance could not sign on yet, and tries again: {}", ex.error().message());
			}
		}
		catch (RuntimeException | SQLException ex) {
			logger.debug("The instance could not sign on yet", ex);
			disconnect();
		}
		long beat = this.settings.beat().toMillis();
		this.tasks.add(this.threads.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS));
		long watch = Math.max(1, this.settings.lapse().toMillis() / WATCHES_PER_LAPSE);
		this.tasks.add(this.threads.scheduleWithFixedDelay(this::watch, watch, watch, TimeUnit.MILLISECONDS));
	}

	private boolean connect() {
		try {
			this.session = this.sessions.openNow();
			return true;
		}
		catch (MigrationException ex) {
			logger.debug("The instance could not sign on yet", ex);
			return false;
		}
	}

	private void beat() {
		// The server may have closed a connection that was idle for long.
		if (!tryBeat()) {
			tryBeat();
		}
	}

	private boolean tryBeat() {
		try {
			Instant before = this.latest;
			Instant now = this.parts.clock().instant();
			if (beatOnce()) {
				// After a pause of the whole process nobody else may have noticed.
				boolean unknown = before == null || lapsed(before, now);
				if (unknown || isSuspended()) {
					lookAgain();
				}
			}
			else {
				disconnect();
			}
			return true;
		}
		catch (RuntimeException | SQLException ex) {
			logger.debug("A sign of life failed", ex);
			disconnect();
			return false;
		}
	}

	/** Tells whether the sign of life was written. */
	private boolean beatOnce() throws SQLException {
		Presence presence = this.presence;
		Instant now = this.parts.clock().instant();
		Session session = this.session;
		if (session == null) {
			session = this.sessions.openNow();
			this.session = session;
		}
		InstanceRegistry registry = (this.registry != null) ? this.registry : prepare(session);
		if (registry == null || presence == null) {
			return false;
		}
		try {
			registry.beat(session, presence);
		}
		catch (DatabaseErrorException ex) {
			if (!ex.error().is(SqlState.UNDEFINED_TABLE) || !this.settings.creates()) {
				throw ex;
			}
			registry.create(session);
			registry.beat(session, presence);
		}
		this.registry = registry;
		this.latest = now;
		return true;
	}

	private @Nullable InstanceRegistry prepare(Session session) {
		DatabaseFacts facts = this.parts.history().facts(session);
		String schema = facts.schema();
		if (facts.readOnly() || schema == null) {
			return null;
		}
		InstanceRegistry registry = new InstanceRegistry(
				new HistoryTables(schema, this.parts.options().history().table()));
		if (!registry.exists(session)) {
			if (!this.settings.creates()) {
				return null;
			}
			registry.create(session);
		}
		registry.prune(session);
		return registry;
	}

	private void watch() {
		Instant latest = this.latest;
		if (latest != null && lapsed(latest, this.parts.clock().instant())) {
			suspend("This instance has given no sign of life for " + this.settings.lapse().toSeconds()
					+ " s, so that contract migrations may run without regard to it");
		}
	}

	private boolean lapsed(Instant latest, Instant now) {
		return Duration.between(latest, now).compareTo(this.settings.lapse()) >= 0;
	}

	/** The same look as at the start, on the connection that has just proved good. */
	private void lookAgain() {
		Session session = this.session;
		if (session == null) {
			return;
		}
		boolean ahead = new MigrationRun(this.parts, PlanRequest.ALL, false).look(session)
			.plan()
			.errors()
			.stream()
			.anyMatch((problem) -> problem.code() == Problem.Code.DATABASE_AHEAD);
		if (ahead) {
			suspend("A newer release has removed from the database what this instance may need");
		}
		else {
			resume();
		}
	}

	private synchronized boolean isSuspended() {
		return this.suspended;
	}

	private synchronized void suspend(String reason) {
		if (!this.suspended) {
			try {
				this.listener.suspended(reason);
				this.suspended = true;
			}
			catch (RuntimeException ex) {
				// The watch goes on, and tells again.
				logger.warn("Nobody could be told that this instance is suspended: {}", reason, ex);
			}
		}
	}

	private synchronized void resume() {
		if (this.suspended) {
			this.suspended = false;
			this.listener.resumed();
		}
	}

	private void disconnect() {
		Session session = this.session;
		this.session = null;
		if (session != null) {
			session.close();
		}
	}

	/**
	 * Signs off. Where the database cannot be reached, the others learn of it when the
	 * time is over.
	 */
	@Override
	public void close() {
		this.tasks.forEach((task) -> task.cancel(false));
		this.threads.shutdownNow();
		try {
			if (this.threads.awaitTermination(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
				signOff();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void signOff() {
		Presence presence = this.presence;
		InstanceRegistry registry = this.registry;
		try {
			if (presence != null && registry != null) {
				Session session = (this.session != null) ? this.session : this.sessions.openNow();
				this.session = session;
				registry.remove(session, presence);
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The instance could not sign off", ex);
		}
		finally {
			disconnect();
		}
	}

}
