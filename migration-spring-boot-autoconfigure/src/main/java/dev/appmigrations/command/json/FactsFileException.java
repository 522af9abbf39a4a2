package dev.appmigrations.command.json;

/**
 * A text is not a file of facts, or one that this release cannot read.
 */
public final class FactsFileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	FactsFileException(String message) {
		super(message);
	}

}
