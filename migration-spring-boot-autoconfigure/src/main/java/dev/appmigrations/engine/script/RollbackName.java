package dev.appmigrations.engine.script;

/**
 * The name of the file that would undo a migration, in the form in which the migration's
 * own file is named: ours, Flyway's, Postgrator's, or that of tools with a folder for
 * each migration.
 */
public final class RollbackName {

	private RollbackName() {
	}

	/**
	 * Returns the name.
	 * @param location where the migration's file is
	 * @return the name of a file in the same folder
	 */
	public static String of(String location) {
		String file = location.substring(location.lastIndexOf('/') + 1);
		if (file.equals("up.sql") || file.equals("migration.sql")) {
			return "down.sql";
		}
		if (file.matches("\\d+\\.do\\..*")) {
			return file.replaceFirst("\\.do\\.", ".undo.");
		}
		if (file.matches("V[\\d._]+__.*")) {
			return "U" + file.substring(1);
		}
		return file.replaceFirst("(\\.up)?\\.sql$", ".down.sql");
	}

}
