package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * A directive cannot be understood, or stands in the wrong place.
 */
public final class InvalidDirectiveException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Directive directive;

	private final String problem;

	private final String remedy;

	InvalidDirectiveException(Directive directive, String problem, String remedy) {
		super(problem);
		this.directive = directive;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns the directive.
	 * @return the directive, with its position
	 */
	public Directive directive() {
		return this.directive;
	}

	/**
	 * Returns what is wrong with it.
	 * @return the beginning of a sentence, without a place
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Returns how to correct it.
	 * @return one or more sentences
	 */
	public String remedy() {
		return this.remedy;
	}

}
