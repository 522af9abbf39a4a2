package dev.appmigrations.engine.source;

/**
 * Rules for script names that folders and jars share.
 */
final class ScriptFile {

	private static final String SUFFIX = ".sql";

	private ScriptFile() {
	}

	static String fileName(String path) {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	static boolean isScript(String path) {
		return path.regionMatches(true, path.length() - SUFFIX.length(), SUFFIX, 0, SUFFIX.length());
	}

}
