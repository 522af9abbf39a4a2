package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.sql.SourcePosition;

/**
 * Statements of a script of which one has failed, where nobody can tell which.
 *
 * @param first the number of the first in the script, from 1
 * @param last the number of the last
 * @param from where the first starts
 * @param to where the last starts
 */
record Suspects(long first, long last, SourcePosition from, SourcePosition to) {

	/**
	 * Returns the same, down to another statement.
	 * @param number the number of that statement
	 * @param position where it starts
	 */
	Suspects upTo(long number, SourcePosition position) {
		return new Suspects(this.first, number, this.from, position);
	}

	/** Says which they are, as part of a sentence. */
	String text(String path) {
		return (this.first == this.last) ? "statement " + this.first + " (" + path + ":" + this.from + ")"
				: "one of the statements " + this.first + " to " + this.last + " (" + path + ", lines "
						+ this.from.line() + " to " + this.to.line() + ")";
	}

}
