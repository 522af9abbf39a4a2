package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.util.List;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.migration.UnreadableScript;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * Tries a migration that is a SQL file: its statements run as they would, but for the
 * transactions of its own.
 */
final class SqlTrial implements StepTrial {

	private static final String FATE = "This was a dry run, which is rolled back: nothing was applied.";

	private final Session session;

	private final RunHistory history;

	private final Placeholders placeholders;

	private final UnitBatch batch;

	private final SqlMigration migration;

	private final ScriptPart part;

	private final Direction direction;

	/**
	 * Creates a trial.
	 * @param session the connection, prepared for work
	 * @param history knows what was interrupted
	 * @param placeholders what to replace in scripts
	 * @param batch the messages of the dry run
	 * @param migration the migration
	 */
	SqlTrial(Session session, RunHistory history, Placeholders placeholders, UnitBatch batch, SqlMigration migration) {
		this(session, history, placeholders, batch, migration, migration.up(), Direction.UP);
	}

	/**
	 * Creates a trial of one part of a migration.
	 * @param session the connection, prepared for work
	 * @param history knows what was interrupted
	 * @param placeholders what to replace in scripts
	 * @param batch the messages of the trial
	 * @param migration the migration
	 * @param part the part
	 * @param direction which part it is
	 */
	SqlTrial(Session session, RunHistory history, Placeholders placeholders, UnitBatch batch, SqlMigration migration,
			ScriptPart part, Direction direction) {
		this.session = session;
		this.history = history;
		this.placeholders = placeholders;
		this.batch = batch;
		this.migration = migration;
		this.part = part;
		this.direction = direction;
	}

	@Override
	public @Nullable String obstacle() {
		if (this.history.begun(this.migration, this.direction).isPresent()) {
			return "was interrupted, and goes on in the middle";
		}
		for (Unit unit : this.part.units()) {
			if (unit.mode() != Unit.Mode.TRANSACTION) {
				return (unit.mode() == Unit.Mode.ALONE)
						? "does not run in a transaction ("
								+ this.part.transactionReason().replaceFirst("^\\d+ units: ", "") + ")"
						: "rolls back a transaction of its own";
			}
		}
		return null;
	}

	@Override
	public Script script() {
		return this.part.script();
	}

	@Override
	public long run() throws UnitFailedException, StepFailedException {
		this.batch.addAll(TimeoutStatements.of(this.part.timeouts(), "SET LOCAL "), Step.BEGIN);
		try (UnitBatch batch = this.batch;
				StatementCursor cursor = new StatementCursor(this.placeholders.reader(this.part.script()), false)) {
			cursor.skipTo(this.part.statementsBefore());
			for (Unit unit : this.part.units()) {
				while (cursor.position() < unit.lastStatement()) {
					add(cursor.next(), cursor, unit);
				}
			}
			batch.send();
		}
		catch (IOException ex) {
			throw new StepFailedException(UnreadableScript.exception(this.part.script(), ex), null);
		}
		return this.part.statements();
	}

	private void add(SqlStatement statement, StatementCursor cursor, Unit unit)
			throws UnitFailedException, IOException {
		StatementKind kind = statement.kind();
		// The mode of the one transaction is settled.
		boolean mode = kind == StatementKind.SET_TRANSACTION && cursor.position() == unit.firstStatement();
		if (!kind.transactionControl() && !mode) {
			this.batch.add(statement, cursor);
		}
	}

	@Override
	public List<String> cleanUp() {
		return (this.part.sessionState() && !this.session.work().isPooled()) ? SessionWork.CLEAN_STATE : List.of();
	}

	@Override
	public @Nullable String obstacle(DatabaseError error, boolean first) {
		if (error.is(SqlState.INVALID_TRANSACTION_TERMINATION)) {
			return "calls a procedure that commits";
		}
		if (error.is(SqlState.UNSAFE_NEW_ENUM_VALUE_USAGE)
				&& (!first || !this.part.unitsWithValuesCommitted().isEmpty())) {
			return "uses an enum value that is not committed yet";
		}
		return (error.is(SqlState.ACTIVE_SQL_TRANSACTION) && this.part.oneByOne()) ? "does not run in a transaction"
				: null;
	}

	@Override
	public MigrationException failure(UnitFailedException ex) {
		return FailureText.of(this.migration.name(), this.part, ex, FATE);
	}

}
