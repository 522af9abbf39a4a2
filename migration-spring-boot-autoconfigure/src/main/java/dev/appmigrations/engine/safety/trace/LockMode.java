package dev.appmigrations.engine.safety.trace;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The modes of table locks, the weakest first, and which of them exclude each other (see
 * PostgreSQL: the manual's section 13.3.1, "Table-Level Locks").
 */
public enum LockMode {

	/** Taken by SELECT. */
	ACCESS_SHARE(1 << 0, 0b1000_0000),

	/** Taken by SELECT FOR UPDATE, and on the table that a foreign key refers to. */
	ROW_SHARE(1 << 1, 0b1100_0000),

	/** Taken by INSERT, UPDATE, DELETE and MERGE. */
	ROW_EXCLUSIVE(1 << 2, 0b1111_0000),

	/** Taken by VALIDATE CONSTRAINT, VACUUM and CREATE INDEX CONCURRENTLY. */
	SHARE_UPDATE_EXCLUSIVE(1 << 3, 0b1111_1000),

	/** Taken by CREATE INDEX. */
	SHARE(1 << 4, 0b1110_1100),

	/** Taken by CREATE TRIGGER and ADD FOREIGN KEY. */
	SHARE_ROW_EXCLUSIVE(1 << 5, 0b1111_1100),

	/** Taken by REFRESH MATERIALIZED VIEW CONCURRENTLY. */
	EXCLUSIVE(1 << 6, 0b1111_1110),

	/** Taken by most forms of ALTER TABLE, by DROP and TRUNCATE. */
	ACCESS_EXCLUSIVE(1 << 7, 0b1111_1111);

	private final int bit;

	/** The bits of the modes that it excludes. */
	private final int conflicts;

	LockMode(int bit, int conflicts) {
		this.bit = bit;
		this.conflicts = conflicts;
	}

	/**
	 * Reads a mode as {@code pg_locks} has it.
	 * @param mode for example {@code AccessExclusiveLock}
	 * @return the mode, or {@code null} for one that tables do not have
	 */
	public static @Nullable LockMode of(String mode) {
		for (LockMode candidate : values()) {
			if (mode.equalsIgnoreCase(candidate.key())) {
				return candidate;
			}
		}
		return null;
	}

	/**
	 * Returns the mode as {@code pg_locks} has it.
	 * @return for example {@code AccessExclusiveLock}
	 */
	public String key() {
		StringBuilder key = new StringBuilder();
		for (String word : name().split("_")) {
			key.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
		}
		return key.append("Lock").toString();
	}

	/**
	 * Tells whether two transactions cannot hold the two modes on one table.
	 * @param other the other mode
	 * @return whether one has to wait for the other
	 */
	public boolean conflictsWith(LockMode other) {
		return (this.conflicts & other.bit) != 0;
	}

	/**
	 * Tells whether queries wait for whoever holds the mode.
	 * @return whether SELECT waits
	 */
	public boolean blocksReads() {
		return conflictsWith(ACCESS_SHARE);
	}

	/**
	 * Tells whether changes wait for whoever holds the mode.
	 * @return whether INSERT, UPDATE and DELETE wait
	 */
	public boolean blocksWrites() {
		return conflictsWith(ROW_EXCLUSIVE);
	}

	/**
	 * Returns the name that SQL and the manual use.
	 * @return for example {@code ACCESS EXCLUSIVE}
	 */
	public String sql() {
		return name().replace('_', ' ');
	}

}
