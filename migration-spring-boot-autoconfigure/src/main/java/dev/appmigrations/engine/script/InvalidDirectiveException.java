package dev.appmigrations.engine.script;

import dev.appmigrations.engine.sql.Directive;

/**
 * A directive that cannot be understood.
 */
final class InvalidDirectiveException extends RuntimeException {

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

	Directive directive() {
		return this.directive;
	}

	String problem() {
		return this.problem;
	}

	String remedy() {
		return this.remedy;
	}

}
