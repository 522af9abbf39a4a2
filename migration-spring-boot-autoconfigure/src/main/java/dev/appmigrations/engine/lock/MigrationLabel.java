package dev.appmigrations.engine.lock;

/**
 * The comment in front of each message of a migration, by which other sessions recognise
 * in {@code pg_stat_activity} which migration runs.
 */
public final class MigrationLabel {

	/** The prefix in front of the name of the migration. */
	public static final String PREFIX = "migration ";

	/** Stands between the name of the migration and the number of the statement. */
	public static final String STATEMENT = ", statement ";

	private static final String END = " */ ";

	private MigrationLabel() {
	}

	/**
	 * Returns the comment.
	 * @param migration the name of the migration
	 * @return a comment and a blank, to stand in front of a statement
	 */
	public static String of(String migration) {
		return "/* " + PREFIX + migration.replace('*', '_') + END;
	}

	/**
	 * Returns the comment with the place in the script.
	 * @param label a comment without it
	 * @param statement the number of the first statement of the message, from 1
	 * @return a comment and a blank, to stand in front of a statement
	 */
	public static String at(String label, long statement) {
		return label.substring(0, label.length() - END.length()) + STATEMENT + statement + END;
	}

}
