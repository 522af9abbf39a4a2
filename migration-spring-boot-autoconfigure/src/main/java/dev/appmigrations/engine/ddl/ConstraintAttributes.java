package dev.appmigrations.engine.ddl;

import org.jspecify.annotations.Nullable;

/**
 * What all kinds of constraints may have.
 *
 * @param name the name, {@code null} where the server is to choose one
 * @param notValid whether {@code NOT VALID} is there
 * @param notEnforced whether {@code NOT ENFORCED} is there
 * @param deferrable whether {@code DEFERRABLE} or {@code INITIALLY DEFERRED} is there
 * @param initiallyDeferred whether {@code INITIALLY DEFERRED} is there
 * @param noInherit whether {@code NO INHERIT} is there
 * @param range where the constraint stands in the statement
 */
public record ConstraintAttributes(@Nullable String name, boolean notValid, boolean notEnforced, boolean deferrable,
		boolean initiallyDeferred, boolean noInherit, TextRange range) {

}
