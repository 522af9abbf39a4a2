package dev.appmigrations.engine.instance;

import java.time.Instant;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.rollout.InstanceRegistry;
import dev.appmigrations.engine.rollout.SignOn;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.text.Lines;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Sends the heartbeats of an instance, on a connection that it shares with nobody. The
 * first of them opens it: a start does not wait for that.
 */
final class Heartbeat implements Runnable {

	private static final VisibleLog logger = VisibleLog.of(Heartbeat.class);

	private final RunContext context;

	private final SessionOpener sessions;

	private final InstanceSettings settings;

	private final ServingGate gate;

	private final SignOn signOn;

	private @Nullable InstanceRegistry registry;

	private @Nullable Session session;

	private boolean connected;

	/** Why there was no connection at the latest attempt. */
	private @Nullable MigrationException refusal;

	/** Whether a look is owed: one that failed is made again at the next heartbeat. */
	private boolean looksAgain;

	private boolean over;

	/**
	 * Creates what sends the heartbeats.
	 * @param context what looks again after a silence
	 * @param sessions opens its connection
	 * @param settings tell whether the table may be created
	 * @param gate is told of signs that arrive
	 * @param signOn the instance
	 * @param registry where it has signed on, {@code null} if it has not yet
	 * @param session the connection, {@code null} if the first sign is to open it
	 */
	Heartbeat(RunContext context, SessionOpener sessions, InstanceSettings settings, ServingGate gate, SignOn signOn,
			@Nullable InstanceRegistry registry, @Nullable Session session) {
		this.context = context;
		this.sessions = sessions;
		this.settings = settings;
		this.gate = gate;
		this.signOn = signOn;
		this.registry = registry;
		this.session = session;
		this.connected = session != null;
	}

	@Override
	public synchronized void run() {
		// The server may have closed a connection that was idle for long.
		if (!this.over && !tryBeat() && !tryBeat() && !this.connected) {
			serveUnseen();
		}
	}

	private boolean tryBeat() {
		try {
			Instant now = this.context.clock().instant();
			Session session = connect();
			if (beat(session)) {
				this.looksAgain |= this.gate.isInDoubt();
				this.gate.arrived(now);
				if (this.looksAgain) {
					decide(isAhead(session));
					this.looksAgain = false;
				}
			}
			else {
				disconnect();
			}
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("A heartbeat failed", ex);
			disconnect();
			return false;
		}
	}

	private Session connect() {
		Session session = this.session;
		if (session == null) {
			try {
				session = this.sessions.openNow();
			}
			catch (MigrationException ex) {
				this.refusal = ex;
				if (!this.connected && SessionOpener.isTurnedAway(ex) && !this.gate.isInDoubt()) {
					release(ex);
				}
				throw ex;
			}
			this.session = session;
			this.connected = true;
		}
		return session;
	}

	/**
	 * A pooler whose sessions the application has does not say no, it lets others wait.
	 * If the application reaches the database, it is not the database that is away.
	 */
	private void serveUnseen() {
		MigrationException refusal = this.refusal;
		if (refusal == null || !this.gate.isOwedOrSuspended()) {
			return;
		}
		try (Session shared = this.context.sessions().openNow()) {
			boolean ahead = isAhead(shared);
			release(refusal);
			decide(ahead);
		}
		catch (RuntimeException ex) {
			logger.debug("The application has no connection to the database either", ex);
		}
	}

	/** An instance that could never give a sign is like one that never signed on. */
	private void release(MigrationException refusal) {
		this.gate.release();
		logger.warn("The server gives this instance no connection for heartbeats, so that contract migrations"
				+ " may run while it needs what they remove: {}. Allow one connection more than the pool has,"
				+ " or set app.migrations.instances.enabled=false", new Lines(refusal.description()));
	}

	/** Tells whether the heartbeat was written. */
	private boolean beat(Session session) {
		InstanceRegistry registry = this.registry;
		if (registry == null) {
			registry = Registries.find(session, this.context, this.settings);
			if (registry == null) {
				return false;
			}
			registry.signOn(session, this.signOn);
			this.registry = registry;
			return true;
		}
		try {
			registry.beat(session, this.signOn.presence());
		}
		catch (DatabaseErrorException ex) {
			if (!ex.error().is(SqlState.UNDEFINED_TABLE) || !this.settings.creates()) {
				throw ex;
			}
			registry.create(session, session.connection().patience(this.settings.patience()));
			registry.beat(session, this.signOn.presence());
		}
		return true;
	}

	/** The same look as at the start, on a connection that has just proved good. */
	private boolean isAhead(Session session) {
		for (Problem problem : new MigrationRun(this.context, PlanRequest.ALL, false).assess(session).plan().errors()) {
			if (problem.code() == Problem.Code.DATABASE_AHEAD) {
				return true;
			}
		}
		return false;
	}

	private void decide(boolean ahead) {
		if (ahead) {
			this.gate.suspend("A newer release has removed from the database what this instance may need");
		}
		else {
			this.gate.resume();
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
	 * Removes the instance. Where the database cannot be reached, the others learn of it
	 * when the time is over.
	 */
	synchronized void signOff() {
		this.over = true;
		InstanceRegistry registry = this.registry;
		try {
			if (registry != null) {
				Session session = (this.session != null) ? this.session : this.sessions.openNow();
				this.session = session;
				registry.remove(session, this.signOn.presence());
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
