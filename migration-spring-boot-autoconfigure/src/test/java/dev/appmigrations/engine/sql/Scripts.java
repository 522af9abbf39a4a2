package dev.appmigrations.engine.sql;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Splits scripts in every way that must make no difference: in one piece, character by
 * character, through windows of a few characters, and without texts.
 */
final class Scripts {

	private static final int[] WINDOWS = { 1, 2, 3, 5, 16, CharWindow.DEFAULT_SIZE };

	private Scripts() {
	}

	static List<String> split(String script) {
		return statements(script).stream().map(SqlStatement::text).toList();
	}

	static List<SqlStatement> statements(String script) {
		List<SqlStatement> expected = read(StatementReader.of(new StringReader(script)));
		for (int window : WINDOWS) {
			assertThat(read(StatementReader.of(new StringReader(script), Scripts::ignore, false, window)))
				.as("window of %d", window)
				.isEqualTo(expected);
			assertThat(read(StatementReader.of(oneByOne(script), Scripts::ignore, false, window)))
				.as("character by character, window of %d", window)
				.isEqualTo(expected);
			assertThat(read(StatementReader.of(oneByOne(script), Scripts::ignore, true, window)))
				.as("scanning, window of %d", window)
				.isEqualTo(expected.stream().map((s) -> new SqlStatement("", s.position(), s.kind())).toList());
		}
		return expected;
	}

	/** The tokens, as {@code TYPE text}. */
	static List<String> tokens(String sql, boolean standardConformingStrings) {
		List<String> expected = null;
		for (int window : WINDOWS) {
			for (Reader reader : List.of(new StringReader(sql), oneByOne(sql))) {
				List<String> tokens = tokens(new CharWindow(reader, window), standardConformingStrings);
				assertThat(tokens).isEqualTo((expected != null) ? expected : tokens);
				expected = tokens;
			}
		}
		return (expected != null) ? expected : List.of();
	}

	/** What the listener is told, and the data behind COPY. */
	static List<String> events(String script) {
		List<String> events = new ArrayList<>();
		read(StatementReader.of(new StringReader(script), new TokenListener() {

			@Override
			public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
				events.add(position.get() + " " + type + " " + new String(buffer, start, end - start));
			}

			@Override
			public void statementEnd() {
				events.add("end");
			}

			@Override
			public void copyData(char[] buffer, int start, int end) {
				events.add("data " + new String(buffer, start, end - start));
			}

		}));
		return events;
	}

	static String digest(String script) {
		TokenDigest expected = new TokenDigest();
		read(StatementReader.of(new StringReader(script), expected));
		for (int window : WINDOWS) {
			TokenDigest digest = new TokenDigest();
			read(StatementReader.of(oneByOne(script), digest, true, window));
			assertThat(digest.value()).as("window of %d", window).isEqualTo(expected.value());
		}
		return expected.value();
	}

	/** The inline data of each COPY … FROM STDIN, read by pieces of different sizes. */
	static List<String> copyData(String script) {
		List<String> expected = null;
		for (int window : WINDOWS) {
			for (int piece : new int[] { 1, 3, 8192 }) {
				List<String> data = new ArrayList<>();
				try (StatementReader reader = StatementReader.of(oneByOne(script), Scripts::ignore, false, window)) {
					SqlStatement statement = reader.next();
					while (statement != null) {
						if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
							data.add(readAll(reader.copyData(), piece));
						}
						statement = reader.next();
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				assertThat(data).isEqualTo((expected != null) ? expected : data);
				expected = data;
			}
		}
		return (expected != null) ? expected : List.of();
	}

	static Reader oneByOne(String text) {
		return new FilterReader(new StringReader(text)) {

			@Override
			public int read(char[] target, int offset, int length) throws IOException {
				return super.read(target, offset, Math.min(length, 1));
			}

		};
	}

	static List<SqlStatement> read(StatementReader reader) {
		try (reader) {
			List<SqlStatement> statements = new ArrayList<>();
			SqlStatement statement = reader.next();
			while (statement != null) {
				statements.add(statement);
				statement = reader.next();
			}
			return statements;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> tokens(CharWindow window, boolean standardConformingStrings) {
		try {
			SqlTokenizer tokenizer = new SqlTokenizer(window);
			tokenizer.standardConformingStrings(standardConformingStrings);
			List<String> tokens = new ArrayList<>();
			TokenType type = tokenizer.next();
			while (type != null) {
				tokens.add(type + " " + new String(window.buffer, window.start, window.position - window.start));
				type = tokenizer.next();
			}
			return tokens;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String readAll(Reader reader, int piece) throws IOException {
		StringWriter text = new StringWriter();
		char[] chars = new char[piece];
		int count = reader.read(chars);
		while (count >= 0) {
			text.write(chars, 0, count);
			count = reader.read(chars);
		}
		return text.toString();
	}

	private static void ignore(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
	}

}
