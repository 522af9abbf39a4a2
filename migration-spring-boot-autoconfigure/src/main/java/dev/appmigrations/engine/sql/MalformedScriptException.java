package dev.appmigrations.engine.sql;

import java.nio.charset.CharacterCodingException;

/**
 * The bytes of a script are not UTF-8.
 */
public final class MalformedScriptException extends CharacterCodingException {

	private static final long serialVersionUID = 1L;

	private final long offset;

	private final String problem;

	MalformedScriptException(long offset, String problem) {
		this.offset = offset;
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
	 * Return what was found and what to do, without the place.
	 * @return the problem
	 */
	public String problem() {
		return this.problem;
	}

	@Override
	public String getMessage() {
		return "byte " + this.offset + ": " + this.problem;
	}

}
