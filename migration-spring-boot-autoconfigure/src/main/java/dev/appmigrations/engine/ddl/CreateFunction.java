package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE FUNCTION} or {@code CREATE PROCEDURE}.
 *
 * @param function the name
 * @param procedure whether it is a procedure
 * @param orReplace whether {@code OR REPLACE} is there
 * @param volatility how far the result depends on more than the arguments
 * @param language the language in lower case, {@code null} where it is not said
 * @param body the text of the body without its quotes, {@code null} where it is no string
 */
public record CreateFunction(ObjectName function, boolean procedure, boolean orReplace, Volatility volatility,
		@Nullable String language, @Nullable String body) implements DdlStatement {

	/** How far the result of a function depends on more than its arguments. */
	public enum Volatility {

		/** Each call may have another result: the default. */
		VOLATILE,

		/** Within a statement the result is the same. */
		STABLE,

		/** The result is always the same. */
		IMMUTABLE

	}

}
