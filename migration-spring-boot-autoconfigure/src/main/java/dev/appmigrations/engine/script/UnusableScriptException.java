package dev.appmigrations.engine.script;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.script.directive.InvalidDirectiveException;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Placeholder;

/**
 * Something in a script that can be split into statements is nevertheless wrong.
 */
final class UnusableScriptException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Problem.Code code;

	private final transient SourcePosition position;

	private final String problem;

	private final Message remedy;

	private UnusableScriptException(Problem.Code code, SourcePosition position, String problem, Message remedy) {
		super(problem);
		this.code = code;
		this.position = position;
		this.problem = problem;
		this.remedy = remedy;
	}

	/** A directive that cannot be understood. */
	static UnusableScriptException of(InvalidDirectiveException ex) {
		return new UnusableScriptException(Problem.Code.INVALID_DIRECTIVE, ex.directive().position(), ex.problem(),
				Message.of(ex.remedy()));
	}

	/** A section that stands where it may not. */
	static UnusableScriptException section(SourcePosition position, String problem, String remedy) {
		return new UnusableScriptException(Problem.Code.INVALID_DIRECTIVE, position, problem, Message.of(remedy));
	}

	/** A comment that another tool would not take for one. */
	static UnusableScriptException foreign(SourcePosition position, String problem, Message remedy) {
		return new UnusableScriptException(Problem.Code.FOREIGN_SYNTAX, position, problem, remedy);
	}

	/** A statement that cannot be part of a migration. */
	static UnusableScriptException statement(SourcePosition position, String problem, String remedy) {
		return new UnusableScriptException(Problem.Code.UNREADABLE_SCRIPT, position, problem, Message.of(remedy));
	}

	/** A placeholder without a value. */
	static UnusableScriptException placeholder(String name, SourcePosition position) {
		return new UnusableScriptException(Problem.Code.UNDEFINED_PLACEHOLDER, position,
				"placeholder ${" + name + "} has no value",
				Message.of("Set ").and(new Placeholder(name)).and(", or correct the name."));
	}

	/** Tells whether an earlier release may have taken the script nevertheless. */
	boolean isChanged() {
		return this.code == Problem.Code.INVALID_DIRECTIVE || this.code == Problem.Code.FOREIGN_SYNTAX;
	}

	Problem.Code code() {
		return this.code;
	}

	SourcePosition position() {
		return this.position;
	}

	String problem() {
		return this.problem;
	}

	String remedy() {
		return this.remedy.toString();
	}

	Message action() {
		return this.remedy;
	}

}
