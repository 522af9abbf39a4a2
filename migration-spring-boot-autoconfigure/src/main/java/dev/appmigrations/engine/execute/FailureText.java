package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;

/**
 * Turns the failure of a unit into what a person reads: the place in the file with a
 * caret, what the server said, what became of the work, and what to do next.
 */
final class FailureText {

	private static final String ALL_ROLLED_BACK = "Its transaction was rolled back: nothing of it remains."
			+ " Migrations before it stay applied, those after it did not run.";

	private static final String STAYS_APPLIED = "Its transaction was rolled back: the migration stays applied."
			+ " Those that were undone before stay undone.";

	/** In the place of {@link Advice#FREE}. */
	private static final String COMMITTED = "Change nothing in the statements that are committed.";

	private FailureText() {
	}

	/**
	 * Describes a failure.
	 * @param name the name of the migration
	 * @param direction which part of it
	 * @param part the part that failed
	 * @param ex the failure
	 * @param committed how many statements of the part are committed
	 * @return the exception to throw
	 */
	static StatementFailedException of(String name, Direction direction, ScriptPart part, UnitFailedException ex,
			long committed) {
		String migration = (direction == Direction.UP) ? "Migration " + name : "The rollback of " + name;
		String fate = (committed == 0) ? ((direction == Direction.UP) ? ALL_ROLLED_BACK : STAYS_APPLIED)
				: "The first " + committed + " of its " + part.statements() + " statements are committed and do not run"
						+ " again: the next run goes on after them. Those may not be changed, all others may.";
		return of(name, migration, direction, part, ex, committed, fate);
	}

	/**
	 * Describes the failure of something that was only tried.
	 * @param name the name of the migration
	 * @param part the part that failed
	 * @param ex the failure
	 * @param fate what became of the work, in a sentence
	 * @return the exception
	 */
	static StatementFailedException of(String name, ScriptPart part, UnitFailedException ex, String fate) {
		return of(name, "Migration " + name, Direction.UP, part, ex, 0, fate);
	}

	/**
	 * Describes the failure of a callback that has a transaction of its own.
	 * @param callback the callback
	 * @param ex the failure
	 * @return the exception to throw
	 */
	static StatementFailedException of(SqlMigration callback, UnitFailedException ex) {
		return of(callback.name(), "The callback " + callback.name(), Direction.UP, callback.up(),
				ex.in(callback.script()), 0,
				"Its transaction was rolled back: nothing of it remains. Migrations before it stay applied.");
	}

	private static StatementFailedException of(String name, String migration, Direction direction, ScriptPart part,
			UnitFailedException ex, long committed, String fate) {
		Script script = (ex.callback() != null) ? ex.callback() : part.script();
		DatabaseError error = ex.failure().error();
		if (error.connectionLost()) {
			return connectionLost(name, migration, direction, part, ex, committed);
		}
		SqlStatement statement = ex.statement();
		if (statement == null) {
			return ownStatement(name, migration, direction, part, ex, fate, committed);
		}
		FailurePlace place = FailurePlace.of(script, statement, ex.failure());
		String description = migration + " failed at " + place + "\n\n" + place.excerpt() + error.text() + "\n\n" + fate
				+ attempts(ex);
		return new StatementFailedException(ErrorCode.STATEMENT_FAILED, name, place.location(), error.sqlState(),
				description, action(direction, part, ex, committed), ex);
	}

	private static String attempts(UnitFailedException ex) {
		FailedAttempt last = ex.lastAttempt();
		if (last == null) {
			return "";
		}
		String attempts = (last.number() == 1) ? ""
				: ", at each of " + last.number() + " attempts in " + last.elapsed().toSeconds() + " s";
		DatabaseError error = ex.failure().error();
		if (error.origin().raised()) {
			return "\n\nThe script, or a routine that it calls, raises this code itself" + attempts + ".";
		}
		return "\n\nOthers "
				+ ((error.is(SqlState.SERIALIZATION_FAILURE)) ? "changed what it reads" : "held what it needs")
				+ attempts + "." + ((last.blockers().isEmpty()) ? "" : " In the way at last:\n  "
						+ String.join("\n  ", last.blockers().stream().map(Blocker::toString).toList()));
	}

	private static StatementFailedException connectionLost(String name, String migration, Direction direction,
			ScriptPart part, UnitFailedException ex, long committed) {
		DatabaseError error = ex.failure().error();
		String fate = switch (ex.step()) {
			case COMMIT ->
				"Nobody can tell whether its transaction was committed: the next start reads it from the history.";
			case CLEAN_UP -> "Its transaction was committed before, with the record of it.";
			case ALONE ->
				"Its statement runs outside a transaction, and the server may finish it or not: the next start"
						+ " looks what became of it.";
			default -> "The server rolls its transaction back: nothing of it remains.";
		};
		Suspects suspects = ex.suspects();
		String place = (suspects == null || ex.step() == Step.CLEAN_UP) ? ""
				: "It was at " + suspects.text(part.script().path()) + " when it was last heard of.\n";
		String before = (committed == 0) ? "" : " The first " + committed + " of the " + part.statements()
				+ " statements were committed before, and do not run again.";
		return new StatementFailedException(ErrorCode.CONNECTION_LOST, name, part.script().path(), error.sqlState(),
				"The connection to the database broke during " + decapitalized(migration) + ".\n" + error.text() + "\n"
						+ place + fate + before,
				Advice.forLost(error,
						(direction == Direction.UP)
								? Message.of("Start again when the database is up: there is nothing to repair.")
								: Message.of("Run ")
									.and(Call.of(Operation.ROLLBACK))
									.and(" again when the database is up: there is nothing to repair.")),
				ex);
	}

	private static StatementFailedException ownStatement(String name, String migration, Direction direction,
			ScriptPart part, UnitFailedException ex, String workDone, long committed) {
		Script script = part.script();
		DatabaseError error = ex.failure().error();
		String where = switch (ex.step()) {
			case COMMIT -> "failed at COMMIT, where deferred constraints are checked";
			case RECORD -> "ran, but could not be recorded" + readOnly(script, ex);
			case CLEAN_UP -> "is done, but the session could not be cleaned after it";
			case JAVA -> "failed";
			case BEGIN, GUARD, SCRIPT, ALONE -> "could not be started";
		};
		String end = (ex.step() == Step.CLEAN_UP) ? "" : "\n\n" + workDone;
		return new StatementFailedException(ErrorCode.STATEMENT_FAILED, name, script.path(), error.sqlState(),
				migration + " (" + script.path() + ") " + where + ".\n" + error.text() + end + attempts(ex),
				action(direction, part, ex, committed), ex);
	}

	private static String readOnly(Script script, UnitFailedException ex) {
		UnitFailedException.Surroundings around = ex.surroundings();
		SqlStatement readOnly = (around != null) ? around.readOnly() : null;
		return (readOnly != null && ex.failure().error().is(SqlState.READ_ONLY_TRANSACTION))
				? ", because the script has made its transaction read-only at " + script.path() + ":"
						+ readOnly.position()
				: "";
	}

	private static String decapitalized(String phrase) {
		return Character.toLowerCase(phrase.charAt(0)) + phrase.substring(1);
	}

	private static Message action(Direction direction, ScriptPart part, UnitFailedException ex, long committed) {
		Message action = action(part, ex);
		if (committed > 0) {
			action = action.replace(Advice.FREE, Message.of(". " + COMMITTED));
		}
		return (direction == Direction.UP) ? action
				: action.replace(Advice.FREE, Message.of(": a start would not. A rollback may be changed at any time."))
					.replace("start again", Message.of("run ").and(Call.of(Operation.ROLLBACK)).and(" again"))
					.replace("Start again", Message.of("Run ").and(Call.of(Operation.ROLLBACK)).and(" again"));
	}

	private static Message action(ScriptPart part, UnitFailedException ex) {
		FailedAttempt last = ex.lastAttempt();
		if (last == null || ex.failure().error().origin().raised()) {
			Script callback = ex.callback();
			return (callback != null)
					? Advice.of(Circumstances.of(ex, part), callback.path())
						.replace(Advice.FREE, Message.of(". A callback may be changed at any time."))
					: Advice.of(Circumstances.of(ex, part), part.script().path());
		}
		Message action = Message.of((last.blockers().isEmpty()) ? "Start again when there is less traffic."
				: "Let those who are in the way finish, or end them (SELECT pg_terminate_backend(PID)), and start"
						+ " again.");
		return (last.number() == 1) ? action
				: action.and(" ").and(Setting.LOCK_RETRY).and(" says for how long it is tried.");
	}

}
