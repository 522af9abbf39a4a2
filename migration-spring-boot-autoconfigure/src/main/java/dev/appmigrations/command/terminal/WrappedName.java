package dev.appmigrations.command.terminal;

/**
 * A name in the last column of a table. On a terminal, one that is too long goes on
 * below; where a program or a log takes the output, every name stays on one line. None is
 * ever cut.
 */
public final class WrappedName {

	private WrappedName() {
	}

	/**
	 * Breaks a name where a person sits at a terminal.
	 * @param terminal where it is printed
	 * @param name the name
	 * @param column where it begins, from 0
	 * @return one or more lines; those after the first begin at the column
	 */
	public static String at(Terminal terminal, int column, String name) {
		return (terminal.interactive()) ? wrapped(column, name) : name;
	}

	static String wrapped(int column, String name) {
		int width = Terminal.WIDTH - column;
		StringBuilder lines = new StringBuilder();
		for (int from = 0; from < name.length(); from += width) {
			lines.append((from == 0) ? "" : "\n" + " ".repeat(column))
				.append(name, from, Math.min(name.length(), from + width));
		}
		return lines.toString();
	}

}
