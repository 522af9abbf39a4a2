package dev.appmigrations.engine.script;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.appmigrations.engine.migration.Script;

/**
 * Finds files in a location.
 */
@FunctionalInterface
public interface ScriptSource {

	/**
	 * Finds all files whose name ends in {@code .sql}, in whatever case, in all folders
	 * of a location.
	 * @param location where to look
	 * @return the files in any order, with one element for each root that has the file;
	 * empty if the location does not exist
	 * @throws IOException if it exists and cannot be read
	 */
	Optional<List<Script>> find(Location location) throws IOException;

}
