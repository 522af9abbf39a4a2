package dev.appmigrations.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table on standard output, in Markdown.
 */
final class Table {

	private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

	private final String title;

	private final List<String[]> rows = new ArrayList<>();

	Table(String title, String... head) {
		this.title = title;
		this.rows.add(head);
	}

	void add(String... row) {
		this.rows.add(row);
	}

	static String number(double value, int decimals) {
		return String.format(Locale.ROOT, "%." + decimals + "f", value);
	}

	void print() {
		int[] widths = new int[this.rows.get(0).length];
		for (String[] row : this.rows) {
			for (int i = 0; i < widths.length; i++) {
				widths[i] = Math.max(widths[i], row[i].length());
			}
		}
		OUT.println();
		OUT.println("### " + this.title);
		OUT.println();
		print(this.rows.get(0), widths);
		StringBuilder line = new StringBuilder("|");
		for (int i = 0; i < widths.length; i++) {
			line.append("-".repeat(widths[i] + 1)).append((i == 0) ? "-|" : ":|");
		}
		OUT.println(line);
		this.rows.stream().skip(1).forEach((row) -> print(row, widths));
	}

	private static void print(String[] row, int[] widths) {
		StringBuilder line = new StringBuilder("|");
		for (int i = 0; i < widths.length; i++) {
			String padding = " ".repeat(widths[i] - row[i].length());
			line.append(' ').append((i == 0) ? row[i] + padding : padding + row[i]).append(" |");
		}
		OUT.println(line);
	}

	static void note(String text) {
		OUT.println(text);
	}

}
