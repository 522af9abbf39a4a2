package dev.appmigrations.engine.shape;

/**
 * How values of one type become values of another, and back.
 *
 * @param type the other type as a statement has it
 * @param forward how they get there
 * @param back how they get back
 * @param equalImage whether equal values of the other type look the same, too
 * @param domain whether the other type is a domain
 */
public record CastShape(String type, Way forward, Way back, boolean equalImage, boolean domain) {

	/** How a value becomes another. */
	public enum Way {

		/** The bytes stay. */
		BINARY,

		/** By something that gives the same result in every session. */
		IMMUTABLE,

		/**
		 * By something that depends on the session, or that may be different each time.
		 */
		DEPENDENT,

		/** Not at all. */
		NONE

	}

}
