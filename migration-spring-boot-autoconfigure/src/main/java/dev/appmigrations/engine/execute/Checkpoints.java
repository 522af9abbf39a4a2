package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.Progress.Intent;
import dev.appmigrations.engine.history.Progress.State;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.Unit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the statements that keep how far one part of a script has come, with the marks by
 * which a later run recognises the statements that are done.
 */
final class Checkpoints {

	private final ProgressTable table;

	private final String migration;

	private final Direction direction;

	/** The marks of the last checkpoint. */
	private String marks = "";

	/**
	 * Creates the checkpoints of one part.
	 * @param table where they are kept
	 * @param migration the name of the migration
	 * @param direction which part of it
	 */
	Checkpoints(ProgressTable table, String migration, Direction direction) {
		this.table = table;
		this.migration = migration;
		this.direction = direction;
	}

	Optional<Progress> read(Session session) {
		return this.table.read(session, this.migration, this.direction);
	}

	/** Returns the marks as they are now. */
	String marks() {
		return this.marks;
	}

	/** Goes on from earlier marks. */
	void resume(String marks) {
		this.marks = marks;
	}

	/** Marks the statement that the cursor has just returned. */
	void mark(StatementCursor cursor) {
		this.marks = cursor.hash().mark(cursor.position());
	}

	/**
	 * Returns the statements that keep that everything up to a statement is done.
	 * @param unit its unit
	 * @param statement its number in the script
	 * @return the statements
	 */
	List<String> done(Unit unit, long statement) {
		Progress done = progress(unit, statement, State.DONE, null);
		List<String> statements = new ArrayList<>(this.table.create());
		statements.add(this.table.done(done));
		statements.add(this.table.written(done));
		return statements;
	}

	/**
	 * Returns the statements that keep that a statement is going to run.
	 * @param unit its unit
	 * @param statement its number in the script
	 * @param intent the statement
	 * @param before a query that tells what is there before it
	 * @return the statements
	 */
	List<String> intended(Unit unit, long statement, Intent intent, String before) {
		Progress intended = progress(unit, statement, State.INTENT, intent);
		List<String> statements = new ArrayList<>(this.table.create());
		statements.add(this.table.intent(intended, before));
		statements.add(this.table.written(intended));
		return statements;
	}

	/**
	 * Returns the statement that goes back to an earlier statement, of which it is known
	 * that it is the last one that is done.
	 * @param unit the unit
	 * @param statement its number in the script; {@code null} if none is done
	 * @return the statement
	 */
	String backTo(Unit unit, @Nullable Long statement) {
		return (statement != null) ? this.table.done(progress(unit, statement, State.DONE, null))
				: this.table.clear(this.migration, this.direction);
	}

	/**
	 * Returns the statements that forget all of it, when the part is recorded.
	 * @return the statements
	 */
	List<String> clear() {
		List<String> statements = new ArrayList<>(this.table.create());
		statements.add(this.table.clear(this.migration, this.direction));
		statements.add(this.table.cleared(this.migration, this.direction));
		return statements;
	}

	private Progress progress(Unit unit, long statement, State state, @Nullable Intent intent) {
		return new Progress(this.migration, this.direction, unit.number(), statement, this.marks, state, intent);
	}

}
