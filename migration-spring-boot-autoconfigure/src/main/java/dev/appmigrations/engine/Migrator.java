package dev.appmigrations.engine;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import dev.appmigrations.engine.execute.ExecutionContext;
import dev.appmigrations.engine.execute.LockLostException;
import dev.appmigrations.engine.execute.LockWaiter;
import dev.appmigrations.engine.execute.MigrationLock;
import dev.appmigrations.engine.execute.PlanExecutor;
import dev.appmigrations.engine.execute.Preparation;
import dev.appmigrations.engine.execute.Sleeper;
import dev.appmigrations.engine.execute.Waiting;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.JdbcSchemaHistory;
import dev.appmigrations.engine.history.LogEntry;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.SchemaHistory;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationPlanner;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.script.ScriptSource;

/**
 * Brings the schema of one PostgreSQL database to what the scripts say. Every operation
 * is the beginning of one pipeline, and this is the only class that knows its order:
 * <ol>
 * <li>Read the scripts; read the history and the facts in one round trip; plan. With
 * nothing to do, return: no lock, no DDL, no write. {@link #status()} ends here.
 * <li>Errors in the plan stop here, before any lock, all of them reported.
 * {@link #validate()} ends here.
 * <li>Take the lock; read again; plan again.
 * <li>Apply: each unit and its record commit together.
 * <li>Report. Release.
 * </ol>
 * Immutable, and for use by several threads; each call borrows one connection.
 */
public final class Migrator {

	private final DataSource dataSource;

	private final SessionOpener sessions;

	private final CatalogReader catalogs;

	private final SchemaHistory history;

	private final MigratorOptions options;

	private final Placeholders placeholders;

	private final MigrationListener listener;

	private final Clock clock;

	private final Sleeper sleeper;

	Migrator(DataSource dataSource, ScriptSource scripts, MigratorOptions options, MigrationListener listener,
			Clock clock, Sleeper sleeper) {
		this.dataSource = dataSource;
		this.sessions = new SessionOpener(dataSource, options.waiting().database(), clock, sleeper);
		this.placeholders = new Placeholders(options.scripts().placeholders());
		this.catalogs = new CatalogReader(scripts, options.scripts().locations(), this.placeholders);
		this.history = new JdbcSchemaHistory(options.history().schema(), options.history().table());
		this.options = options;
		this.listener = listener;
		this.clock = clock;
		this.sleeper = sleeper;
	}

	/**
	 * Starts to build a migrator.
	 * @param dataSource gives connections to the database
	 * @param scripts finds the scripts
	 * @return a builder with default options
	 */
	public static MigratorBuilder builder(DataSource dataSource, ScriptSource scripts) {
		return new MigratorBuilder(dataSource, scripts);
	}

	/**
	 * Returns what gives the connections, so that others can see whether they use the
	 * same database.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Looks how scripts and database stand. Takes no lock, writes nothing, needs no more
	 * than the right to read the history, and does not wait for a database that is not
	 * up.
	 * @return the report, with all problems
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public MigrationReport status() {
		Run run = new Run();
		return run.inSession(this.sessions.openNow(), (session) -> run.look(session).report());
	}

	/**
	 * Makes sure that nothing is pending and nothing is wrong. Writes nothing.
	 * @return the report
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException with {@link ErrorCode#PENDING_MIGRATIONS} if something
	 * is pending; or if scripts or database cannot be read
	 */
	public MigrationReport validate() {
		Run run = new Run();
		MigrationReport report = run.inSession(this.sessions.open(this.listener),
				(session) -> run.look(session).report());
		this.listener.planned(report);
		rejectErrors(report.problems());
		if (report.state() == MigrationReport.State.PENDING) {
			throw new MigrationException(ErrorCode.PENDING_MIGRATIONS,
					"Pending migrations, and app.migrations.startup=validate applies none:\n  "
							+ String.join("\n  ", report.pending().stream().map((pending) -> pending.name()).toList()),
					"Apply them first, for example by a start with app.migrations.startup=migrate.", null);
		}
		return report;
	}

	/**
	 * Applies all pending migrations.
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if a migration fails, or the database cannot be used;
	 * migrations before it stay applied
	 */
	public MigrationReport migrate() {
		Run run = new Run();
		return run.inSession(this.sessions.open(this.listener), (session) -> {
			Look look = run.look(session);
			this.listener.planned(look.report());
			rejectErrors(look.plan().problems());
			if (look.plan().hasWork() && look.found().facts().readOnly()) {
				look = run.awaitReplay(session, look);
			}
			if (!look.plan().hasWork()) {
				return look.report();
			}
			MigrationReport report = run.work(session, look);
			this.listener.completed(report);
			return report;
		});
	}

	/**
	 * Looks for one migration, with its script and what the log holds of it. Does not
	 * wait for a database that is not up.
	 * @param name the name of the migration
	 * @return what is known; empty if neither a script nor the history has the name
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public Optional<MigrationDetails> find(String name) {
		Run run = new Run();
		return run.inSession(this.sessions.openNow(), (session) -> run.find(session, name));
	}

	private static void rejectErrors(List<Problem> problems) {
		List<Problem> errors = problems.stream().filter(Problem::isError).toList();
		if (!errors.isEmpty()) {
			throw new InvalidMigrationsException(errors);
		}
	}

	/**
	 * What was found and what follows.
	 */
	private record Look(HistorySnapshot found, MigrationPlan plan, MigrationReport report) {

	}

	/**
	 * What is done with a session.
	 */
	@FunctionalInterface
	private interface Work<T> {

		T with(Session session) throws SQLException, BatchFailedException;

	}

	/**
	 * The state of one call.
	 */
	private final class Run {

		private final Migrator migrator = Migrator.this;

		private final Instant start = this.migrator.clock.instant();

		private final MigrationCatalog catalog = this.migrator.catalogs.read();

		private final List<StepReport> done = new ArrayList<>();

		private boolean historyExpected = true;

		<T> T inSession(Session session, Work<T> work) {
			try (session) {
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

		private MigrationException unexpected(DatabaseError error, Exception cause) {
			return new MigrationException(
					(error.connectionLost()) ? ErrorCode.CONNECTION_LOST : ErrorCode.HISTORY_UNUSABLE,
					"The database refused what the migrations need of it.\n" + error.text(),
					"Nothing was left half-done. See the server's log for the statement.", cause);
		}

		Look look(Session session) {
			HistorySnapshot found = this.migrator.history.read(session, this.historyExpected);
			this.historyExpected = found.state() != HistorySnapshot.State.ABSENT;
			MigrationPlan plan = MigrationPlanner.plan(this.catalog, found.applied());
			Duration duration = Duration.between(this.start, this.migrator.clock.instant());
			return new Look(found, plan, MigrationReport.of(found, plan, this.done, duration));
		}

		/** Waits on a standby for what the primary has done already, or for promotion. */
		Look awaitReplay(Session session, Look first) {
			Waiting waiting = new Waiting(this.migrator.clock, this.migrator.sleeper,
					this.migrator.options.waiting().replay());
			Look look = first;
			while (look.plan().hasWork() && look.found().facts().readOnly()) {
				if (!look.found().facts().standby() || !waiting.pause()) {
					throw readOnly(look);
				}
				look = look(session);
			}
			return look;
		}

		private MigrationException readOnly(Look look) {
			boolean standby = look.found().facts().standby();
			List<String> pending = look.plan().steps().stream().map((step) -> step.migration().name()).toList();
			return new MigrationException(ErrorCode.DATABASE_READ_ONLY,
					"Database \"" + look.found().facts().database() + "\" is read-only"
							+ ((standby) ? " (the server is a standby)" : " (default_transaction_read_only is on)")
							+ ", and migrations are pending:\n  " + String.join("\n  ", pending),
					(standby)
							? "Migrate on the primary first: point app.migrations.url to it, or use a URL with all"
									+ " hosts and targetServerType=primary."
							: "Allow the role to write, or set app.migrations.startup=none for this instance.",
					null);
		}

		MigrationReport work(Session session, Look first) throws SQLException, BatchFailedException {
			boolean pooled = first.found().facts().pooled();
			session.beginWork(pooled, this.migrator.options.history().schema());
			MigrationLock lock = MigrationLock.of(session, first.found().tables(), pooled);
			try {
				while (!apply(session, lock)) {
					lock.release();
				}
				return look(session).report();
			}
			finally {
				lock.release();
			}
		}

		/** Returns {@code false} if the lock was lost on the way. */
		private boolean apply(Session session, MigrationLock lock) {
			new LockWaiter(this.migrator.clock, this.migrator.sleeper, this.migrator.options.waiting().lock())
				.acquire(lock, this.migrator.listener);
			Look look = look(session);
			rejectErrors(look.plan().problems());
			if (!look.plan().hasWork()) {
				return true;
			}
			Recorder recorder = Recorders.of(this.migrator.options.identity());
			try {
				new Preparation(session, this.migrator.history, lock, recorder).run(look.found(), look.plan());
				new PlanExecutor(new ExecutionContext(session, this.migrator.sessions::openNow, this.migrator.history,
						look.found().tables(), look.found().progressExists(), lock, this.migrator.placeholders,
						recorder, this.migrator.listener, this.migrator.clock, this.migrator.sleeper))
					.execute(look.plan(), this.done);
				return true;
			}
			catch (LockLostException ex) {
				return false;
			}
		}

		Optional<MigrationDetails> find(Session session, String name) {
			Look look = look(session);
			Optional<Migration> migration = this.catalog.migrations()
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
					: this.migrator.history.readLog(session, look.found().tables(), name);
			return Optional.of(new MigrationDetails(name, applied.orElse(null), pending.orElse(null),
					migration.map(Migration::location).orElse(null), migration.map(ScriptText::of).orElse(null), log));
		}

	}

}
