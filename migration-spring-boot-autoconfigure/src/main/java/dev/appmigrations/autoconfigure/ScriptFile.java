package dev.appmigrations.autoconfigure;

import dev.appmigrations.engine.migration.Script;

/**
 * A script whose name is the end of its path.
 */
interface ScriptFile extends Script {

	String SUFFIX = ".sql";

	@Override
	default String fileName() {
		return path().substring(path().lastIndexOf('/') + 1);
	}

	static boolean isScript(String path) {
		return path.regionMatches(true, path.length() - SUFFIX.length(), SUFFIX, 0, SUFFIX.length());
	}

}
