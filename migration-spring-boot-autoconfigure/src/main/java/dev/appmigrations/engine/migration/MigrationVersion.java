package dev.appmigrations.engine.migration;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The version of a migration: digits, optionally dotted. {@code 1.0}, {@code 1} and
 * {@code 01} are equal.
 * <p>
 * Order: a version whose first component has eight or more digits and starts with 19 or
 * 20 is a timestamp; timestamps compare as if padded with zeros on the right, so
 * {@code 20251112} is before {@code 20251112000001} and after no moment of the day
 * before. Those that the padding makes alike are different versions nevertheless, the
 * shorter one first: tools that keep versions as text apply both. Other versions compare
 * number by number ({@code 1.9} is before {@code 1.10}), and all of them come before any
 * timestamp.
 */
public final class MigrationVersion implements Comparable<MigrationVersion> {

	private static final int TIMESTAMP_MIN_DIGITS = 8;

	private final String text;

	private final boolean timestamp;

	/** How many digits a timestamp is written with, 0 for other versions. */
	private final int length;

	/** Numbers without leading zeros, so that the longer text is the larger one. */
	private final List<String> components;

	/** The digits of a timestamp, without zeros at their end. */
	private final String digits;

	private MigrationVersion(String text) {
		this.text = text;
		int dot = text.indexOf('.');
		String first = (dot < 0) ? text : text.substring(0, dot);
		this.timestamp = first.length() >= TIMESTAMP_MIN_DIGITS && (first.startsWith("19") || first.startsWith("20"));
		this.length = (this.timestamp) ? first.length() : 0;
		this.digits = (this.timestamp) ? withoutTrailingZeros(first) : "";
		String leading = (this.timestamp) ? this.digits : withoutLeadingZeros(first);
		this.components = (dot < 0) ? List.of(leading) : components(leading, text.substring(dot + 1));
	}

	/**
	 * Reads a version.
	 * @param text digits, optionally dotted
	 * @return the version
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static MigrationVersion parse(String text) {
		MigrationVersion version = find(text);
		if (version == null) {
			throw new IllegalArgumentException("'" + text + "' is not a version: digits, optionally dotted (1.10)");
		}
		return version;
	}

	/**
	 * Reads a version, if it is one.
	 * @param text any text
	 * @return the version, {@code null} if the text has another form
	 */
	public static @Nullable MigrationVersion find(String text) {
		return (isVersion(text)) ? new MigrationVersion(text) : null;
	}

	/**
	 * Tells whether a text has the form of a version.
	 * @param text any text
	 * @return whether {@link #parse(String)} would accept it
	 */
	public static boolean isVersion(String text) {
		boolean digit = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!(c >= '0' && c <= '9') && !(c == '.' && digit)) {
				return false;
			}
			digit = c != '.';
		}
		return digit;
	}

	private static List<String> components(String first, String others) {
		List<String> components = new ArrayList<>();
		components.add(first);
		for (String component : others.split("\\.")) {
			components.add(withoutLeadingZeros(component));
		}
		while (components.size() > 1 && components.get(components.size() - 1).isEmpty()) {
			components.remove(components.size() - 1);
		}
		return List.copyOf(components);
	}

	private static String withoutLeadingZeros(String digits) {
		int start = 0;
		while (start < digits.length() && digits.charAt(start) == '0') {
			start++;
		}
		return digits.substring(start);
	}

	private static String withoutTrailingZeros(String digits) {
		int end = digits.length();
		while (end > TIMESTAMP_MIN_DIGITS && digits.charAt(end - 1) == '0') {
			end--;
		}
		return digits.substring(0, end);
	}

	@Override
	public int compareTo(MigrationVersion other) {
		return compare(other, true);
	}

	/**
	 * Tells whether somebody who writes one of them may mean the other: they are equal,
	 * or timestamps that padding with zeros makes alike.
	 * @param other another version
	 * @return for example {@code true} for {@code 20251112} and {@code 2025111200}
	 */
	public boolean isAlike(MigrationVersion other) {
		return compare(other, false) == 0;
	}

	private int compare(MigrationVersion other, boolean lengthMatters) {
		if (this.timestamp != other.timestamp) {
			return (this.timestamp) ? 1 : -1;
		}
		int shared = Math.min(this.components.size(), other.components.size());
		for (int i = 0; i < shared; i++) {
			// Timestamps have no leading zero, so that their digits compare as text does.
			int order = (this.timestamp && i == 0) ? compareTimestamps(other, lengthMatters)
					: compareNumbers(this.components.get(i), other.components.get(i));
			if (order != 0) {
				return order;
			}
		}
		return Integer.compare(this.components.size(), other.components.size());
	}

	private int compareTimestamps(MigrationVersion other, boolean lengthMatters) {
		int order = this.digits.compareTo(other.digits);
		return (order != 0 || !lengthMatters) ? order : Integer.compare(this.length, other.length);
	}

	private static int compareNumbers(String one, String other) {
		int order = Integer.compare(one.length(), other.length());
		return (order != 0) ? order : one.compareTo(other);
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof MigrationVersion version && compareTo(version) == 0);
	}

	@Override
	public int hashCode() {
		return this.components.hashCode();
	}

	/**
	 * Returns the version as it was written.
	 * @return the text, for example {@code 01.10}
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
