package dev.appmigrations.command;

/**
 * The number of single typing mistakes between two words: a character that is missing,
 * added or replaced, or two neighbours in the wrong order (the restricted form of
 * Damerau's and Levenshtein's distance).
 */
final class EditDistance {

	private EditDistance() {
	}

	static int between(String left, String right) {
		int[][] distances = new int[left.length() + 1][right.length() + 1];
		for (int i = 0; i <= left.length(); i++) {
			for (int j = 0; j <= right.length(); j++) {
				distances[i][j] = (i == 0 || j == 0) ? i + j : nearest(distances, left, right, i, j);
			}
		}
		return distances[left.length()][right.length()];
	}

	private static int nearest(int[][] distances, String left, String right, int i, int j) {
		int replaced = (left.charAt(i - 1) != right.charAt(j - 1)) ? 1 : 0;
		int nearest = Math.min(distances[i - 1][j - 1] + replaced,
				Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
		if (i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1)) {
			nearest = Math.min(nearest, distances[i - 2][j - 2] + 1);
		}
		return nearest;
	}

}
