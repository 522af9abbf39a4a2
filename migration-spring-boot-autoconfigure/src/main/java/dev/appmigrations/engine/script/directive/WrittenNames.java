package dev.appmigrations.engine.script.directive;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.WrittenName;
import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Names of tables or columns in a directive, with commas between them and quotes as in
 * SQL.
 *
 * @param written the names as they are written
 * @param names the names as the server reads them
 */
record WrittenNames(List<String> written, List<ObjectName> names) {

	private static final Pattern PART = Pattern
		.compile("\"(?:[^\"\\x00]|\"\")+\"|[A-Za-z_\\x{80}-\\x{10ffff}][A-Za-z0-9_$\\x{80}-\\x{10ffff}]*");

	/**
	 * Reads names.
	 * @param text the text
	 * @param directive where it stands
	 * @param option the option whose value it is
	 * @return at least one name
	 * @throws InvalidDirectiveException if it is something else
	 */
	static WrittenNames of(String text, Directive directive, String option) {
		List<String> written = new ArrayList<>();
		Matcher matcher = PART.matcher(text);
		int start = 0;
		int position = 0;
		while (position < text.length()) {
			if (!matcher.region(position, text.length()).lookingAt()) {
				throw invalid(text, directive, option);
			}
			position = matcher.end();
			char separator = (position < text.length()) ? text.charAt(position) : ',';
			if ((separator != ',' && separator != '.') || position == text.length() - 1) {
				throw invalid(text, directive, option);
			}
			if (separator == ',') {
				written.add(text.substring(start, position));
				start = position + 1;
			}
			position++;
		}
		return new WrittenNames(written, written.stream().map(WrittenName::of).toList());
	}

	private static InvalidDirectiveException invalid(String text, Directive directive, String option) {
		return new InvalidDirectiveException(directive, "'" + option + "' cannot be " + text,
				"Write names as in SQL, those with blanks or capital letters in double quotes: " + option
						+ ((option.equals("key")) ? "=tenant_id,\"Id\"" : "=app.\"Users\""));
	}

}
