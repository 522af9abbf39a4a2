package dev.appmigrations.engine.safety.trace;

import dev.appmigrations.engine.sql.SourcePosition;

/**
 * A lock that a transaction holds after a statement.
 *
 * @param object what is locked
 * @param mode the mode
 * @param newly whether the statement took it; otherwise an earlier one of the same
 * transaction did
 * @param heldSince where the statement is that took it
 */
public record LockTrace(ObjectTrace object, LockMode mode, boolean newly, SourcePosition heldSince) {

}
