package dev.appmigrations.command;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.script.ScriptName;
import org.jspecify.annotations.Nullable;

/**
 * A migration, as people name it: by its name, with or without {@code .sql}, by its
 * version, or by a path to its file or to that of its rollback, as a shell completes it.
 */
final class MigrationArgument {

	private static final String ENDING = ".sql";

	private static final String ROLLBACK = ".down.sql";

	private MigrationArgument() {
	}

	/**
	 * Returns what the engine knows it by.
	 * @param typed as it was typed
	 * @return a name or a version, without a folder
	 */
	static String of(String typed) {
		String name = typed.substring(Math.max(typed.lastIndexOf('/'), typed.lastIndexOf('\\')) + 1);
		return (name.endsWith(ROLLBACK)) ? name.substring(0, name.length() - ROLLBACK.length()) + ENDING : name;
	}

	/**
	 * Returns the version in a name, or in the path to a file.
	 * @param typed as it was typed
	 * @return the version, {@code null} if it is no name of a file that has one
	 */
	static @Nullable String version(String typed) {
		String name = of(typed);
		MigrationVersion version = ScriptName.parse((name.endsWith(ENDING)) ? name : name + ENDING).version();
		return (version != null) ? version.toString() : null;
	}

	/**
	 * Tells whether a migration is meant.
	 * @param name its name
	 * @param typed as it was typed
	 * @return whether that is its name or its version
	 */
	static boolean isMeant(String name, String typed) {
		String wanted = of(typed);
		return name.equals(wanted) || name.equals(wanted + ENDING) || wanted.equals(version(name));
	}

}
