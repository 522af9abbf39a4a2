package dev.appmigrations.engine.script;

import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * How another tool reads the path of a file.
 */
sealed interface FileLayout permits MigrationFolders, NumberedFiles, PostgratorFiles, DialectFiles, ToolFiles {

	/**
	 * Returns the layout's name.
	 * @return one of the values of the property
	 */
	Layout layout();

	/**
	 * Returns the form of the names, for messages.
	 * @return for example {@code <version>_<name>/up.sql}
	 */
	String form();

	/**
	 * Reads the path of a file.
	 * @param script the file
	 * @return the script under its name; {@code null} if the tool takes no such file for
	 * a migration
	 */
	@Nullable NamedScript read(Script script);

	/**
	 * Tells whether the tool passes over files that it does not take for migrations, so
	 * that a warning is enough.
	 * @return whether it does
	 */
	boolean ignoresOthers();

}
