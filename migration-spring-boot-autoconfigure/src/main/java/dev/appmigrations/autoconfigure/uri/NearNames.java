package dev.appmigrations.autoconfigure.uri;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the names that a misspelled one may stand for: those that differ in no more than
 * a quarter of its characters (Levenshtein's distance, without regard to letter case,
 * dashes and underscores).
 */
public final class NearNames {

	private static final int MOST = 3;

	private NearNames() {
	}

	/**
	 * Finds the names next to one.
	 * @param name the misspelled name
	 * @param known all names that there are
	 * @return at most three of them, the nearest first
	 */
	public static List<String> of(String name, Collection<String> known) {
		return of(name, known, Integer.MAX_VALUE);
	}

	/**
	 * Finds the names next to one.
	 * @param name the misspelled name
	 * @param known all names that there are
	 * @param most how many letters may differ, fewer in a short name
	 * @return at most three of them, the nearest first
	 */
	public static List<String> of(String name, Collection<String> known, int most) {
		String wanted = simplify(name);
		int limit = Math.min(most, Math.max(1, wanted.length() / 4));
		return known.stream()
			.distinct()
			.filter((candidate) -> distance(wanted, simplify(candidate)) <= limit)
			.sorted(Comparator.<String>comparingInt((candidate) -> distance(wanted, simplify(candidate)))
				.thenComparing(Comparator.naturalOrder()))
			.limit(MOST)
			.toList();
	}

	private static String simplify(String name) {
		return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
	}

	private static int distance(String left, String right) {
		int[] row = new int[right.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (int i = 1; i <= left.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				int substitution = diagonal + ((left.charAt(i - 1) != right.charAt(j - 1)) ? 1 : 0);
				diagonal = row[j];
				row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[right.length()];
	}

}
