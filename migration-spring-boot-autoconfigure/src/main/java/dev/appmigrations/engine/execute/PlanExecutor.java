package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.history.AppliedRecord;
import dev.appmigrations.engine.history.FailedRecord;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.SchemaHistory;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Origin;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.StatementReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the steps of a plan, one after the other, under the lock.
 */
public final class PlanExecutor {

	private static final Logger logger = LoggerFactory.getLogger(PlanExecutor.class);

	private final Session session;

	private final SchemaHistory history;

	private final HistoryTables tables;

	private final MigrationLock lock;

	private final Placeholders placeholders;

	private final Recorder recorder;

	private final ExecutionListener listener;

	private final Clock clock;

	/**
	 * Creates an executor for one run.
	 * @param session the connection, prepared for work
	 * @param history makes the records
	 * @param tables where they go
	 * @param lock guards each transaction
	 * @param placeholders what to replace in scripts
	 * @param recorder who runs this
	 * @param listener is told what happened
	 * @param clock measures durations
	 */
	public PlanExecutor(Session session, SchemaHistory history, HistoryTables tables, MigrationLock lock,
			Placeholders placeholders, Recorder recorder, ExecutionListener listener, Clock clock) {
		this.session = session;
		this.history = history;
		this.tables = tables;
		this.lock = lock;
		this.placeholders = placeholders;
		this.recorder = recorder;
		this.listener = listener;
		this.clock = clock;
	}

	/**
	 * Applies all steps.
	 * @param plan a plan without errors, made under the lock
	 * @param done receives what was done, step by step, also when a later one fails
	 * @throws MigrationException if a migration fails; it is rolled back and in the log
	 * @throws LockLostException if the lock is in other hands
	 */
	public void execute(MigrationPlan plan, List<StepReport> done) {
		int number = 0;
		for (MigrationStep step : plan.steps()) {
			number++;
			this.listener.migrationStarted(step.migration(), number, plan.steps().size());
			StepReport report = apply(step);
			done.add(report);
			this.listener.migrationApplied(step.migration(), report);
		}
	}

	private StepReport apply(MigrationStep step) {
		SqlMigration migration = (SqlMigration) step.migration();
		ScriptPart part = migration.up();
		Instant start = this.clock.instant();
		try (StatementReader statements = StatementReader.of(this.placeholders.reader(part.script()))) {
			skip(statements, part);
			List<String> records = this.history.recordApplied(this.tables,
					new AppliedRecord(migration, this.recorder, Origin.APPLIED, step.outOfOrder(), 0));
			Unit unit = (part.units().isEmpty()) ? new Unit(1, true, 1, 0) : part.units().get(0);
			List<String> guards = List.of(this.lock.guard(), this.history.guard(this.tables, migration));
			new UnitRunner(this.session, migration.name()).run(statements, unit, part.timeouts(), guards, records);
		}
		catch (UnitFailedException ex) {
			throw failed(migration, start, FailureText.of(migration.name(), part.script(), ex));
		}
		catch (LockLostException ex) {
			this.session.rollback();
			throw ex;
		}
		catch (IOException ex) {
			throw failed(migration, start, unreadable(part.script(), ex));
		}
		return new StepReport(migration.name(), part.statements(), since(start), step.outOfOrder(),
				part.transactionReason());
	}

	/** Goes past the statements of another section. */
	private static void skip(StatementReader statements, ScriptPart part) throws IOException {
		long first = (part.units().isEmpty()) ? 1 : part.units().get(0).firstStatement();
		for (long i = 1; i < first; i++) {
			statements.next();
		}
	}

	private MigrationException failed(Migration migration, Instant start, MigrationException failure) {
		if (this.session.rollback()) {
			String sqlState = (failure instanceof StatementFailedException statement) ? statement.sqlState() : null;
			try {
				this.history.recordFailure(this.session, this.tables, new FailedRecord(migration, this.recorder,
						since(start).toMillis(), sqlState, failure.description()));
			}
			catch (BatchFailedException ex) {
				logger.warn("The failure could not be written into {}: {}", this.tables.logTable(), ex.getMessage());
				failure.addSuppressed(ex);
			}
		}
		this.listener.migrationFailed(migration, failure);
		return failure;
	}

	private static MigrationException unreadable(Script script, IOException cause) {
		return new MigrationException(ErrorCode.SCRIPT_UNREADABLE,
				script.path() + " could not be read: " + cause.getMessage(),
				"Nothing of it was applied. Make it readable, leave it as it is while the application starts, and"
						+ " start again.",
				cause);
	}

	private Duration since(Instant start) {
		return Duration.between(start, this.clock.instant());
	}

}
