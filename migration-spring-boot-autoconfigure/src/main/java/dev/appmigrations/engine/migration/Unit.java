package dev.appmigrations.engine.migration;

/**
 * The unit of work: consecutive statements of a script that are committed, retried and
 * resumed together. An ordinary file is one transactional unit.
 *
 * @param number the number of the unit in its script, from 1
 * @param transactional whether the statements run in one transaction together with their
 * record; otherwise the unit is a single statement that cannot
 * @param firstStatement the number of its first statement in the script, from 1
 * @param statements how many statements it has; 0 for a script of comments only
 */
public record Unit(int number, boolean transactional, long firstStatement, long statements) {

	public Unit {
		if (number < 1 || firstStatement < 1 || statements < 0) {
			throw new IllegalArgumentException("Units and their statements are counted from 1");
		}
	}

	/**
	 * Returns the number of the statement that follows this unit.
	 * @return a statement number, from 1
	 */
	public long end() {
		return this.firstStatement + this.statements;
	}

}
