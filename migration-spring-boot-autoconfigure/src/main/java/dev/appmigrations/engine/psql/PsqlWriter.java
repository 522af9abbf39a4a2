package dev.appmigrations.engine.psql;

import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.util.List;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * Writes what psql reads: statements, comments, and checks that stop with a message.
 */
final class PsqlWriter {

	private static final String SELECT = "SELECT ";

	private final Appendable out;

	PsqlWriter(Appendable out) {
		this.out = out;
	}

	void line(CharSequence line) throws IOException {
		this.out.append(line).append('\n');
	}

	/** Writes a comment; a name in it cannot end it. */
	void comment(String text) throws IOException {
		line("-- " + printable(text));
	}

	void echo(String text) throws IOException {
		line("\\echo '" + printable(text).replace("\\", "\\\\").replace("'", "''") + "'");
	}

	private static String printable(String text) {
		return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
	}

	void statement(CharSequence text) throws IOException {
		this.out.append(text).append(";\n");
	}

	void statements(List<String> texts) throws IOException {
		for (String text : texts) {
			statement(text);
		}
	}

	/** Writes records; what only verifies them shows no rows. */
	void records(List<String> texts) throws IOException {
		for (String text : texts) {
			if (text.startsWith(SELECT)) {
				block("  PERFORM " + text.substring(SELECT.length()) + ";");
			}
			else {
				statement(text);
			}
		}
	}

	/**
	 * Writes statements of PL/pgSQL.
	 * @param body the statements
	 */
	void block(String body) throws IOException {
		String tag = "$migrations$";
		for (int number = 1; body.contains(tag); number++) {
			tag = "$migrations" + number + "$";
		}
		statement("DO " + tag + " BEGIN\n" + body + "\nEND " + tag);
	}

	/**
	 * Writes a guard of the history, which fails with {@code division_by_zero}, with
	 * words that a person understands.
	 */
	void guard(String guard, String message, String hint) throws IOException {
		if (!guard.startsWith(SELECT)) {
			throw new IllegalArgumentException("A guard is a query");
		}
		block("  PERFORM " + guard.substring(SELECT.length()) + ";\nEXCEPTION WHEN division_by_zero THEN\n"
				+ raise(message, hint));
	}

	static String raise(String message, String hint) {
		return "  RAISE EXCEPTION USING MESSAGE = " + Sql.literal(message) + ", HINT = " + Sql.literal(hint) + ";";
	}

	/** Writes inline data, up to the line that ends them. */
	void copyData(Reader data) throws IOException {
		char[] buffer = new char[8192];
		char last = '\n';
		for (int count = data.read(buffer); count >= 0; count = data.read(buffer)) {
			last = (count > 0) ? buffer[count - 1] : last;
			this.out.append(CharBuffer.wrap(buffer, 0, count));
		}
		line((last == '\n') ? "\\." : "\n\\.");
	}

}
