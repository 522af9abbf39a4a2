package dev.appmigrations.engine.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.appmigrations.engine.history.HistoryReading;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.LeadingTransaction;
import dev.appmigrations.engine.history.Strength;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.rollout.InstanceRegistration;
import dev.appmigrations.engine.rollout.InstanceRegistry;
import dev.appmigrations.engine.rollout.SignOn;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.RunIdentity;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.wording.Choice;
import org.jspecify.annotations.Nullable;

/**
 * Signs an instance on, before its first reading of the history:
 * <ol>
 * <li>In the message of the reading, as a transaction in front of it. This is enough
 * where the table of instances exists and the role may write to it.
 * <li>Otherwise step by step, on the same connection: find the table, create it where
 * that is allowed, write. Then read the history.
 * <li>What is refused there too is a warning, and the start goes on.
 * </ol>
 * Heartbeats begin as soon as the instance has signed on, or may yet do so.
 */
final class InstanceSignOn implements HistoryReading, AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(InstanceSignOn.class);

	private final RunContext context;

	private final Heartbeats heartbeats;

	private final HeartbeatConnection connection;

	private final InstanceSettings settings;

	private final ServingGate gate;

	private final AppliedContracts contracts;

	private final InstanceListener listener;

	private final UUID id = UUID.randomUUID();

	private volatile @Nullable HeartbeatScheduler scheduler;

	private volatile boolean closed;

	/**
	 * Creates the arrival of one instance.
	 * @param context what all runs share
	 * @param heartbeats those of the application
	 * @param connection the one for heartbeats
	 * @param settings how the instance shows that it is alive
	 * @param listener is notified whether it may serve
	 */
	InstanceSignOn(RunContext context, Heartbeats heartbeats, HeartbeatConnection connection, InstanceSettings settings,
			InstanceListener listener) {
		this.context = context;
		this.heartbeats = heartbeats;
		this.connection = connection;
		this.settings = settings;
		this.contracts = new AppliedContracts(listener);
		this.listener = listener;
		this.gate = new ServingGate(listener, settings.heartbeatExpiry(), context.clock());
	}

	/**
	 * Signs on, and reads the history. An instance that knows no migration does not sign
	 * on.
	 */
	@Override
	public HistorySnapshot read(Session session, List<Migration> known, Strength strength) {
		if (!isNew(known)) {
			return this.context.history().read(session, true, strength);
		}
		SignOn signOn = signOn(known, session.connection().patience(this.settings.patience()))
			.storableIn(session.connection().encoding());
		Front front = new Front(signOn);
		HistorySnapshot found = this.context.history().read(session, front, strength);
		if (found != null) {
			this.contracts.begin(found);
			settle();
			return found;
		}
		DatabaseError refusal = front.refusal;
		boolean tableMissing = refusal != null
				&& (refusal.is(SqlState.UNDEFINED_TABLE) || refusal.is(SqlState.INVALID_SCHEMA_NAME));
		try {
			if (refusal != null && isFinal(refusal)) {
				throw new DatabaseErrorException(refusal);
			}
			stepByStep(session, signOn);
		}
		catch (DatabaseErrorException ex) {
			if (ex.error().connectionLost()) {
				throw ex;
			}
			refused(ex.error(), signOn);
		}
		settle();
		// Where one table is missing, the other may be as well.
		HistorySnapshot alone = this.context.history().read(session, !tableMissing, strength);
		this.contracts.begin(alone);
		return alone;
	}

	/**
	 * Signs on without reading the history, on the connection for heartbeats.
	 * @param known what the instance knows; if that is nothing, it does not sign on
	 */
	void join(List<Migration> known) {
		if (!isNew(known)) {
			return;
		}
		SignOn signOn = signOn(known, this.settings.patience());
		try {
			this.connection.use((session) -> stepByStep(session, signOn.storableIn(session.connection().encoding())));
		}
		catch (DatabaseErrorException ex) {
			refused(ex.error(), signOn);
		}
		catch (MigrationException ex) {
			logger.debug("The instance could not sign on yet", ex);
			begin(signOn, null);
		}
		this.connection.closeIfUnused();
		settle();
	}

	/** An application may end while it migrates in the background. */
	private void settle() {
		if (this.closed) {
			close();
		}
	}

	/** Whether it would be the same at another attempt, which may take as long again. */
	private static boolean isFinal(DatabaseError refusal) {
		return refusal.connectionLost() || refusal.is(SqlState.READ_ONLY_TRANSACTION)
				|| refusal.is(SqlState.LOCK_NOT_AVAILABLE);
	}

	private boolean isNew(List<Migration> known) {
		return this.scheduler == null && (!known.isEmpty() || !this.settings.alsoKnows().isEmpty());
	}

	private SignOn signOn(List<Migration> known, Duration patience) {
		List<String> contract = new ArrayList<>(this.settings.alsoKnows());
		for (Migration migration : known) {
			if (migration.phase() == Phase.CONTRACT || migration instanceof BackfillMigration) {
				contract.add(migration.name());
			}
		}
		MigratorOptions.Identity identity = this.context.options().identity();
		InstanceRegistration presence = new InstanceRegistration(this.id, identity.application(), identity.release(),
				RunIdentity.host(), this.settings.applicationName(), contract, this.settings.heartbeatExpiry());
		return new SignOn(presence, patience);
	}

	private void stepByStep(Session session, SignOn signOn) {
		Instant sent = this.context.clock().instant();
		InstanceRegistry registry = Registries.find(session, this.context, this.settings);
		if (registry != null) {
			registry.signOn(session, signOn);
			this.gate.arrived(sent);
		}
		begin(signOn, registry);
	}

	private void refused(DatabaseError refusal, SignOn signOn) {
		if (refusal.notAllowed()) {
			logger.warn(
					"This instance cannot sign on, so that contract migrations may run while it needs what they"
							+ " remove: {}. Grant what is missing, or use {}",
					refusal.message(), this.context.wording().choice(Choice.NO_REGISTRY));
			return;
		}
		// A server that only reads may be promoted.
		if (!refusal.connectionLost() && !refusal.is(SqlState.READ_ONLY_TRANSACTION)) {
			logger.warn("This instance could not sign on yet, and tries again: {}", refusal.message());
		}
		begin(signOn, null);
	}

	private void begin(SignOn signOn, @Nullable InstanceRegistry registry) {
		Heartbeat heartbeat = new Heartbeat(this.context, this.connection, this.settings, this.gate, signOn,
				this.contracts, new HeartbeatReading(this.context, this.listener), registry);
		this.scheduler = new HeartbeatScheduler(this.heartbeats, this.connection, heartbeat, this.gate, this.settings);
	}

	/**
	 * Signs off in the background.
	 */
	void signOff() {
		this.closed = true;
		HeartbeatScheduler scheduler = this.scheduler;
		if (scheduler != null) {
			scheduler.signOff();
		}
	}

	@Override
	public void close() {
		signOff();
		HeartbeatScheduler scheduler = this.scheduler;
		if (scheduler != null) {
			scheduler.close();
		}
	}

	/**
	 * The transaction in front of the reading.
	 */
	private final class Front implements LeadingTransaction {

		private final SignOn signOn;

		private final Instant sent = InstanceSignOn.this.context.clock().instant();

		private @Nullable DatabaseError refusal;

		Front(SignOn signOn) {
			this.signOn = signOn;
		}

		@Override
		public List<String> statements(String table, String condition, List<String> judgement) {
			return this.signOn.statements(table, condition, judgement);
		}

		@Override
		public void committed(DatabaseFacts facts) {
			InstanceSignOn.this.gate.arrived(this.sent);
			begin(this.signOn, Registries.of(facts, InstanceSignOn.this.context));
		}

		@Override
		public void failed(@Nullable DatabaseError error) {
			this.refusal = error;
		}

	}

}
