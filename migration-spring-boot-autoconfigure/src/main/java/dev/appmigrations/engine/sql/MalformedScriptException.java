package dev.appmigrations.engine.sql;

import java.nio.charset.CharacterCodingException;

/**
 * The bytes of a script are not UTF-8.
 */
public final class MalformedScriptException extends CharacterCodingException {

	private static final long serialVersionUID = 1L;

	private final long offset;

	private final int line;

	private final String problem;

	MalformedScriptException(long offset, int line, String problem) {
		this.offset = offset;
		this.line = line;
		this.problem = problem;
	}

	/**
	 * Return where the first wrong byte stands.
	 * @return its number from the start of the file, from 0, a byte order mark counted
	 */
	public long offset() {
		return this.offset;
	}

	/**
	 * Return the line of the first wrong byte.
	 * @return the line, from 1
	 */
	public int line() {
		return this.line;
	}

	/**
	 * Return what was found and what to do, without the place.
	 * @return the problem
	 */
	public String problem() {
		return this.problem;
	}

	@Override
	public String getMessage() {
		return "byte %d (line %d): %s".formatted(this.offset, this.line, this.problem);
	}

}
