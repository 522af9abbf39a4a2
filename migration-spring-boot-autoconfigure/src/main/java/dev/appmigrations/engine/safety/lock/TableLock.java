package dev.appmigrations.engine.safety.lock;

import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.safety.trace.LockMode;

/**
 * A lock that a statement takes on a relation that it names.
 *
 * @param relation the relation
 * @param mode the mode in which it is locked
 * @param awaited the mode whose conflicts have to be gone before the statement is done:
 * the same, or a stronger one where a statement waits, without taking a lock, for
 * transactions that use the table
 * @param kind what the relation is
 */
public record TableLock(TableState relation, LockMode mode, LockMode awaited, Kind kind) {

	static TableLock of(TableState relation, LockMode mode, Kind kind) {
		return new TableLock(relation, mode, mode, kind);
	}

	/** What a locked relation is, as far as the statement tells. */
	public enum Kind {

		/** A table, partitioned or not. */
		TABLE,

		/**
		 * An index of a table that is not known; its table is locked in the same way
		 * where the index is dropped or rebuilt.
		 */
		INDEX,

		/** A view, a materialized view or a sequence. */
		OTHER

	}

}
