package dev.appmigrations.command.terminal;

/**
 * A name in the last column of a table. On a terminal, one that is too long for the rest
 * of its line stands in the next one, alone and whole: what a person copies must not be
 * broken. Where a program or a log takes the output, every name stays on its line.
 */
public final class WrappedName {

	private static final String INDENT = "  ";

	private WrappedName() {
	}

	/**
	 * Places a name.
	 * @param terminal where it is printed
	 * @param name the name
	 * @param column where it begins, from 0
	 * @return the name, with the end of a line in front of it if it does not fit
	 */
	public static String at(Terminal terminal, int column, String name) {
		return (terminal.interactive()) ? wrapped(column, name) : name;
	}

	static String wrapped(int column, String name) {
		boolean fits = column + name.length() <= Terminal.WIDTH || column <= INDENT.length();
		return (fits) ? name : "\n" + INDENT + name;
	}

}
