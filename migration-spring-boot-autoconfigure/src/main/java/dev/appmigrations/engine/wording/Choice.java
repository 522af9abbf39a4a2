package dev.appmigrations.engine.wording;

/**
 * What an application may do with its migrations when it starts.
 */
public enum Choice implements Reference {

	/** It has none. */
	NO_MIGRATIONS,

	/** Pending migrations are applied. */
	MIGRATE,

	/** It fails if something is pending. */
	VALIDATE,

	/** Nothing is applied. */
	APPLY_NOTHING,

	/** The instance does not sign on. */
	NO_REGISTRY;

	@Override
	public String in(Wording wording) {
		return wording.choice(this);
	}

}
