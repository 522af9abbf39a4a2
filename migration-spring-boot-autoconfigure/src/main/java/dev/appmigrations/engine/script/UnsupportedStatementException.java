package dev.appmigrations.engine.script;

import dev.appmigrations.engine.sql.SourcePosition;

/**
 * A statement that cannot be part of a migration.
 */
final class UnsupportedStatementException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient SourcePosition position;

	private final String problem;

	private final String remedy;

	UnsupportedStatementException(SourcePosition position, String problem, String remedy) {
		super(problem);
		this.position = position;
		this.problem = problem;
		this.remedy = remedy;
	}

	SourcePosition position() {
		return this.position;
	}

	String problem() {
		return this.problem;
	}

	String remedy() {
		return this.remedy;
	}

}
