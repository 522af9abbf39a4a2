package dev.appmigrations.engine.proof;

/**
 * Objects that are read together, and are not read again as long as none of them has
 * changed. What belongs to none of these is a group of its own.
 */
enum CatalogueGroup {

	/** A relation and all that belongs to it, such as its columns and indexes. */
	RELATION(1),

	/** A function, procedure or aggregate. */
	ROUTINE(2),

	/** A type of its own, with its values or constraints. */
	TYPE(3);

	private final long number;

	CatalogueGroup(long number) {
		this.number = number;
	}

	/**
	 * Returns the SQL of a group's key: the kind of the group in the upper half, the oid
	 * of the relation, routine or type in the lower one.
	 * @param oid the SQL of the oid
	 * @return an expression of type {@code int8}
	 */
	String key(String oid) {
		return "(" + (this.number << 32) + " OPERATOR(pg_catalog.+) " + oid + "::pg_catalog.int8)";
	}

	/**
	 * Returns the SQL of a test whether a key is of this kind.
	 * @param key the SQL of the key
	 * @return a condition
	 */
	String matches(String key) {
		return key + " OPERATOR(pg_catalog./) 4294967296 OPERATOR(pg_catalog.=) " + this.number + "::pg_catalog.int8";
	}

	/**
	 * Tells whether a key is of this kind.
	 * @param key as the server returns it
	 * @return whether it is
	 */
	boolean has(String key) {
		return !key.isEmpty() && Long.parseLong(key) >>> 32 == this.number;
	}

}
