package dev.appmigrations.engine.safety.facts;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the server's text of an array with one dimension, see PostgreSQL: the manual's
 * section 8.15.6, "Array Input and Output Syntax".
 */
final class NameArray {

	private final String text;

	private int position;

	private NameArray(String text) {
		this.text = text;
	}

	/**
	 * Reads an array.
	 * @param text the server's text, {@code null} for an array that is NULL
	 * @return its elements, {@code null} for NULL among them
	 */
	static List<@Nullable String> withNulls(@Nullable String text) {
		return (text != null) ? new NameArray(text).read() : List.of();
	}

	/** Reads an array and leaves NULL out. */
	static List<String> of(@Nullable String text) {
		List<String> names = new ArrayList<>();
		for (String name : withNulls(text)) {
			if (name != null) {
				names.add(name);
			}
		}
		return names;
	}

	private List<@Nullable String> read() {
		List<@Nullable String> elements = new ArrayList<>();
		this.position = 1;
		while (this.text.charAt(this.position) != '}') {
			elements.add((this.text.charAt(this.position) == '"') ? quoted() : bare());
			if (this.text.charAt(this.position) == ',') {
				this.position++;
			}
		}
		return elements;
	}

	private String quoted() {
		StringBuilder element = new StringBuilder();
		for (this.position++; this.text.charAt(this.position) != '"'; this.position++) {
			if (this.text.charAt(this.position) == '\\') {
				this.position++;
			}
			element.append(this.text.charAt(this.position));
		}
		this.position++;
		return element.toString();
	}

	private @Nullable String bare() {
		int start = this.position;
		while (this.text.charAt(this.position) != ',' && this.text.charAt(this.position) != '}') {
			this.position++;
		}
		String element = this.text.substring(start, this.position);
		return (element.equals("NULL")) ? null : element;
	}

}
