package dev.appmigrations.engine.adopt.folder;

import java.util.regex.Pattern;

/**
 * A file of another tool's folder.
 *
 * @param path its path below the folder, with slashes
 * @param text its text; empty for a file that is not read
 */
record OldFile(String path, String text) {

	/** sqlx wants it in the first line; it means nothing to golang-migrate. */
	private static final Pattern NO_TRANSACTION = Pattern.compile("\\s*--\\s*no-transaction\\b");

	String name() {
		return this.path.substring(this.path.lastIndexOf('/') + 1);
	}

	/** Returns the name of the folder that it is in, empty at the top. */
	String folder() {
		int end = this.path.lastIndexOf('/');
		return (end < 0) ? "" : this.path.substring(this.path.lastIndexOf('/', end - 1) + 1, end);
	}

	boolean isSql() {
		return this.path.endsWith(".sql");
	}

	/**
	 * Returns the text, with a directive where the tool runs it outside a transaction.
	 */
	String textWithDirective(boolean transactional) {
		boolean marked = NO_TRANSACTION.matcher(this.text).lookingAt();
		return (transactional && !marked) ? this.text : "-- migrate:transaction false\n" + this.text;
	}

}
