package dev.appmigrations.engine.migration;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads a name that is known to be written as SQL has it.
 */
public final class WrittenName {

	private WrittenName() {
	}

	/**
	 * Reads a name.
	 * @param written the name, possibly with its schema and in quotes
	 * @return the name as the server reads it: it folds ASCII alone in most encodings
	 */
	public static ObjectName of(String written) {
		List<String> parts = new ArrayList<>();
		StringBuilder part = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < written.length(); i++) {
			char c = written.charAt(i);
			if (c == '"') {
				// A quote in a quoted name is written twice.
				if (!quoted && i > 0 && written.charAt(i - 1) == '"') {
					part.append(c);
				}
				quoted = !quoted;
			}
			else if (c == '.' && !quoted) {
				parts.add(part.toString());
				part.setLength(0);
			}
			else {
				part.append((!quoted && c >= 'A' && c <= 'Z') ? (char) (c | 0x20) : c);
			}
		}
		parts.add(part.toString());
		return new ObjectName(parts);
	}

}
