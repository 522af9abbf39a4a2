package dev.appmigrations.engine.run;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.execute.Advice;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.LogEntry;
import dev.appmigrations.engine.history.PiggybackQuery;
import dev.appmigrations.engine.history.SchemaContent;
import dev.appmigrations.engine.history.Strength;
import dev.appmigrations.engine.instance.InstanceSignOn;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.WorkSettings;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.lock.LockWaiter;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.operation.ScriptText;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationPlanner;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackPlanner;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.MigrationDetails;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.rollout.InstanceRegistry;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.watch.ConnectionWatch;
import org.jspecify.annotations.Nullable;

/**
 * The stages of one call of a {@link Migrator}, and what they have found so far.
 */
public final class MigrationRun {

	/** See PgBouncer: src/server.c, where it reads ReadyForQuery. */
	private static final String STATEMENT_MODE = "statement pooling mode";

	private final RunContext parts;

	private final PlanRequest request;

	private final Instant start;

	private final CatalogReading reading;

	private final List<StepReport> done = new ArrayList<>();

	private boolean historyExpected = true;

	/** How far the tables are to be believed. */
	private Strength strength = Strength.READ;

	/** Whether another tool's history has a say: not where a person has decided. */
	private final boolean foreignMatters;

	/** What is to sign on before the first look, {@code null} for nothing. */
	private @Nullable InstanceSignOn arrival;

	public MigrationRun(RunContext parts, PlanRequest request) {
		this(parts, request, true, null);
	}

	public MigrationRun(RunContext parts, PlanRequest request, boolean foreignMatters) {
		this(parts, request, foreignMatters, null);
	}

	public MigrationRun(RunContext parts, PlanRequest request, boolean foreignMatters,
			@Nullable InstanceSignOn arrival) {
		this.foreignMatters = foreignMatters;
		this.arrival = arrival;
		this.parts = parts;
		this.request = request;
		this.start = parts.clock().instant();
		this.reading = CatalogReading.start(parts.catalogs());
	}

	/** Goes on to write, if there is anything to do. */
	public MigrationRun forWriting() {
		this.strength = Strength.START;
		return this;
	}

	public <T> T inSession(Supplier<Session> opener, Work<T> work) {
		try (Session session = open(opener)) {
			return work.with(session);
		}
		catch (DatabaseErrorException ex) {
			throw unexpected(ex.error(), ex);
		}
		catch (BatchFailedException ex) {
			throw unexpected(ex.error(), ex);
		}
		catch (SQLException ex) {
			throw unexpected(DatabaseError.of(ex), ex);
		}
	}

	private Session open(Supplier<Session> opener) {
		try {
			return opener.get();
		}
		catch (MigrationException ex) {
			// Scripts that cannot be read are told of first: their cure needs no
			// database.
			catalog();
			throw ex;
		}
	}

	private MigrationException unexpected(DatabaseError error, Exception cause) {
		if (error.message().contains(STATEMENT_MODE)) {
			return new MigrationException(ErrorCode.DATABASE_UNSUPPORTED,
					"The connection leads through a pooler in statement mode (PgBouncer: pool_mode=statement), which"
							+ " refuses transactions of more than one statement. No migration ran.\n" + error.text(),
					"Let the pooler give sessions for whole transactions (PgBouncer: pool_mode=transaction or"
							+ " pool_mode=session, for this database or role), or set app.migrations.url to the server"
							+ " itself, not to the pooler.",
					cause);
		}
		return new MigrationException((error.connectionLost()) ? ErrorCode.CONNECTION_LOST : ErrorCode.HISTORY_UNUSABLE,
				((error.connectionLost())
						? "The connection to the database broke between two migrations, or outside of them."
						: "The database refused what the migrations need of it.") + "\n" + error.text() + "\n" + fate(),
				Advice.forOurs(error, "See the server's log for the statement."), cause);
	}

	private String fate() {
		if (this.done.isEmpty()) {
			return "No migration was applied by this run, and none was left half-done.";
		}
		return ((this.done.size() == 1) ? "1 migration was" : this.done.size() + " migrations were")
				+ " committed and recorded by this run, the last one " + this.done.get(this.done.size() - 1).name()
				+ "; none was left half-done.";
	}

	public Look look(Session session) {
		return look(session, null);
	}

	public Look look(Session session, @Nullable PiggybackQuery companion) {
		HistorySnapshot found = read(session, companion);
		boolean absent = found.state() == HistorySnapshot.State.ABSENT;
		this.historyExpected = !absent;
		ForeignState foreign = (absent && this.foreignMatters)
				? ForeignState.look(session, found.facts(), this.parts.options(), catalog()) : ForeignState.NONE;
		MigrationPlan plan = MigrationPlanner
			.plan(catalog(), (foreign.adopted().isEmpty()) ? found.applied() : foreign.rows(), found.progress(),
					(absent) ? requestWithoutHistory(found.content()) : this.request,
					this.parts.options().rules().policies())
			.with(foreign.problems())
			.with(ownership(found));
		return new Look(found, foreign, plan,
				MigrationReport.of(found, plan, this.done, Duration.between(this.start, this.parts.clock().instant())));
	}

	/** Who only looks is told whose rows they are; who writes would have been refused. */
	private List<Problem> ownership(HistorySnapshot found) {
		String owner = found.trust().foreignOwner();
		if (owner == null || this.strength != Strength.READ) {
			return List.of();
		}
		String table = found.tables().historyTable();
		return List.of(Problem.warning(Problem.Code.FOREIGN_OWNER,
				"The history " + table + " belongs to role " + Sql.visibleIdentifier(owner) + ", which role "
						+ Sql.visibleIdentifier(found.facts().role()) + " need not believe: it may only read it.",
				"Nothing, if that is the role that migrates. Otherwise find out who created it."));
	}

	private HistorySnapshot read(Session session, @Nullable PiggybackQuery companion) {
		InstanceSignOn arrival = this.arrival;
		if (arrival != null) {
			this.arrival = null;
			return arrival.read(session, catalog(), this.strength);
		}
		return this.parts.history().read(session, this.historyExpected, companion, this.strength);
	}

	/** A new database has no old release that could be disturbed. */
	private PlanRequest requestWithoutHistory(SchemaContent content) {
		MigrationVersion baseline = this.parts.options().rules().baseline();
		if (content.isEmpty()) {
			return this.request.withContract();
		}
		return (baseline != null) ? this.request.withBaseline(baseline) : this.request;
	}

	/** Waits on a standby for what the primary has done already, or for promotion. */
	public Look awaitReplay(Session session, Look first) {
		Poll waiting = new Poll(this.parts.clock(), this.parts.sleeper(), this.parts.options().waiting().replay());
		Look look = first;
		while (look.hasWork() && look.found().facts().readOnly()) {
			if (!look.found().facts().standby() || !waiting.pause()) {
				throw ReadOnlyDatabase.exception(look.found().facts(), "migrations are pending",
						look.plan().steps().stream().map((step) -> step.migration().name()).toList());
			}
			look = look(session);
		}
		return look;
	}

	/**
	 * Takes the lock, looks again, and works; once more from the start if the lock is
	 * lost on the way.
	 */
	public void underLock(Session session, Look first, LockedWork work) throws SQLException, BatchFailedException {
		boolean pooled = first.found().facts().pooled();
		MigratorOptions.Waiting waiting = this.parts.options().waiting();
		session.beginWork(pooled, new WorkSettings(this.parts.options().history().schema(), waiting.locks().attempt(),
				waiting.network()));
		MigrationLock lock = MigrationLock.of(session, first.found().tables(), pooled);
		Strength before = this.strength;
		this.strength = Strength.WRITE;
		ConnectionWatch watch = ConnectionWatch.start(session, this.parts.sessions()::openNow,
				SessionOpener::isUnreachable, waiting.network());
		try {
			boolean finished = false;
			while (!finished) {
				new LockWaiter(this.parts.clock(), this.parts.sleeper(), this.parts.options().waiting().lock())
					.acquire(lock, this.parts.listener());
				try {
					work.with(look(session), new LockedRun(this.parts, session, lock, this.done));
					finished = true;
				}
				catch (LockLostException ex) {
					lock.release();
				}
			}
		}
		finally {
			this.strength = before;
			lock.release();
			watch.close();
		}
	}

	/** Adds who is there, and why what waits does. */
	public MigrationReport explain(Session session, Look look) {
		boolean registry = look.found().registry();
		if (look.found().facts().schema() == null || (!registry && look.plan().waiting().isEmpty())) {
			return look.report();
		}
		try {
			return Rollouts.explain(look.report(),
					new InstanceRegistry(look.found().tables()).read(session, look.found().facts().role(), registry));
		}
		catch (DatabaseErrorException ex) {
			if (!ex.error().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
				throw ex;
			}
			// Who may only read the history is told nothing of the instances.
			return look.report();
		}
	}

	/** Looks who is there now, which may be more than at the last look. */
	public Fleet fleet(Session session, HistorySnapshot found) {
		InstanceRegistry registry = new InstanceRegistry(found.tables());
		return registry.read(session, found.facts().role(), registry.exists(session));
	}

	public MigrationCatalog catalog() {
		return this.reading.catalog();
	}

	public RollbackPlan rollback(Look look, RollbackRequest rollback) {
		return RollbackPlanner.plan(look.plan(), rollback,
				(row) -> this.parts.catalogs().kept(row.name(), row.version(), row.downScript()));
	}

	public Adoption adoption(Session session, String tool, Look look) {
		Set<String> recorded = new HashSet<>();
		look.found().applied().forEach((row) -> recorded.add(row.name()));
		return ForeignState.adoption(session, this.parts.options(), tool, catalog()).without(recorded);
	}

	public Optional<MigrationDetails> find(Session session, String name) {
		Look look = look(session);
		Optional<Migration> migration = catalog().migrations()
			.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findAny();
		MigrationReport report = look.report();
		var applied = report.applied().stream().filter((entry) -> entry.name().equals(name)).findAny();
		var pending = report.pending().stream().filter((entry) -> entry.name().equals(name)).findAny();
		if (migration.isEmpty() && applied.isEmpty()) {
			return Optional.empty();
		}
		List<LogEntry> log = (look.found().state() == HistorySnapshot.State.ABSENT) ? List.of()
				: this.parts.history().readLog(session, look.found().tables(), name);
		return Optional.of(new MigrationDetails(name, applied.orElse(null), pending.orElse(null),
				migration.map(Migration::location).orElse(null), migration.map(ScriptText::of).orElse(null), log));
	}

	/**
	 * What was found and what follows.
	 */
	public record Look(HistorySnapshot found, ForeignState foreign, MigrationPlan plan, MigrationReport report) {

		/** What was thought of and not found. */
		public static Look of(HistorySnapshot found, MigrationPlan plan) {
			return new Look(found, ForeignState.NONE, plan, MigrationReport.of(found, plan, List.of(), Duration.ZERO));
		}

		public boolean hasWork() {
			return this.plan.hasWork() || !this.foreign.adopted().isEmpty();
		}

	}

	/**
	 * What is done with a session.
	 */
	@FunctionalInterface
	public interface Work<T> {

		T with(Session session) throws SQLException, BatchFailedException;

	}

	/**
	 * What is done under the lock.
	 */
	@FunctionalInterface
	public interface LockedWork {

		void with(Look look, LockedRun locked) throws BatchFailedException;

	}

}
