package dev.appmigrations.engine.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a file name.
 *
 * @param form which of the forms the name has
 * @param version the version, {@code null} where the form has none
 * @param description the description, with spaces
 */
public record ScriptName(Form form, @Nullable MigrationVersion version, String description) {

	private static final String SUFFIX = ".sql";

	private static final String UP = ".up";

	private static final String DOWN = ".down";

	/** Flyway's letters of versioned migrations, of rollbacks and of baselines. */
	private static final String FLYWAY = "VUB";

	private static final ScriptName NONE = new ScriptName(Form.MISNAMED, null, "");

	private static final Pattern FLYWAY_REPEATABLE = Pattern.compile("R__(.+)\\.sql");

	private static final Pattern FLYWAY_CALLBACK = Pattern
		.compile("(?:before|after)(?:Each)?[A-Z][A-Za-z]*(?:__.*)?\\.sql|createSchema(?:__.*)?\\.sql");

	/**
	 * Reads the name of a file.
	 * @param fileName the name without the folder
	 * @return what it says; {@link Form#MISNAMED} if it has none of the forms
	 */
	public static ScriptName parse(String fileName) {
		if (!fileName.endsWith(SUFFIX)) {
			return NONE;
		}
		char letter = fileName.charAt(0);
		boolean flyway = FLYWAY.indexOf(letter) >= 0;
		ScriptName versioned = versioned(fileName, (flyway) ? letter : 'V', (flyway) ? 1 : 0, flyway);
		if (versioned != null) {
			return versioned;
		}
		Matcher repeatable = FLYWAY_REPEATABLE.matcher(fileName);
		if (repeatable.matches()) {
			return new ScriptName(Form.REPEATABLE, null, words(repeatable.group(1)));
		}
		return (FLYWAY_CALLBACK.matcher(fileName).matches()) ? new ScriptName(Form.CALLBACK, null, "") : NONE;
	}

	/**
	 * Reads the forms with a version, by hand: regular expressions take as long for the
	 * names of a large folder as the tokens of its files do.
	 */
	private static @Nullable ScriptName versioned(String fileName, char letter, int start, boolean flyway) {
		int end = versionEnd(fileName, start, flyway);
		String separator = (flyway) ? "__" : "_";
		if (end == start || !fileName.startsWith(separator, end)) {
			return null;
		}
		String description = fileName.substring(end + separator.length(), fileName.length() - SUFFIX.length());
		boolean down = description.endsWith(DOWN);
		if (down || description.endsWith(UP)) {
			description = description.substring(0, description.lastIndexOf('.'));
		}
		String words = description.replace('_', ' ').trim();
		if (!flyway && words.isEmpty()) {
			return null;
		}
		Form form = switch (letter) {
			case 'V' -> (down) ? Form.ROLLBACK : Form.VERSIONED;
			case 'U' -> Form.ROLLBACK;
			default -> Form.BASELINE;
		};
		String version = fileName.substring(start, end);
		return new ScriptName(form, MigrationVersion.parse((flyway) ? version.replace('_', '.') : version), words);
	}

	/**
	 * Returns the end of digits with a dot, or with Flyway an underscore, between them.
	 */
	private static int versionEnd(String fileName, int start, boolean underscores) {
		int end = start;
		for (int i = start; i < fileName.length(); i++) {
			char c = fileName.charAt(i);
			if (c >= '0' && c <= '9') {
				end = i + 1;
			}
			else if (end != i || end == start || !(c == '.' || (underscores && c == '_'))) {
				break;
			}
		}
		return end;
	}

	private static String words(String text) {
		return text.replace('_', ' ').trim();
	}

	/**
	 * The forms of names.
	 */
	public enum Form {

		/** A migration that is applied once. */
		VERSIONED,

		/** A migration that is applied whenever it changes. */
		REPEATABLE,

		/** The rollback of a migration. */
		ROLLBACK,

		/** Flyway's {@code B1__x.sql}. */
		BASELINE,

		/** Flyway's {@code afterMigrate.sql} and the like. */
		CALLBACK,

		/** None of the others. */
		MISNAMED

	}

}
