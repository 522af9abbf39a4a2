package dev.appmigrations.engine.ddl;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code ALTER DOMAIN}, but for its names, schema and owner.
 *
 * @param domain the domain
 * @param action what is done
 * @param constraint the name of the constraint, {@code null} where there is none
 * @param notValid whether {@code NOT VALID} is there
 */
public record AlterDomain(ObjectName domain, Action action, @Nullable String constraint,
		boolean notValid) implements DdlStatement {

	/** What is done to the domain. */
	public enum Action {

		/** {@code SET DEFAULT}. */
		SET_DEFAULT,

		/** {@code DROP DEFAULT}. */
		DROP_DEFAULT,

		/** {@code SET NOT NULL}. */
		SET_NOT_NULL,

		/** {@code DROP NOT NULL}. */
		DROP_NOT_NULL,

		/** {@code ADD CONSTRAINT}. */
		ADD_CONSTRAINT,

		/** {@code DROP CONSTRAINT}. */
		DROP_CONSTRAINT,

		/** {@code VALIDATE CONSTRAINT}. */
		VALIDATE_CONSTRAINT

	}

}
