package dev.appmigrations.engine.sql;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Utf8}.
 */
class Utf8Tests {

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "select 1;\r\n", "é", "\u0080\u07FF\u0800\uD7FF\uE000\uFFFF", "\uD83D\uDE00",
			"\uDBFF\uDFFF", "a\uFEFFb", "PGDM", "\0" })
	void readDecodesAllOfUnicode(String text) throws IOException {
		assertThat(decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
	}

	@Test
	void readWhenCharactersStraddleTheBufferDecodesThem() throws IOException {
		for (int shift = 0; shift < 4; shift++) {
			String text = "x".repeat(shift) + "é€\uD83D\uDE00".repeat(20_000);
			assertThat(decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
		}
	}

	@Test
	void readSkipsByteOrderMark() throws IOException {
		assertThat(decode("\uFEFFselect \uFEFF".getBytes(StandardCharsets.UTF_8))).isEqualTo("select \uFEFF");
	}

	@ParameterizedTest
	@CsvSource({ "61 0A 62 FF, 3, 2, 0xFF", "E4, 0, 1, 0xE4", "61 0D 0A 0D 0A E4 62 63, 5, 3, 0xE4",
			"C0 80, 0, 1, 0xC0", "C1 BF, 0, 1, 0xC1", "E0 9F BF, 0, 1, 0xE0", "ED A0 80, 0, 1, 0xED",
			"ED BF BF, 0, 1, 0xED", "F0 8F BF BF, 0, 1, 0xF0", "F4 90 80 80, 0, 1, 0xF4", "F5 80 80 80, 0, 1, 0xF5",
			"0D 0D 80, 2, 3, 0x80", "EF BB BF 0A 80, 4, 2, 0x80", "E2 82, 0, 1, 0xE2", "E2 82 0A, 0, 1, 0xE2",
			"F0 9F 98, 0, 1, 0xF0", "C3 C3, 0, 1, 0xC3" })
	void readWhenNotUtf8ThrowsWithPosition(String hex, long offset, int line, String found) {
		byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
		assertThatExceptionOfType(MalformedScriptException.class).isThrownBy(() -> decode(bytes)).satisfies((ex) -> {
			assertThat(ex.offset()).isEqualTo(offset);
			assertThat(Utf8.lineAt(new ByteArrayInputStream(bytes), offset)).isEqualTo(line);
			assertThat(ex.problem()).isEqualTo(found + " is not UTF-8 here; save the file as UTF-8");
			assertThat(ex).hasMessage("byte %d: %s", offset, ex.problem());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\r\n", "12345678\n", "1234567\r\n", "123456\r\n8\n\n" })
	void readWhenNotUtf8FarInsideCountsBytesAndLines(String line) {
		int lines = 30_000;
		byte[] text = (line.repeat(lines) + "x?").getBytes(StandardCharsets.US_ASCII);
		text[text.length - 1] = (byte) 0xA0;
		long lineEnds = line.replace("\r\n", "\n").chars().filter((c) -> c == '\n' || c == '\r').count();
		assertThatExceptionOfType(MalformedScriptException.class).isThrownBy(() -> decode(text)).satisfies((ex) -> {
			assertThat(ex.offset()).isEqualTo(text.length - 1);
			assertThat(Utf8.lineAt(new ByteArrayInputStream(text), ex.offset())).isEqualTo((int) lineEnds * lines + 1);
		});
	}

	@ParameterizedTest
	@CsvSource({ "FF FE 73 00, UTF-16", "FE FF 00 73, UTF-16", "50 47 44 4D 50 01 0E, pg_restore" })
	void readWhenFileIsOfAnotherKindNamesIt(String hex, String hint) {
		assertThatExceptionOfType(MalformedScriptException.class)
			.isThrownBy(() -> decode(HexFormat.ofDelimiter(" ").parseHex(hex)))
			.withMessageStartingWith("byte 0: ")
			.withMessageContaining(hint);
	}

	@Test
	void closeClosesTheStream() throws IOException {
		boolean[] closed = new boolean[1];
		Utf8.reader(new ByteArrayInputStream(new byte[0]) {

			@Override
			public void close() {
				closed[0] = true;
			}

		}).close();
		assertThat(closed).containsExactly(true);
	}

	/** At once, and with one byte read and one character asked for at a time. */
	private static String decode(byte[] bytes) throws IOException {
		String text = readAll(Utf8.reader(new ByteArrayInputStream(bytes)), 8192);
		assertThat(readAll(Utf8.reader(oneByOne(bytes)), 1)).isEqualTo(text);
		return text;
	}

	private static InputStream oneByOne(byte[] bytes) {
		return new FilterInputStream(new ByteArrayInputStream(bytes)) {

			@Override
			public int read(byte[] target, int offset, int length) throws IOException {
				return super.read(target, offset, Math.min(length, 1));
			}

		};
	}

	private static String readAll(Reader reader, int piece) throws IOException {
		StringBuilder text = new StringBuilder();
		char[] chars = new char[piece];
		int count = reader.read(chars, 0, piece);
		while (count >= 0) {
			text.append(chars, 0, count);
			count = reader.read(chars, 0, piece);
		}
		return text.toString();
	}

}
