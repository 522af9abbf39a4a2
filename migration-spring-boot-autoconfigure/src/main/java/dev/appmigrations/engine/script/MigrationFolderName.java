package dev.appmigrations.engine.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name in our form of a migration that has a folder of its own, such as Diesel's
 * {@code 2020-01-01-000000_x}: the digits without hyphens, an underscore, and the
 * description. It is the same where the folder runs as it is and where it is written
 * anew.
 */
public final class MigrationFolderName {

	/** Digits with hyphens between them, and a description. */
	private static final Pattern NAME = Pattern.compile("(\\d+(?:-\\d+)*)[-_]*(.*)");

	private static final String NO_DESCRIPTION = "migration";

	private MigrationFolderName() {
	}

	/**
	 * Returns the name of a migration.
	 * @param folder the name of its folder
	 * @return the name without an end, for example {@code 20200101000000_x}; {@code null}
	 * if the folder's name does not begin with a digit
	 */
	public static @Nullable String of(String folder) {
		Matcher name = NAME.matcher(folder);
		if (!name.matches()) {
			return null;
		}
		String description = name.group(2);
		return name.group(1).replace("-", "") + "_" + ((description.isEmpty()) ? NO_DESCRIPTION : description);
	}

}
