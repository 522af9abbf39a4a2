package dev.appmigrations.engine.ddl;

/**
 * A part of a statement's text.
 *
 * @param start the index of its first character (Java characters), from 0
 * @param end the index behind its last character
 */
public record TextRange(int start, int end) {

	public TextRange {
		if (start < 0 || end < start) {
			throw new IllegalArgumentException("No such part of a text: %d to %d".formatted(start, end));
		}
	}

}
