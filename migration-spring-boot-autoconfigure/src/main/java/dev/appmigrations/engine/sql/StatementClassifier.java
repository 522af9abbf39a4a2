package dev.appmigrations.engine.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the words of a statement that its {@link StatementKind} can depend on while
 * its tokens pass. For most statements that is the first one, for none it is many.
 */
final class StatementClassifier {

	/** {@code CREATE TABLE IF NOT EXISTS pg_temp.t}. */
	private static final int CREATE = 8;

	/** {@code ALTER TABLE IF EXISTS ONLY a.b.c DETACH PARTITION d.e.f CONCURRENTLY}. */
	private static final int OTHERS = 20;

	/** Enough for the options of a COPY, a REINDEX or a subscription. */
	private static final int WITH_OPTIONS = 1000;

	/** As many characters as a keyword or a setting may have. */
	private static final int LONGEST_WORD = 64;

	private final List<String> words = new ArrayList<>();

	private int most = 1;

	private boolean create;

	private boolean copy;

	private boolean query;

	private boolean into;

	private boolean temporary;

	void reset() {
		this.words.clear();
		this.most = 1;
		this.create = false;
		this.copy = false;
		this.query = false;
		this.into = false;
		this.temporary = false;
	}

	/**
	 * Take note of a token that the server sees.
	 * @param depth how many parentheses are open around it
	 * @return {@code false} if the rest of the statement makes no difference
	 */
	boolean add(TokenType type, char[] buffer, int start, int end, int depth) {
		// Only a subscription has options in parentheses that make a difference.
		if (this.most == CREATE && type == TokenType.LEFT_PARENTHESIS) {
			return false;
		}
		boolean wanted = this.words.size() < this.most && !isColumnOrQueryOfCopy(depth);
		boolean keyword = this.query && depth == 0 && type == TokenType.IDENTIFIER;
		String word = (wanted || keyword) ? wordOf(type, buffer, start, end) : "";
		if (wanted) {
			take(word);
		}
		if (this.query && depth == 0) {
			watchForInto((keyword) ? word : "");
		}
		return this.query || this.words.size() < this.most;
	}

	boolean isCreate() {
		return this.create;
	}

	/**
	 * Return whether it is a {@code CREATE FUNCTION} or {@code CREATE PROCEDURE}, by the
	 * words so far.
	 */
	boolean isRoutine() {
		return this.create && head().isRoutine();
	}

	StatementHead head() {
		return new StatementHead(this.words, this.temporary);
	}

	private void take(String word) {
		if (this.words.isEmpty()) {
			first(word);
		}
		else if (this.words.size() == 1 && word.equals("subscription")
				&& (this.create || this.words.get(0).equals("alter"))) {
			this.most = WITH_OPTIONS;
		}
		this.words.add(word);
	}

	private void first(String word) {
		this.create = word.equals("create");
		this.copy = word.equals("copy");
		this.query = word.equals("select") || word.equals("with");
		this.most = switch (word) {
			case "create" -> CREATE;
			case "abort", "alter", "begin", "call", "cluster", "commit", "declare", "discard", "do", "drop", "end",
					"listen", "prepare", "release", "reset", "rollback", "savepoint", "select", "set", "start",
					"vacuum", "with" ->
				OTHERS;
			case "copy", "reindex" -> WITH_OPTIONS;
			default -> 1;
		};
	}

	private boolean isColumnOrQueryOfCopy(int depth) {
		return this.copy && depth > 0 && !this.words.contains("from");
	}

	private void watchForInto(String keyword) {
		switch (keyword) {
			case "into" -> this.into = true;
			case "temp", "temporary" -> {
				this.temporary |= this.into;
				this.into = false;
			}
			case "local", "global" -> {
			}
			default -> this.into = false;
		}
	}

	/**
	 * Return a token as a word; the server, too, makes only ASCII letters small.
	 */
	static String wordOf(TokenType type, char[] buffer, int start, int end) {
		int length = Math.min(end - start, LONGEST_WORD);
		if (type != TokenType.IDENTIFIER) {
			return new String(buffer, start, length);
		}
		char[] word = new char[length];
		for (int i = 0; i < length; i++) {
			word[i] = lowerCase(buffer[start + i]);
		}
		return new String(word);
	}

	/** As the server does: only ASCII letters. */
	static char lowerCase(char c) {
		return (c >= 'A' && c <= 'Z') ? (char) (c | 0x20) : c;
	}

}
