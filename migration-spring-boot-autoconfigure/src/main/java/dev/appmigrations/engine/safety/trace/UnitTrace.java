package dev.appmigrations.engine.safety.trace;

import java.util.List;

import dev.appmigrations.engine.migration.Unit;

/**
 * What the statements of one unit did. Locks are held from the statement that takes them
 * to the end of a transaction.
 *
 * @param number the number of the unit, from 1
 * @param mode how it ran
 * @param statements its statements, those that control the transaction left out; a
 * failure is the last of them
 */
public record UnitTrace(int number, Unit.Mode mode, List<StatementTrace> statements) {

	public UnitTrace {
		statements = List.copyOf(statements);
	}

	/**
	 * Tells whether its statements share a transaction.
	 * @return {@code false} for a statement outside of one
	 */
	public boolean isTransaction() {
		return this.mode != Unit.Mode.ALONE;
	}

}
