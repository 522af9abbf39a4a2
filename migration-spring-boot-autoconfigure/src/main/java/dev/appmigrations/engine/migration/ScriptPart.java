package dev.appmigrations.engine.migration;

import java.util.List;

/**
 * The statements of a script that go in one direction: a whole file, or its up or its
 * down section.
 *
 * @param script the file
 * @param units the units, in order; empty where the part holds no statement
 * @param timeouts the limits that the script sets for its statements
 * @param transactionReason why the part runs as it does, for the report
 */
public record ScriptPart(Script script, List<Unit> units, Timeouts timeouts, String transactionReason) {

	public ScriptPart {
		units = List.copyOf(units);
	}

	/**
	 * Returns the number of statements in all units.
	 * @return 0 for a part of comments only
	 */
	public long statements() {
		return this.units.stream().mapToLong(Unit::statements).sum();
	}

}
