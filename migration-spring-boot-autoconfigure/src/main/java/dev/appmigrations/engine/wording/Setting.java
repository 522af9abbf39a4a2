package dev.appmigrations.engine.wording;

/**
 * A setting of a migrator.
 */
public enum Setting implements Reference {

	/** The URL of the connection for migrations alone. */
	URL,

	/** The URL of whatever connection migrations use. */
	CONNECTION,

	/** The user and the password of whatever connection migrations use. */
	CREDENTIALS,

	/** The user and the password for migrations alone. */
	ROLE,

	/** How many connections the pool of the application may have. */
	POOL_SIZE,

	/** Where the scripts are. */
	LOCATIONS,

	/** How the files are named. */
	LAYOUT,

	/** The values of placeholders. */
	PLACEHOLDERS,

	/** The schema of the history. */
	SCHEMA,

	/** The name of the history table. */
	TABLE,

	/** How long to wait for a database that is not up yet. */
	WAIT_FOR_DATABASE,

	/** How long to wait for the run of another instance. */
	ADVISORY_LOCK_WAIT,

	/** For how long statements that did not get their locks are tried again. */
	LOCK_RETRY,

	/** What becomes of late versions. */
	OUT_OF_ORDER,

	/** What becomes of migrations whose file is gone. */
	MISSING,

	/** What becomes of a database that a newer release has contracted. */
	GUARD,

	/** What becomes of the history of another tool. */
	ADOPT,

	/** Who runs backfills. */
	BACKFILL_MODE;

	/**
	 * Returns the setting with a value.
	 * @param value the value
	 * @return a reference to both
	 */
	public Assignment to(String value) {
		return new Assignment(this, value);
	}

	@Override
	public String in(Wording wording) {
		return wording.setting(this);
	}

}
