package dev.appmigrations.engine.safety.facts;

/**
 * A function.
 *
 * @param schema its schema
 * @param name its name
 * @param volatility the least stable of its overloads
 */
public record FunctionFacts(String schema, String name, Volatility volatility) {

	/** How far a result depends on more than the arguments. */
	public enum Volatility {

		/** The result is always the same. */
		IMMUTABLE,

		/** Within a statement the result is the same. */
		STABLE,

		/** Each call may have another result. */
		VOLATILE

	}

}
