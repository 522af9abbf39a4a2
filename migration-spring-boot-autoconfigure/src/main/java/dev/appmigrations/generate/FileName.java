package dev.appmigrations.generate;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Words as a part of a file's name.
 */
public final class FileName {

	private static final int LONGEST = 100;

	private FileName() {
	}

	/**
	 * Writes words with underscores, in small letters from a to z and digits.
	 * @param words the words
	 * @return the name; empty if no character is left
	 */
	public static String of(String words) {
		String name = Normalizer.normalize(words, Normalizer.Form.NFKD)
			.replaceAll("\\p{M}", "")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "_")
			.replaceAll("^_|_$", "");
		return (name.length() <= LONGEST) ? name : name.substring(0, LONGEST).replaceAll("_$", "");
	}

}
