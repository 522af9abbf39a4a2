package dev.appmigrations.engine.migration;

/**
 * The unit of work: consecutive statements of a script that are committed, retried and
 * resumed together. An ordinary file is one transactional unit.
 *
 * @param number the number of the unit in its part of the script, from 1
 * @param mode how it runs
 * @param firstStatement the number of its first statement in the script, from 1
 * @param statements how many statements it has, those that control the transaction
 * included; 0 for a script of comments only
 */
public record Unit(int number, Mode mode, long firstStatement, long statements) {

	public Unit {
		if (number < 1 || firstStatement < 1 || statements < 0) {
			throw new IllegalArgumentException("Units and their statements are counted from 1");
		}
	}

	/**
	 * Returns the number of its last statement.
	 * @return a statement number; that before the first for a unit without statements
	 */
	public long lastStatement() {
		return this.firstStatement + this.statements - 1;
	}

	/**
	 * How a unit runs.
	 */
	public enum Mode {

		/** In one transaction together with its record. */
		TRANSACTION,

		/** In a transaction that the script itself rolls back, its record after it. */
		ROLLED_BACK,

		/** A single statement that cannot run in a transaction, or that has its own. */
		ALONE

	}

}
