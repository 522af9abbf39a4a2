package dev.appmigrations.engine.migration;

/**
 * What is said of migrations that are written in Java.
 */
public final class JavaCode {

	private JavaCode() {
	}

	/**
	 * Says that only the existence of a migration is known here.
	 * @param migration the migration
	 * @return the failure
	 */
	public static MigrationException missing(Migration migration) {
		return new MigrationException(ErrorCode.JAVA_MIGRATION_FAILED,
				"Migration " + migration.name() + " is written in Java (" + migration.location()
						+ "), and only the application has its code. Nothing of it was run.",
				"Start the application, or let a command start its context.", null);
	}

	/**
	 * Returns the class in a location.
	 * @param location the name of a class, possibly with {@code #} and a method behind it
	 * @return the name of the class
	 */
	public static String type(String location) {
		int method = location.indexOf('#');
		return (method >= 0) ? location.substring(0, method) : location;
	}

	/**
	 * Finds the line of a class from which something was thrown, directly or through
	 * others.
	 * @param migration the migration of the class
	 * @param thrown what was thrown
	 * @return a file and a line; empty if the class has no part in it
	 */
	public static String line(Migration migration, Throwable thrown) {
		String type = type(migration.location());
		for (StackTraceElement frame : thrown.getStackTrace()) {
			String outer = frame.getClassName();
			if ((outer.equals(type) || outer.startsWith(type + "$")) && frame.getFileName() != null) {
				return frame.getFileName() + ":" + frame.getLineNumber();
			}
		}
		return "";
	}

}
