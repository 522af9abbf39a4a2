package dev.appmigrations.engine.sql;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenDigest}.
 */
class TokenDigestTests {

	@ParameterizedTest
	@MethodSource
	void valueWhenOnlyTheLookDiffersIsTheSame(String script, String other) {
		assertThat(Scripts.digest(other)).isEqualTo(Scripts.digest(script));
	}

	static Stream<Arguments> valueWhenOnlyTheLookDiffersIsTheSame() {
		return Stream.of(Arguments.of("select 1;", "select 1"), Arguments.of("select 1;", ";; select 1 ;; "),
				Arguments.of("select a+b", "SELECT\n\tA /* x */ + -- y\r\n B;"), Arguments.of("", " -- nothing\n;"),
				Arguments.of("select 1;select 2", "select 1;\n\n-- migrate:allow x\nselect 2;\n"),
				Arguments.of("select 1", "\\restrict k\nselect 1;\n\\unrestrict k\n"),
				Arguments.of("select 0xff, 1e5", "select 0XFF, 1E5"),
				Arguments.of("select e'x', b'1', u&'x', n'x', u&\"x\"", "SELECT E'x', B'1', U&'x', N'x', U&\"x\""),
				Arguments.of("select 'ab'", "select 'a' -- it's\n  'b'"),
				Arguments.of("select e'ab'", "select E'a'\n\n'b'"),
				Arguments.of("select 'a\nb', $$a\nb$$, \"a\nb\"", "select 'a\r\nb', $$a\r\nb$$, \"a\rb\""),
				Arguments.of("copy t from stdin;\n1\n2\n\\.\nselect 1",
						"COPY t FROM STDIN; -- x\r\n1\r\n2\r\n\\.\r\nselect 1"),
				Arguments.of("copy t from stdin;\n1\n2\n\\.\n", "copy t from stdin;\r1\r2"),
				Arguments.of("copy t from stdin;\n\\.\n", "copy t from stdin"));
	}

	@ParameterizedTest
	@MethodSource
	void valueWhenMeaningDiffersDiffers(String script, String other) {
		assertThat(Scripts.digest(other)).isNotEqualTo(Scripts.digest(script));
	}

	static Stream<Arguments> valueWhenMeaningDiffersDiffers() {
		return Stream.of(Arguments.of("select 1", "select 2"), Arguments.of("select ab", "select a b"),
				Arguments.of("select 1 2", "select 12"), Arguments.of("select 1; select 2", "select 1 select 2"),
				Arguments.of("select (1;)", "select (1)"), Arguments.of("select a", "select \"a\""),
				Arguments.of("select \"a\"", "select \"A\""), Arguments.of("select 'a'", "select 'A'"),
				Arguments.of("select 'a'", "select E'a'"), Arguments.of("select 'a b'", "select 'a  b'"),
				Arguments.of("select 'a' 'b'", "select 'a'\n'b'"), Arguments.of("select 'a''b'", "select 'a'\n'b'"),
				Arguments.of("select n'a'", "select n 'a'"), Arguments.of("select ä", "select Ä"),
				Arguments.of("select a+-b", "select a +- b -- x\n c"), Arguments.of("select $$a$$", "select $x$a$x$"),
				Arguments.of("select '--a'", "select ''--a'"), Arguments.of("select @-1", "select @ -1"),
				Arguments.of("copy t from stdin;\n1\n2\n", "copy t from stdin;\n1\n3\n"),
				Arguments.of("copy t from stdin;\n1\n", "copy t from stdin;\n1\n\n"),
				Arguments.of("copy t from stdin;\n\n", "copy t from stdin;\n"),
				Arguments.of("copy t from stdin;\n1\n\\.\ncopy t from stdin;\n2\n",
						"copy t from stdin;\n1\n2\n\\.\ncopy t from stdin;\n"),
				Arguments.of("select '\uD83D\uDE00'", "select '\uD83D\uDE01'"));
	}

	@Test
	void valueIsSha256OfTheDocumentedBytes() throws Exception {
		String script = "SELECT 'a'\n'''', \"é\";";
		assertThat(Scripts.digest(script)).isEqualTo(sha256("\6select", "\5'a'''", "\1,", "\4\"é\"", "\0"));
	}

	@Test
	void valueOfLongTokensAndDataIsSha256OfTheDocumentedBytes() throws Exception {
		String longText = "'" + "x".repeat(99_998) + "'";
		assertThat(Scripts.digest("select " + longText))
			.isEqualTo(sha256("\6select", new String(new char[] { 255, 0, 1, 0x86, 0xA0 }), longText, "\0"));
		String line = "y".repeat(4095);
		assertThat(Scripts.digest("copy t from stdin;\r\n" + line + "\r\nz\r\n\\.\r\n"))
			.isEqualTo(sha256("\4copy", "\1t", "\4from", "\5stdin", "\0", "\u00fe",
					new String(new char[] { 255, 0, 0, 0x10, 0 }), line + "\n", "\1z", "\0"));
	}

	@Test
	void valueWhenMoreFollowsIsThatOfTheStatementsSoFar() throws Exception {
		TokenDigest digest = new TokenDigest();
		try (StatementReader reader = StatementReader
			.scanning(new StringReader("select 'a'\n'b'; copy t from stdin;\n1\n\\.\nselect 2;"), digest)) {
			assertThat(digest.value()).isEqualTo(Scripts.digest(""));
			for (String soFar : List.of("select 'ab'", "select 'ab'; copy t from stdin",
					"select 'ab'; copy t from stdin;\n1\n\\.\n;select 2")) {
				reader.next();
				assertThat(digest.value()).isEqualTo(Scripts.digest(soFar)).isEqualTo(digest.value());
			}
		}
	}

	@Test
	void valueWhenDataEndIsThatOfTheStatementWithItsData() throws Exception {
		TokenDigest digest = new TokenDigest();
		String script = "copy t from stdin;\n1\n2\n";
		try (StatementReader reader = StatementReader.of(new StringReader(script), digest)) {
			reader.next();
			reader.copyData().close();
			assertThat(digest.value()).isEqualTo(Scripts.digest(script));
		}
	}

	/**
	 * Of the bytes that the characters stand for: text in UTF-8, and up to U+00FF behind
	 * a mark.
	 */
	private static String sha256(String... parts) throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		for (String part : parts) {
			boolean lengthOrMark = !part.isEmpty() && (part.charAt(0) == 255 || part.charAt(0) == 254);
			digest.update(part.getBytes((lengthOrMark) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
		}
		return "2:" + HexFormat.of().formatHex(digest.digest());
	}

}
