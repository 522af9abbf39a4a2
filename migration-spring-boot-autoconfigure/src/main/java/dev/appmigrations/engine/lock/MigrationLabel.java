package dev.appmigrations.engine.lock;

/**
 * The comment in front of each message of a migration, by which other sessions recognise
 * in {@code pg_stat_activity} which migration runs.
 */
public final class MigrationLabel {

	/** The prefix in front of the name of the migration. */
	public static final String PREFIX = "migration ";

	private MigrationLabel() {
	}

	/**
	 * Returns the comment.
	 * @param migration the name of the migration
	 * @return a comment and a blank, to stand in front of a statement
	 */
	public static String of(String migration) {
		return "/* " + PREFIX + migration.replace('*', '_') + " */ ";
	}

}
