package dev.appmigrations.generate;

/**
 * The names of options that more than one generator knows.
 */
final class Options {

	/** The columns by which a backfill walks the table. */
	static final String KEY = "key";

	/** Subscribers are prepared. */
	static final String PUBLISHED = "published";

	/** Unique indexes are built while both releases run. */
	static final String UNIQUE_NOW = "unique-now";

	/** The name of what is added. */
	static final String NAME = "name";

	/** The release that runs satisfies the constraint already. */
	static final String NOW = "now";

	private Options() {
	}

}
