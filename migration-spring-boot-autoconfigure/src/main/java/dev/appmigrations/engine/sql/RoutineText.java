package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The code in a {@code DO}, {@code CREATE FUNCTION} or {@code CREATE PROCEDURE}, so that
 * a line or a statement of it can be found in the script.
 *
 * @param name the name of the routine without its schema, as the server reads it;
 * {@code null} for {@code DO}
 * @param body the code as it is in the script: between the quotes, or from {@code ATOMIC}
 * on
 * @param start where it begins in the statement, in Java characters
 */
public record RoutineText(@Nullable String name, String body, int start) {

	/**
	 * Reads a statement.
	 * @param statement its text
	 * @return its code, or {@code null} if it has none, or if lines of the code are not
	 * lines of the script
	 */
	public static @Nullable RoutineText of(String statement) {
		try {
			return new Reading(statement).read();
		}
		catch (IOException ex) {
			throw new IllegalStateException("A string can be read", ex);
		}
		catch (SqlSyntaxException ex) {
			return null;
		}
	}

	/**
	 * Finds a line of the code.
	 * @param line its number as PL/pgSQL counts, which knows LF only and begins with the
	 * line of the opening quote as 1 (see PostgreSQL: src/pl/plpgsql/src/pl_scanner.c,
	 * {@code plpgsql_location_to_lineno})
	 * @return the index of its first character in the body that is not white space, or -1
	 * if there are not so many lines
	 */
	public int indexOfLine(int line) {
		int index = 0;
		for (int i = 1; i < line; i++) {
			index = this.body.indexOf('\n', index) + 1;
			if (index == 0) {
				return -1;
			}
		}
		while (index < this.body.length() && Character.isWhitespace(this.body.charAt(index))) {
			index++;
		}
		return index;
	}

	/**
	 * Finds a statement of code that is SQL.
	 * @param number the number of the statement, from 1
	 * @return the index of its first character in the body, or -1 if there are not so
	 * many
	 */
	public int indexOfStatement(int number) {
		try (StatementReader reader = StatementReader.of(new StringReader(this.body))) {
			SqlStatement statement = reader.next();
			for (int i = 1; i < number && statement != null; i++) {
				statement = reader.next();
			}
			return (statement != null) ? (int) statement.position().offset() : -1;
		}
		catch (IOException | SqlSyntaxException ex) {
			return -1;
		}
	}

	/**
	 * Goes through the tokens of one statement.
	 */
	private static final class Reading {

		private final String statement;

		private final SqlTokenizer tokenizer;

		private String word = "";

		Reading(String statement) {
			this.statement = statement;
			this.tokenizer = SqlTokenizer.of(new StringReader(statement));
		}

		@Nullable RoutineText read() throws IOException {
			next();
			if (this.word.equals("do")) {
				return quoted(null, false);
			}
			if (!this.word.equals("create")) {
				return null;
			}
			TokenType type = next();
			if (this.word.equals("or")) {
				next();
				type = next();
			}
			if (type == null || !(this.word.equals("function") || this.word.equals("procedure"))) {
				return null;
			}
			List<String> name = new ArrayList<>();
			for (type = next(); type != null && type != TokenType.LEFT_PARENTHESIS; type = next()) {
				name.add((type == TokenType.QUOTED_IDENTIFIER)
						? this.word.substring(1, this.word.length() - 1).replace("\"\"", "\"") : this.word);
			}
			return (name.isEmpty()) ? null : quoted(name.get(name.size() - 1), true);
		}

		private @Nullable RoutineText quoted(@Nullable String name, boolean behindAs) throws IOException {
			String before = "";
			for (TokenType type = next(); type != null; type = next()) {
				boolean string = type == TokenType.STRING || type == TokenType.DOLLAR_STRING;
				if (string && ((behindAs) ? before.equals("as") : !before.equals("language"))) {
					return body(name, type);
				}
				if (behindAs && this.word.equals("atomic") && before.equals("begin")) {
					int start = (int) this.tokenizer.window().offsetOf(this.tokenizer.window().position);
					return new RoutineText(name, withoutEnd(this.statement.substring(start)), start);
				}
				before = this.word;
			}
			return null;
		}

		private @Nullable RoutineText body(@Nullable String name, TokenType type) {
			CharWindow w = this.tokenizer.window();
			int start = (int) w.offsetOf(w.start);
			int end = (int) w.offsetOf(w.position);
			int quote = (type == TokenType.DOLLAR_STRING) ? this.statement.indexOf('$', start + 1) + 1 - start
					: this.statement.indexOf('\'', start) + 1 - start;
			boolean escapes = type == TokenType.STRING && quote > 1 && this.statement.indexOf('\\', start) < end;
			int closing = (type == TokenType.DOLLAR_STRING) ? quote : 1;
			return (escapes) ? null
					: new RoutineText(name, this.statement.substring(start + quote, end - closing), start + quote);
		}

		/** The last word of the statement is the END of the body. */
		private static String withoutEnd(String body) {
			return body.substring(0, Math.max(body.length() - "end".length(), 0));
		}

		private @Nullable TokenType next() throws IOException {
			TokenType type = this.tokenizer.next();
			while (type != null && type.isIgnored()) {
				type = this.tokenizer.next();
			}
			CharWindow w = this.tokenizer.window();
			this.word = (type != null) ? StatementClassifier.wordOf(type, w.buffer, w.start, w.position) : "";
			return type;
		}

	}

}
