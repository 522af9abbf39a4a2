package dev.appmigrations.engine.script;

import java.util.List;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Timeouts;

/**
 * What the directives of a script say.
 *
 * @param phase when it may run
 * @param requirements versions or names that must be applied before
 * @param transactional whether statements share a transaction as far as they can
 * @param timeouts the limits that it sets for its statements
 */
record ScriptHeader(Phase phase, List<String> requirements, boolean transactional, Timeouts timeouts) {

	ScriptHeader {
		requirements = List.copyOf(requirements);
	}

}
