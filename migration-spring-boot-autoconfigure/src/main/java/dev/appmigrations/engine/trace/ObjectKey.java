package dev.appmigrations.engine.trace;

import dev.appmigrations.engine.jdbc.Rows;

/**
 * What a lock is on: a relation, or another object by its catalog.
 *
 * @param catalog the oid of the catalog, empty for a relation
 * @param oid the oid
 */
record ObjectKey(String catalog, String oid) {

	static ObjectKey relation(String oid) {
		return new ObjectKey("", oid);
	}

	/** Reads a row of {@code pg_locks}. */
	static ObjectKey of(Rows locks, int row) {
		return ("relation".equals(locks.required(row, "locktype"))) ? relation(locks.required(row, "relation"))
				: new ObjectKey(locks.required(row, "classid"), locks.required(row, "objid"));
	}

}
