package dev.appmigrations.generate;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * Texts as constants of SQL.
 */
final class Quoting {

	private Quoting() {
	}

	/** Writes a string constant. */
	static String literal(String text) {
		return Sql.literal(text);
	}

	/**
	 * Writes a string constant between dollars.
	 * @param text the text
	 * @param tag what stands between the dollars if the text has two of them in a row
	 */
	static String dollar(String text, String tag) {
		String mark = "$$";
		for (int number = 0; text.contains(mark); number++) {
			mark = "$" + tag + ((number == 0) ? "" : number) + "$";
		}
		return mark + text + mark;
	}

}
