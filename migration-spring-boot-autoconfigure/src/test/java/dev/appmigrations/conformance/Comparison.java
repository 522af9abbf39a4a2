package dev.appmigrations.conformance;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import org.jspecify.annotations.Nullable;

/**
 * Compares what psql sent with the statements of the reader. psql sends the semicolon as
 * well, and white space and comments around the statement; here these are skipped by a
 * few lines that owe nothing to the tokenizer.
 */
final class Comparison {

	static final int NONE = -1;

	private static final Pattern END_OF_DATA = Pattern.compile("(?<![^\\n])\\\\\\.\\r?\\n?\\z");

	private final Charset charset;

	private final Deque<SentQuery> sent = new ArrayDeque<>();

	private int statements;

	private long copyCharacters;

	private int copies;

	private int refusal = NONE;

	private @Nullable String difference;

	private Comparison(List<SentQuery> queries, Charset charset) {
		this.charset = charset;
		queries.stream().filter((query) -> !isEmpty(query.text(charset))).forEach(this.sent::add);
	}

	static Comparison of(List<SentQuery> queries, String script, Charset charset) throws IOException {
		Comparison comparison = new Comparison(queries, charset);
		try (StatementReader reader = StatementReader.of(new StringReader(script))) {
			comparison.difference = comparison.compare(reader);
		}
		catch (SqlSyntaxException ex) {
			comparison.difference = ex.getMessage() + "; psql goes on with " + comparison.sentNext();
		}
		return comparison;
	}

	/** Returns how many statements are equal. */
	int statements() {
		return this.statements;
	}

	/** Returns how many characters of COPY data are equal. */
	long copyCharacters() {
		return this.copyCharacters;
	}

	/**
	 * Returns the number of the {@code COPY … FROM stdin}, from 0, that the server
	 * refused although the reader took data for it, or {@link #NONE}.
	 */
	int refusal() {
		return this.refusal;
	}

	/** Returns the first difference. */
	@Nullable String difference() {
		return this.difference;
	}

	private @Nullable String compare(StatementReader reader) throws IOException {
		SqlStatement statement = reader.next();
		while (statement != null) {
			SentQuery query = this.sent.poll();
			String place = "line " + statement.position().line() + ": ";
			if (query == null) {
				return place + "psql sent nothing more, ours is " + excerpt(statement.text());
			}
			String text = query.text(this.charset);
			if (!isSame(text, statement.text())) {
				return place + "ours is " + excerpt(statement.text()) + ", psql's is " + excerpt(text);
			}
			if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
				String data = copyData(reader);
				if (!query.isDataAccepted() && !data.isEmpty()) {
					this.refusal = this.copies;
					return place + "the server refused COPY";
				}
				String psqlData = psqlData(query);
				if (!data.equals(psqlData)) {
					return place + "the data are " + excerpt(data) + ", psql's are " + excerpt(psqlData);
				}
				this.copies++;
				this.copyCharacters += data.length();
			}
			this.statements++;
			statement = reader.next();
		}
		return (this.sent.isEmpty()) ? null : "ours has ended, psql goes on with " + sentNext();
	}

	private String sentNext() {
		SentQuery query = this.sent.peek();
		return (query != null) ? excerpt(query.text(this.charset)) : "nothing";
	}

	/** psql sends the line that ends the data as well. */
	private String psqlData(SentQuery query) {
		String data = query.data(this.charset);
		return END_OF_DATA.matcher(data).replaceFirst("");
	}

	private static String copyData(StatementReader reader) throws IOException {
		StringWriter data = new StringWriter();
		reader.copyData().transferTo(data);
		return data.toString();
	}

	private static boolean isEmpty(String text) {
		return isSame(text, "");
	}

	private static boolean isSame(String text, String statement) {
		int p = skipGap(text, 0);
		for (int i = 0; i < statement.length(); i++) {
			char c = statement.charAt(i);
			if (p < text.length() && text.charAt(p) == c) {
				p++;
			}
			else if (!isBlankLine(statement, i)) {
				return false;
			}
		}
		int end = skipGap(text, p);
		return end == text.length() || (text.charAt(end) == ';' && skipGap(text, end + 1) == text.length());
	}

	/** psql leaves out empty lines, but for those inside quotes. */
	private static boolean isBlankLine(String statement, int index) {
		return index > 0 && statement.charAt(index) == '\n' && statement.charAt(index - 1) == '\n';
	}

	private static int skipGap(String text, int start) {
		int p = start;
		while (p < text.length()) {
			if (Character.isWhitespace(text.charAt(p))) {
				p++;
			}
			else if (text.startsWith("--", p)) {
				int end = text.indexOf('\n', p);
				p = (end < 0) ? text.length() : end;
			}
			else if (text.startsWith("/*", p)) {
				p = skipComment(text, p);
			}
			else {
				return p;
			}
		}
		return p;
	}

	private static int skipComment(String text, int start) {
		int depth = 0;
		int p = start;
		do {
			boolean opens = text.startsWith("/*", p);
			boolean closes = !opens && text.startsWith("*/", p);
			depth += (opens) ? 1 : (closes) ? -1 : 0;
			p += (opens || closes) ? 2 : 1;
		}
		while (depth > 0 && p < text.length());
		return p;
	}

	private static String excerpt(String text) {
		String line = text.strip().replaceAll("\\s+", " ");
		return (line.length() <= 120) ? "<" + line + ">" : String.format(Locale.ROOT, "<%s … %s> (%,d characters)",
				line.substring(0, 80), line.substring(line.length() - 35), text.length());
	}

}
