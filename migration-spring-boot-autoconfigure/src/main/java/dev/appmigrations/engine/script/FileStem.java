package dev.appmigrations.engine.script;

import org.jspecify.annotations.Nullable;

/**
 * The name of a file without its end.
 *
 * @param name what stands before {@code .sql}, {@code .up.sql} or {@code .down.sql}
 * @param down whether the end is {@code .down.sql}
 */
record FileStem(String name, boolean down) {

	private static final String SUFFIX = ".sql";

	private static final String UP = ".up";

	private static final String DOWN = ".down";

	/** Returns the stem, {@code null} for a file that is not SQL. */
	static @Nullable FileStem of(String fileName) {
		if (!fileName.endsWith(SUFFIX)) {
			return null;
		}
		String name = fileName.substring(0, fileName.length() - SUFFIX.length());
		if (name.endsWith(DOWN)) {
			return new FileStem(name.substring(0, name.length() - DOWN.length()), true);
		}
		return new FileStem((name.endsWith(UP)) ? name.substring(0, name.length() - UP.length()) : name, false);
	}

	ScriptName.Form form() {
		return (this.down) ? ScriptName.Form.ROLLBACK : ScriptName.Form.VERSIONED;
	}

}
