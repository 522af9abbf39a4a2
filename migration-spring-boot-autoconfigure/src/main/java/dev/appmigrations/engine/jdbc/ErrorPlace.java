package dev.appmigrations.engine.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the statement of a message that an error belongs to, without running anything a
 * second time:
 * <ol>
 * <li>The server reports the end of each statement, so the number of those reports is the
 * number of the statement that failed. The position that comes with an error counts only
 * within that statement: what {@code EXECUTE} reports is a position in the text of the
 * message that had the {@code PREPARE}.
 * <li>Before the first statement runs, the whole message is parsed: an error then has a
 * position (see PostgreSQL: src/backend/parser/scan.l, {@code scanner_yyerror}).
 * <li>Even before that, the message is converted to the encoding of the database. A
 * character that it does not have is reported without a position, but by its bytes, of
 * which the first occurrence is meant.
 * </ol>
 * It cannot be told which statement it was, and only between which two, if
 * <ul>
 * <li>the connection broke: the server keeps its reports until its buffer is full;
 * <li>the driver itself gives up when all statements have run, because one of them has
 * changed a setting that it depends on ({@code client_encoding}, {@code DateStyle}): the
 * server reports changed settings at the end of the message.
 * </ul>
 */
record ErrorPlace(String label, List<String> statements, String separator) {

	/** As in {@code character with byte sequence 0xe2 0x82 0xac in encoding "UTF8" …}. */
	private static final Pattern BYTES = Pattern.compile("0x([0-9a-f]{2})(?: 0x([0-9a-f]{2}))*");

	private static final Pattern QUOTED = Pattern.compile("\"(.+?)\"");

	BatchFailedException failure(DatabaseError error, int completed, Throwable cause) {
		int last = this.statements.size() - 1;
		if (error.unanswered()) {
			int first = (completed > last) ? 0 : completed;
			return new BatchFailedException(error, first, last, completed, 0, cause);
		}
		if (completed == 0 && error.is(SqlState.UNTRANSLATABLE_CHARACTER)) {
			return untranslatable(error, cause);
		}
		int number = number(error, completed);
		return new BatchFailedException(error, number, number, completed, position(error, number), cause);
	}

	/** Finds the statement that was running, or that the parser was reading. */
	int number(DatabaseError error, int completed) {
		if (completed == 0 && error.position() > 0) {
			return numberAt(error.position());
		}
		if (completed == 0 && error.is(SqlState.NAME_TOO_LONG)) {
			return numberWith(QUOTED.matcher(error.message()));
		}
		return Math.min(completed, this.statements.size() - 1);
	}

	/** Returns where in the statement it was, 0 if that is not known. */
	int position(DatabaseError error, int number) {
		int position = error.position() - before(number);
		return (position > 0 && position <= length(number) + this.separator.length()) ? position : 0;
	}

	/** Of a name that it shortens, the parser does not say where it stands. */
	private int numberWith(Matcher name) {
		if (name.find()) {
			for (int i = 0; i < this.statements.size(); i++) {
				if (this.statements.get(i).toLowerCase(Locale.ROOT).contains(name.group(1).toLowerCase(Locale.ROOT))) {
					return i;
				}
			}
		}
		return 0;
	}

	private BatchFailedException untranslatable(DatabaseError error, Throwable cause) {
		Matcher bytes = BYTES.matcher(error.message());
		if (bytes.find()) {
			String character = new String(HexFormat.of().parseHex(bytes.group().replaceAll("0x| ", "")),
					StandardCharsets.UTF_8);
			for (int i = 0; i < this.statements.size(); i++) {
				int index = this.statements.get(i).indexOf(character);
				if (index >= 0) {
					int position = this.statements.get(i).codePointCount(0, index) + 1;
					return new BatchFailedException(error, i, i, 0, position, cause);
				}
			}
		}
		return new BatchFailedException(error, 0, 0, 0, 0, cause);
	}

	private int numberAt(int position) {
		int number = 0;
		int end = before(0) + length(0) + this.separator.length();
		while (position > end && number < this.statements.size() - 1) {
			number++;
			end += length(number) + this.separator.length();
		}
		return (position > end) ? 0 : number;
	}

	/** Counts the code points before a statement. */
	private int before(int number) {
		int count = this.label.codePointCount(0, this.label.length());
		for (int i = 0; i < number; i++) {
			count += length(i) + this.separator.length();
		}
		return count;
	}

	private int length(int number) {
		String statement = this.statements.get(number);
		return statement.codePointCount(0, statement.length());
	}

}
