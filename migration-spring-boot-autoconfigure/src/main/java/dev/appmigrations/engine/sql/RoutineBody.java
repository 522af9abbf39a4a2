package dev.appmigrations.engine.sql;

/**
 * Knows whether the tokens of a {@code CREATE} statement are inside a body in the SQL
 * standard's form, {@code BEGIN ATOMIC … END}, whose semicolons end no statement of the
 * script.
 * <p>
 * psql counts any word {@code begin}; here only the {@code BEGIN ATOMIC} of a function or
 * procedure counts, and neither a label nor an attribute ({@code AS end}, {@code r.end}),
 * so that something that is called {@code begin} or {@code end} does no harm.
 */
final class RoutineBody {

	private static final String NO_KEYWORD = "";

	/** Of as, atomic, begin, case, create, end, function, procedure, replace. */
	private static final String INITIALS = "abcefpr";

	private static final int LONGEST_KEYWORD = "procedure".length();

	private String before = NO_KEYWORD;

	private boolean routine;

	private int depth;

	void reset() {
		this.before = NO_KEYWORD;
		this.routine = false;
		this.depth = 0;
	}

	/**
	 * Return whether a semicolon now would be one of the body.
	 */
	boolean isOpen() {
		return this.depth > 0;
	}

	/**
	 * Take note of a token of the statement that no parenthesis encloses.
	 */
	void add(TokenType type, char[] buffer, int start, int end) {
		String word = wordOf(type, buffer, start, end);
		if (!word.isEmpty() && !this.before.equals("as") && !this.before.equals(".")) {
			keyword(word);
		}
		this.before = word;
	}

	private void keyword(String word) {
		switch (word) {
			case "function", "procedure" ->
				this.routine |= (this.before.equals("create") || this.before.equals("replace"));
			case "atomic" -> {
				if (this.routine && this.before.equals("begin") && !isOpen()) {
					this.depth = 1;
				}
			}
			case "case" -> this.depth += (isOpen()) ? 1 : 0;
			case "end" -> this.depth -= (isOpen()) ? 1 : 0;
			default -> {
			}
		}
	}

	private static String wordOf(TokenType type, char[] buffer, int start, int end) {
		boolean dot = (type == TokenType.SYMBOL && buffer[start] == '.');
		boolean keyword = (type == TokenType.IDENTIFIER && end - start <= LONGEST_KEYWORD
				&& INITIALS.indexOf(buffer[start] | 0x20) >= 0);
		return (dot || keyword) ? StatementClassifier.wordOf(type, buffer, start, end) : NO_KEYWORD;
	}

}
