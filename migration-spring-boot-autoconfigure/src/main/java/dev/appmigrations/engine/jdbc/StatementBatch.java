package dev.appmigrations.engine.jdbc;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Statements that travel to the server in one message. The server parses the whole text
 * before it runs the first statement, and runs none after the first that fails.
 */
public final class StatementBatch {

	// On a line of its own, because a statement may end in a comment.
	private static final String SEPARATOR = "\n;";

	private final StringBuilder text = new StringBuilder();

	private final List<Integer> starts = new ArrayList<>();

	private final BitSet quiet = new BitSet();

	/**
	 * Adds a statement.
	 * @param statement its text, without a semicolon at its end, and not empty
	 * @return its number in this batch, from 0
	 */
	public int add(String statement) {
		if (!this.starts.isEmpty()) {
			this.text.append(SEPARATOR);
		}
		this.starts.add(this.text.length());
		this.text.append(statement);
		return this.starts.size() - 1;
	}

	/**
	 * Puts a comment in front of all statements, and of none of them.
	 * @param comment a comment for those who look at what a session does
	 * @throws IllegalStateException if there are statements already
	 */
	public void label(String comment) {
		if (!this.starts.isEmpty()) {
			throw new IllegalStateException("A label stands in front of the statements");
		}
		this.text.setLength(0);
		this.text.append(comment);
	}

	/**
	 * Adds statements.
	 * @param statements their texts, without semicolons at their ends, and not empty
	 */
	public void addAll(List<String> statements) {
		for (String statement : statements) {
			add(statement);
		}
	}

	/**
	 * Adds a statement whose notices are nobody's concern.
	 * @param statement its text, without a semicolon at its end, and not empty
	 * @return its number in this batch, from 0
	 */
	public int addQuietly(String statement) {
		int number = add(statement);
		this.quiet.set(number);
		return number;
	}

	boolean isQuiet(int number) {
		return this.quiet.get(number);
	}

	/**
	 * Returns the number of statements.
	 * @return 0 or more
	 */
	public int size() {
		return this.starts.size();
	}

	/**
	 * Returns the length of the text.
	 * @return the length in characters
	 */
	public int length() {
		return this.text.length();
	}

	/**
	 * Removes all statements, and the label.
	 */
	public void clear() {
		this.text.setLength(0);
		this.starts.clear();
		this.quiet.clear();
	}

	String text() {
		return this.text.toString();
	}

	/**
	 * Returns a statement.
	 * @param number its number, from 0
	 * @return its text
	 */
	public String statement(int number) {
		return this.text.substring(this.starts.get(number), endOf(number));
	}

	/**
	 * Finds the statement that an error belongs to. A position counts first: an error of
	 * the parser is reported before any statement has run.
	 */
	BatchFailedException failure(DatabaseError error, int completed, Throwable cause) {
		int number = Math.min(completed, size() - 1);
		int offset = 0;
		if (error.position() > 0 && error.position() <= this.text.codePointCount(0, this.text.length())) {
			int index = this.text.offsetByCodePoints(0, error.position() - 1);
			number = numberAt(index);
			offset = this.text.codePointCount(this.starts.get(number), Math.max(index, this.starts.get(number))) + 1;
		}
		return new BatchFailedException(error, number, offset, cause);
	}

	/**
	 * Returns the text of a statement that travels alone; the label precedes the first.
	 */
	String textAlone(int number) {
		return this.text.substring(labelled(number), endOf(number));
	}

	/** Says where in a statement that travelled alone an error is. */
	BatchFailedException failureAlone(DatabaseError error, int number, Throwable cause) {
		int label = this.text.codePointCount(labelled(number), this.starts.get(number));
		return new BatchFailedException(error, number, Math.max(error.position() - label, 0), cause);
	}

	private int labelled(int number) {
		return (number == 0) ? 0 : this.starts.get(number);
	}

	private int numberAt(int index) {
		int low = 0;
		int high = size() - 1;
		while (low < high) {
			int middle = (low + high + 1) >>> 1;
			if (this.starts.get(middle) <= index) {
				low = middle;
			}
			else {
				high = middle - 1;
			}
		}
		return low;
	}

	private int endOf(int number) {
		return (number + 1 < size()) ? this.starts.get(number + 1) - SEPARATOR.length() : this.text.length();
	}

}
