package dev.appmigrations.engine.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a file says.
 *
 * @param form which of the forms the name has
 * @param version the version, {@code null} where the form has none
 * @param description the description, with spaces
 */
public record ScriptName(Form form, @Nullable MigrationVersion version, String description) {

	private static final Pattern PLAIN = Pattern.compile("(\\d+(?:\\.\\d+)*)_+(.*?)(\\.up|\\.down)?\\.sql");

	private static final Pattern FLYWAY = Pattern.compile("([VUB])(\\d+(?:[._]\\d+)*)__(.*?)(\\.up|\\.down)?\\.sql");

	private static final Pattern FLYWAY_REPEATABLE = Pattern.compile("R__(.+)\\.sql");

	private static final Pattern FLYWAY_CALLBACK = Pattern
		.compile("(?:before|after)(?:Each)?[A-Z][A-Za-z]*(?:__.*)?\\.sql|createSchema(?:__.*)?\\.sql");

	/**
	 * Reads the name of a file.
	 * @param fileName the name without the folder
	 * @return what it says; {@link Form#MISNAMED} if it has none of the forms
	 */
	public static ScriptName parse(String fileName) {
		Matcher plain = PLAIN.matcher(fileName);
		if (plain.matches() && !plain.group(2).isEmpty()) {
			Form form = (".down".equals(plain.group(3))) ? Form.ROLLBACK : Form.VERSIONED;
			return new ScriptName(form, MigrationVersion.parse(plain.group(1)), words(plain.group(2)));
		}
		Matcher flyway = FLYWAY.matcher(fileName);
		if (flyway.matches()) {
			Form form = switch (flyway.group(1)) {
				case "V" -> (".down".equals(flyway.group(4))) ? Form.ROLLBACK : Form.VERSIONED;
				case "U" -> Form.ROLLBACK;
				default -> Form.BASELINE;
			};
			return new ScriptName(form, MigrationVersion.parse(flyway.group(2).replace('_', '.')),
					words(flyway.group(3)));
		}
		Matcher repeatable = FLYWAY_REPEATABLE.matcher(fileName);
		if (repeatable.matches()) {
			return new ScriptName(Form.REPEATABLE, null, words(repeatable.group(1)));
		}
		return new ScriptName((FLYWAY_CALLBACK.matcher(fileName).matches()) ? Form.CALLBACK : Form.MISNAMED, null, "");
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
