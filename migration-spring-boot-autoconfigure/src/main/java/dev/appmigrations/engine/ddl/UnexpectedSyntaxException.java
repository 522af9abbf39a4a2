package dev.appmigrations.engine.ddl;

/**
 * The text goes on in a way that the grammar does not know. It never leaves this package:
 * what was being read becomes {@link Opaque} or {@link TableAction.Other}.
 */
final class UnexpectedSyntaxException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnexpectedSyntaxException() {
		super(null, null, false, false);
	}

}
