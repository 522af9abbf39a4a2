package dev.appmigrations.engine.instance;

import java.time.Duration;
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
import dev.appmigrations.engine.wording.Choice;
import org.jspecify.annotations.Nullable;

/**
 * Sends the heartbeats of an instance, on a connection that other instances of the same
 * database share with it, and the application does not. The first heartbeat opens it: a
 * start does not wait for that.
 */
final class Heartbeat implements Runnable {

	private static final VisibleLog logger = VisibleLog.of(Heartbeat.class);

	private final RunContext context;

	private final HeartbeatConnection connection;

	private final InstanceSettings settings;

	private final ServingGate gate;

	private final SignOn signOn;

	private final AppliedContracts contracts;

	private final HeartbeatReading reading;

	private @Nullable InstanceRegistry registry;

	/** Whether there was a connection once. */
	private boolean connected;

	/** Why there was no connection at the latest attempt. */
	private @Nullable MigrationException refusal;

	/**
	 * Whether an assessment is owed: one that failed is repeated at the next heartbeat.
	 */
	private boolean assessmentOwed;

	/** Whether it has tried to forget instances of long ago. */
	private boolean forgot;

	private boolean over;

	/**
	 * Creates what sends the heartbeats.
	 * @param context makes the assessment after a silence
	 * @param connection their connection
	 * @param settings tell whether the table may be created
	 * @param gate is notified of heartbeats that arrive
	 * @param signOn the instance
	 * @param contracts is notified of contract migrations that are applied
	 * @param reading reads how the database stands, if somebody wants to know that
	 * @param registry where it has signed on, {@code null} if it has not yet
	 */
	Heartbeat(RunContext context, HeartbeatConnection connection, InstanceSettings settings, ServingGate gate,
			SignOn signOn, AppliedContracts contracts, HeartbeatReading reading, @Nullable InstanceRegistry registry) {
		this.context = context;
		this.connection = connection;
		this.settings = settings;
		this.gate = gate;
		this.signOn = signOn;
		this.contracts = contracts;
		this.reading = reading;
		this.registry = registry;
		this.connected = connection.isOpen();
		connection.enter();
	}

	@Override
	public void run() {
		// The server may have closed a connection that was idle for long.
		if (!this.over && !tryBeat() && !tryBeat() && !this.connected) {
			serveUnseen();
		}
	}

	/** Tells whether it makes no sense to try again at once. */
	private boolean tryBeat() {
		boolean open = this.connection.isOpen();
		try {
			this.connection.use((session) -> {
				this.connected = true;
				beatAndAssess(session);
			});
			return true;
		}
		catch (MigrationException ex) {
			this.refusal = ex;
			if (!this.connected && SessionOpener.isTurnedAway(ex) && !this.gate.isInDoubt()) {
				release(ex);
			}
			return failed(ex, open);
		}
		catch (RuntimeException ex) {
			return failed(ex, open);
		}
	}

	private boolean failed(RuntimeException ex, boolean wasOpen) {
		logger.debug("A heartbeat failed", ex);
		return this.connection.isOpen() || (!wasOpen && this.connected);
	}

	private void beatAndAssess(Session session) {
		Instant now = this.context.clock().instant();
		if (beat(session)) {
			this.assessmentOwed |= this.gate.isInDoubt();
			this.gate.arrived(now);
			forget(session);
			if (this.assessmentOwed) {
				decide(isAhead(session));
				this.assessmentOwed = false;
			}
		}
		this.reading.read(session);
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
		logger.warn(
				"The server gives this instance no connection for heartbeats, so that contract migrations"
						+ " may run while it needs what they remove: {}. Allow one connection more than the pool has,"
						+ " or use {}",
				new Lines(refusal.description()), this.context.wording().choice(Choice.NO_REGISTRY));
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
			this.contracts.found(registry.beat(session, this.signOn.presence(), patience(session)));
		}
		catch (DatabaseErrorException ex) {
			if (!ex.error().is(SqlState.UNDEFINED_TABLE) || !this.settings.creates()) {
				throw ex;
			}
			registry.create(session, patience(session));
			this.contracts.found(registry.beat(session, this.signOn.presence(), patience(session)));
		}
		return true;
	}

	/** Once, and not at the start, which would wait for it. */
	private void forget(Session session) {
		InstanceRegistry registry = this.registry;
		if (this.forgot || registry == null) {
			return;
		}
		this.forgot = true;
		try {
			registry.forget(session, patience(session));
		}
		catch (DatabaseErrorException ex) {
			if (ex.error().connectionLost()) {
				throw ex;
			}
			logger.debug("Instances of long ago could not be forgotten", ex);
		}
		catch (MigrationException ex) {
			logger.debug("Instances of long ago could not be forgotten", ex);
		}
	}

	/** One that waits must not keep the others from being seen. */
	private Duration patience(Session session) {
		return session.connection().patience(this.connection.share(this.settings.patience()));
	}

	/** The same assessment as at the start, on a connection that has just proved good. */
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

	/**
	 * Writes that the instance has gone. Where the database cannot be reached, the others
	 * learn of it when it expires.
	 */
	void signOff() {
		this.over = true;
		InstanceRegistry registry = this.registry;
		try {
			if (registry != null) {
				this.connection.use((session) -> registry.signOff(session, this.signOn.presence(), patience(session)));
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The instance could not sign off", ex);
		}
		finally {
			this.connection.leave();
		}
	}

}
