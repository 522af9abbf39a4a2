package dev.appmigrations.engine.script.directive;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Timeouts;

/**
 * The directives of a script that stand before its first statement, as values.
 *
 * @param phase when it may run
 * @param soak how long the old release has to be gone before it may run; often zero
 * @param requirements versions or names that must be applied before
 * @param transactional whether statements share a transaction as far as they can
 * @param timeouts the limits that it sets for its statements
 */
public record ScriptHeader(Phase phase, Duration soak, List<String> requirements, boolean transactional,
		Timeouts timeouts) {

	public ScriptHeader {
		requirements = List.copyOf(requirements);
	}

}
