package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.LentWorkException;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.JavaCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;

/**
 * Turns the failure of a migration that is written in Java into what a person reads: the
 * line of the class, what was said, what became of the work, and what to do next.
 */
final class CodeFailure {

	private CodeFailure() {
	}

	static MigrationException behindPooler(CodeMigration migration) {
		return new MigrationException(ErrorCode.JAVA_MIGRATION_FAILED, "Migration " + migration.name() + " ("
				+ migration.location()
				+ ") runs outside a transaction, and behind a pooler each of its statements might reach another session."
				+ " Nothing of it was run.",
				Message.of("Set ").and(Setting.URL).and(" to the server itself, not to the pooler."), null);
	}

	/** The server has refused something. */
	static StepFailedException refused(CodeMigration migration, Direction direction, UnitFailedException ex) {
		DatabaseError error = ex.failure().error();
		if (ex.step() != Step.JAVA || ex.lastAttempt() != null || error.connectionLost()) {
			if (ex.step() == Step.RECORD && error.is(SqlState.IN_FAILED_SQL_TRANSACTION)) {
				return new StepFailedException(new MigrationException(ErrorCode.JAVA_MIGRATION_FAILED,
						subject(migration, direction)
								+ " has caught the exception of a statement that failed, and went on:"
								+ " its transaction cannot commit.\n\n" + fate(migration, direction),
						"Let the exception go, or go back to a savepoint when it is caught, and start again.", ex),
						error.sqlState());
			}
			StatementFailedException failure = FailureText.of(migration.name(), direction, migration.file().up(), ex,
					0);
			return new StepFailedException(failure, failure.sqlState());
		}
		Throwable thrown = (ex.failure().getCause() != null) ? ex.failure().getCause() : ex.failure();
		String location = JavaCode.line(migration, thrown);
		return new StepFailedException(new StatementFailedException(
				ErrorCode.STATEMENT_FAILED, migration.name(), location, error.sqlState(), subject(migration, direction)
						+ " failed" + at(location) + ".\n" + error.text() + "\n\n" + fate(migration, direction),
				action(direction), ex), error.sqlState());
	}

	/** The code has failed by itself. */
	static MigrationException thrown(CodeMigration migration, Direction direction, LentWorkException ex) {
		Throwable thrown = (ex.getCause() != null) ? ex.getCause() : ex;
		String what = (ex.getCause() != null) ? thrown.toString() : String.valueOf(ex.getMessage());
		return new MigrationException(
				ErrorCode.JAVA_MIGRATION_FAILED, Message.of(subject(migration, direction) + " failed"
						+ at(JavaCode.line(migration, thrown)) + ".\n" + what + "\n\n" + fate(migration, direction)),
				action(direction), thrown);
	}

	private static String subject(CodeMigration migration, Direction direction) {
		return ((direction == Direction.UP) ? "Migration " : "The rollback of ") + migration.name() + " ("
				+ migration.location() + ")";
	}

	private static String at(String location) {
		return (location.isEmpty()) ? "" : " at " + location;
	}

	private static String fate(CodeMigration migration, Direction direction) {
		String rest = (direction == Direction.UP) ? " Migrations before it stay applied, those after it did not run."
				: " The migration stays applied.";
		return ((migration.transaction()) ? "Its transaction was rolled back: nothing of it remains in the database."
				: "It runs outside a transaction: what it has done stays, and it runs again from its beginning.")
				+ rest;
	}

	private static Message action(Direction direction) {
		return (direction == Direction.UP)
				? Message.of("Correct the class, and start again. One that is applied nowhere may be changed freely.")
				: Message.of("Correct the class, and run ").and(Call.of(Operation.ROLLBACK)).and(" again.");
	}

}
