package dev.appmigrations.engine.script.directive;

import java.util.Locale;

import dev.appmigrations.engine.sql.Directive;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the value of a directive into options, {@code NAME=VALUE} with blanks between
 * them. A value ends at a blank that is not between double quotes and does not follow a
 * comma; that of {@code where} and {@code start} is the rest of the line.
 */
final class BackfillOptions {

	private final Directive directive;

	private final String text;

	private int position;

	private String value = "";

	BackfillOptions(Directive directive) {
		this.directive = directive;
		this.text = directive.value();
	}

	/**
	 * Moves on to the next option.
	 * @return its name in lower case, {@code null} at the end of the line
	 * @throws InvalidDirectiveException if there is none where one should be
	 */
	@Nullable String next() {
		skipBlanks();
		if (this.position == this.text.length()) {
			return null;
		}
		int start = this.position;
		while (this.position < this.text.length() && !isBlank() && this.text.charAt(this.position) != '=') {
			this.position++;
		}
		String name = this.text.substring(start, this.position);
		if (this.position == this.text.length() || isBlank()) {
			throw new InvalidDirectiveException(this.directive, "'" + name + "' has no value",
					"Write options as NAME=VALUE, without blanks around the sign: " + BackfillBuilder.EXAMPLE);
		}
		this.position++;
		name = name.toLowerCase(Locale.ROOT);
		this.value = (name.equals("where") || name.equals("start")) ? rest() : word();
		if (this.value.isEmpty()) {
			throw new InvalidDirectiveException(this.directive, "'" + name + "' has no value",
					"Write " + name + "=VALUE, without blanks around the sign.");
		}
		return name;
	}

	/**
	 * Returns the value of the option.
	 * @return the characters as they are written, not empty
	 */
	String value() {
		return this.value;
	}

	private String rest() {
		String rest = this.text.substring(this.position).strip();
		this.position = this.text.length();
		return rest;
	}

	private String word() {
		StringBuilder word = new StringBuilder();
		boolean quoted = false;
		while (this.position < this.text.length() && (quoted || !isBlank())) {
			char c = this.text.charAt(this.position++);
			quoted ^= c == '"';
			word.append(c);
			if (c == ',' && !quoted) {
				skipBlanks();
			}
		}
		if (quoted) {
			throw new InvalidDirectiveException(this.directive, "a quote is not closed in " + word,
					"Write a name as in SQL: \"My Table\", a quote in it twice.");
		}
		return word.toString();
	}

	private boolean isBlank() {
		return Character.isWhitespace(this.text.charAt(this.position));
	}

	private void skipBlanks() {
		while (this.position < this.text.length() && isBlank()) {
			this.position++;
		}
	}

}
