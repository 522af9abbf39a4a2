package dev.appmigrations.engine.sql;

/**
 * Tells which line comments divide a script: a statement before one of them ends there,
 * with or without a semicolon. For one script, whose comments it sees in their order.
 */
public interface SectionMarkers {

	/**
	 * Look at a line comment outside of a body.
	 * @param buffer the characters, not to be changed
	 * @param start the first character of the comment
	 * @param end its end, exclusive
	 * @param column its column, from 1
	 * @return whether it divides the script
	 */
	boolean divides(char[] buffer, int start, int end, int column);

}
