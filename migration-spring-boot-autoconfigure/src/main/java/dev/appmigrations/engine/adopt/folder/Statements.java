package dev.appmigrations.engine.adopt.folder;

/**
 * Lines of SQL that another tool ends where we need a semicolon.
 */
final class Statements {

	private final StringBuilder text = new StringBuilder();

	private String last = "";

	/** Adds a line as it is. */
	void add(String line) {
		this.text.append(line).append('\n');
		String stripped = line.strip();
		if (!stripped.isEmpty() && !stripped.startsWith("--")) {
			this.last = stripped;
		}
	}

	/** Makes sure that what comes next is another statement. */
	void end() {
		if (!this.last.isEmpty() && !this.last.endsWith(";")) {
			// On a line of its own, because the last may end in a comment.
			this.text.append(";\n");
		}
		this.last = "";
	}

	/** Tells whether there is anything but comments since the last end. */
	boolean isOpen() {
		return !this.last.isEmpty();
	}

	boolean isBlank() {
		return this.text.toString().isBlank();
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
