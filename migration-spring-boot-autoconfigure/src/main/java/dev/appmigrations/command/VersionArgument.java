package dev.appmigrations.command;

import dev.appmigrations.engine.migration.MigrationVersion;

/**
 * A version, as people type it.
 */
final class VersionArgument {

	private VersionArgument() {
	}

	/**
	 * Reads a version.
	 * @param name what it is called on the command line
	 * @param text what was typed; the name of a file, or a path to it, means its version
	 * @return the version
	 * @throws UsageException if it is none
	 */
	static MigrationVersion parse(String name, String text) {
		String ofFile = MigrationArgument.version(text);
		if (ofFile != null && MigrationVersion.isVersion(ofFile)) {
			return MigrationVersion.parse(ofFile);
		}
		if (!MigrationVersion.isVersion(text)) {
			throw new UsageException(name + " '" + text + "' is not a version.",
					"Name a version such as 20251112000001 or 1.2.");
		}
		return MigrationVersion.parse(text);
	}

}
