package dev.appmigrations.engine.ddl;

import java.util.List;

/**
 * {@code SET} or {@code RESET}.
 *
 * @param variable the name in lower case, for example {@code lock_timeout}; {@code all}
 * for {@code RESET ALL}
 * @param local whether {@code LOCAL} is there
 * @param values the values without their quotes; none for {@code RESET} and {@code
 * DEFAULT}
 */
public record SetVariable(String variable, boolean local, List<String> values) implements DdlStatement {

	public SetVariable {
		values = List.copyOf(values);
	}

}
