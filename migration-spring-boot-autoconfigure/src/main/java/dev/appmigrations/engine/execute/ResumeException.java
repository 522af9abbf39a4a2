package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.Progress.State;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * A migration that was interrupted cannot go on without a person.
 */
final class ResumeException extends MigrationException {

	private static final long serialVersionUID = 1L;

	private static final String POOLER_SIZE = "raise the pooler's pool size for this database and role to two or more"
			+ " (PgBouncer: default_pool_size, or pool_size and max_db_connections of the database; max_client_conn counts its clients)";

	private static final Message DIRECTLY = Message.of("set ")
		.and(Setting.URL)
		.and(" to the server itself, not to the pooler");

	private ResumeException(String description, Message action) {
		this(description, action, null);
	}

	private ResumeException(String description, Message action, @Nullable Throwable cause) {
		super(ErrorCode.MIGRATION_INTERRUPTED, description, action, cause);
	}

	private ResumeException(ResumeException original, Wording wording) {
		super(original, wording);
	}

	@Override
	protected ResumeException copy(Wording wording) {
		return new ResumeException(this, wording);
	}

	private static String subject(Migration migration, Direction direction) {
		return ((direction == Direction.DOWN) ? "The rollback of " : "Migration ") + migration.name();
	}

	/** A start does not go on with a rollback. */
	private static Message again(Migration migration, Direction direction) {
		return (direction != Direction.DOWN) ? Message.of("start again")
				: Message.of("run ").and(new Call(Operation.ROLLBACK, migration.name())).and(" again");
	}

	static ResumeException changed(Migration migration, Direction direction, Script script, long from, long to,
			String settle) {
		String which = (from == to) ? "statement " + from : "one of the statements " + from + " to " + to;
		return new ResumeException(subject(migration, direction) + " was interrupted, and " + which + " of " + script
			.path() + ", which had run already, has changed since.", Message
				.of("Restore the statements that have run as they were; those after them may be changed freely.\nIf"
						+ " the database is already as the new text wants it, forget what has run, and the whole file"
						+ " runs again: run ")
				.and(new Call(Operation.REPAIR_START_OVER, migration.name()))
				.and(", or:\n  " + settle + ";\nThen ")
				.and(again(migration, direction))
				.and("."));
	}

	static ResumeException needsSession(Migration migration, Direction direction, Script script,
			SqlStatement statement) {
		return new ResumeException(
				subject(migration, direction) + " was interrupted after " + script.path() + ":" + statement.position()
						+ " (" + statement.kind().reason()
						+ "), and what that statement made was lost with the session.",
				Message
					.of("If what is left of the file does not need it, put it into a new migration; otherwise undo what"
							+ " has run by hand, run ")
					.and(new Call(Operation.REPAIR_START_OVER, migration.name()))
					.and(", and ")
					.and(again(migration, direction))
					.and(". Temporary objects are best made and used in one" + " transaction."));
	}

	static ResumeException inDoubt(Migration migration, Progress progress, ProgressTable table, String statement,
			String question) {
		return new ResumeException(
				subject(migration, progress.direction()) + " was interrupted while statement " + progress.statement()
						+ " ran, and nobody but you can tell whether it has done its work:\n\n" + statement.indent(4)
						+ "\n" + question,
				Message.of("If it has, so that the migration goes on after it, run ")
					.and(new Call(Operation.REPAIR_DONE, migration.name()))
					.and(", or:\n  " + table.settle(migration.name(), progress.direction(), State.DONE)
							+ ";\nIf it has not, or may run once more, run ")
					.and(new Call(Operation.REPAIR_AGAIN, migration.name()))
					.and(", or:\n  " + table.settle(migration.name(), progress.direction(), State.AGAIN) + ";\nThen ")
					.and(again(migration, progress.direction()))
					.and("."));
	}

	static ResumeException needsSecondConnection(Migration migration, Script script, SqlStatement statement,
			MigrationException cause) {
		return new ResumeException(
				"Migration " + migration.name() + " needs a second connection, which holds the lock meanwhile: "
						+ statement.kind().reason() + " (" + script.path() + ":" + statement.position()
						+ "), and a pooler stands between. There is none to be had.\n" + cause.description(),
				(DatabaseError.isCauseOf(cause))
						? Message.of("Let the pooler have more sessions: " + POOLER_SIZE + ".\nOr ")
							.and(DIRECTLY)
							.and(".")
						: Message.of("Let the application's pool have two connections (")
							.and(Setting.POOL_SIZE)
							.and("), or ")
							.and(DIRECTLY)
							.and(".\nIf it has two already, " + POOLER_SIZE
									+ ", or let it give sessions for transactions only (PgBouncer: pool_mode=transaction)."),
				cause);
	}

	static ResumeException needsSecondSession(Migration migration, Script script, SqlStatement statement,
			SecondSession.ExhaustedException cause) {
		return new ResumeException(
				"Migration " + migration.name()
						+ " needs two sessions of the server at once, of which one holds the lock meanwhile: "
						+ statement.kind().reason() + " (" + script.path() + ":" + statement.position()
						+ "), and a pooler stands between. The pooler did not give a second one " + cause.getMessage()
						+ ". The statement did not run.",
				Message
					.of("Let the pooler have more sessions: " + POOLER_SIZE
							+ ". In session mode each connection takes one for as long as it is open: transaction mode"
							+ " (PgBouncer: pool_mode=transaction) needs fewer.\nOr ")
					.and(DIRECTLY)
					.and("."),
				cause);
	}

	static ResumeException needsDirectConnection(Migration migration, Script script, SqlStatement statement) {
		return new ResumeException("Migration " + migration.name() + " needs a connection of its own: "
				+ statement.kind().reason() + " (" + script.path() + ":" + statement.position()
				+ "), and behind a pooler the settings, the role or the schema that come before it do not reach it.",
				Message.of("Set ").and(Setting.URL).and(" to the server itself, not to the pooler."));
	}

}
