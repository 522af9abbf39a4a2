package dev.appmigrations.engine.script;

import dev.appmigrations.engine.sql.SourcePosition;

/**
 * A script has a placeholder without a value.
 */
final class UndefinedPlaceholderException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final transient SourcePosition position;

	UndefinedPlaceholderException(String name, SourcePosition position) {
		super("placeholder ${" + name + "} has no value");
		this.name = name;
		this.position = position;
	}

	String name() {
		return this.name;
	}

	SourcePosition position() {
		return this.position;
	}

}
