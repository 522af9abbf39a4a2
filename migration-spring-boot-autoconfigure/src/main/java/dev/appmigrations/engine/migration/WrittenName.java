package dev.appmigrations.engine.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads a name that is written as SQL has it.
 */
public final class WrittenName {

	private static final Pattern TYPED = Pattern.compile("\\G(?:\"((?:[^\"]|\"\")+)\"|([^\".]+))(\\.|$)");

	private WrittenName() {
	}

	/**
	 * Reads a name that a person has typed, which may be none.
	 * @param typed what was typed
	 * @param least the least number of parts
	 * @param most the greatest number of parts
	 * @return the name, in lower case where it was not quoted; {@code null} if it is none
	 * or has other parts
	 */
	public static @Nullable ObjectName typed(String typed, int least, int most) {
		List<String> parts = new ArrayList<>();
		Matcher part = TYPED.matcher(typed);
		boolean ended = false;
		while (!ended && part.find()) {
			String quoted = part.group(1);
			parts.add((quoted != null) ? quoted.replace("\"\"", "\"") : part.group(2).strip().toLowerCase(Locale.ROOT));
			ended = part.group(3).isEmpty();
		}
		boolean name = ended && !parts.contains("") && parts.size() >= least && parts.size() <= most;
		return (name) ? new ObjectName(parts) : null;
	}

	/**
	 * Reads a name that is known to be one.
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
