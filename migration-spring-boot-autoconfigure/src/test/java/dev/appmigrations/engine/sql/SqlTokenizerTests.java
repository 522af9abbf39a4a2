package dev.appmigrations.engine.sql;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SqlTokenizer}: PostgreSQL's {@code scan.l} as a table.
 */
class SqlTokenizerTests {

	@ParameterizedTest
	@MethodSource
	void nextFollowsTheRulesOfThePostgresLexer(String sql, List<String> tokens) {
		assertThat(Scripts.tokens(sql, true)).isEqualTo(tokens);
	}

	static Stream<Arguments> nextFollowsTheRulesOfThePostgresLexer() {
		return Stream.of(
				// names
				tokens("select Foo_1 _x a$b a$$b$$", "IDENTIFIER select", "IDENTIFIER Foo_1", "IDENTIFIER _x",
						"IDENTIFIER a$b", "IDENTIFIER a$$b$$"),
				tokens("größe Ünïcode 表名 \uD83D\uDE00x \u00A0", "IDENTIFIER größe", "IDENTIFIER Ünïcode",
						"IDENTIFIER 表名", "IDENTIFIER \uD83D\uDE00x", "IDENTIFIER \u00A0"),
				tokens("\"a b\" \"a\"\"b\" \"\\\" \"x;'$$\"", "QUOTED_IDENTIFIER \"a b\"",
						"QUOTED_IDENTIFIER \"a\"\"b\"", "QUOTED_IDENTIFIER \"\\\"", "QUOTED_IDENTIFIER \"x;'$$\""),
				tokens("U&\"d\\0061t\" u&\"x\"\"y\"", "QUOTED_IDENTIFIER U&\"d\\0061t\"",
						"QUOTED_IDENTIFIER u&\"x\"\"y\""),
				// strings
				tokens("'a' '' 'it''s' '\\' 'a\nb'", "STRING 'a'", "STRING ''", "STRING 'it''s'", "STRING '\\'",
						"STRING 'a\nb'"),
				tokens("E'a\\'b' e'\\\\' E'''' E'\\\n'", "STRING E'a\\'b'", "STRING e'\\\\'", "STRING E''''",
						"STRING E'\\\n'"),
				tokens("B'01' x'1F' N'n' U&'\\' u&'a''b'", "STRING B'01'", "STRING x'1F'", "STRING N'n'",
						"STRING U&'\\'", "STRING u&'a''b'"),
				tokens("B'0''1'", "STRING B'0'", "STRING '1'"),
				tokens("E 'a' name'b' U & 'c' u&c", "IDENTIFIER E", "STRING 'a'", "IDENTIFIER name", "STRING 'b'",
						"IDENTIFIER U", "OPERATOR &", "STRING 'c'", "IDENTIFIER u", "OPERATOR &", "IDENTIFIER c"),
				// continuations
				tokens("'a'\n'b'", "STRING 'a'", "STRING_CONTINUATION 'b'"),
				tokens("'a' \t\r\f 'b'\n\n'c'", "STRING 'a'", "STRING_CONTINUATION 'b'", "STRING_CONTINUATION 'c'"),
				tokens("'a' 'b'", "STRING 'a'", "STRING 'b'"),
				tokens("'a' -- it's\n -- more\n 'b'", "STRING 'a'", "LINE_COMMENT -- it's", "LINE_COMMENT -- more",
						"STRING_CONTINUATION 'b'"),
				tokens("'a' /* no */\n'b'", "STRING 'a'", "BLOCK_COMMENT /* no */", "STRING 'b'"),
				tokens("'a'\n/* no */ 'b'", "STRING 'a'", "BLOCK_COMMENT /* no */", "STRING 'b'"),
				tokens("'a'\n- 'b'", "STRING 'a'", "OPERATOR -", "STRING 'b'"),
				tokens("E'a\\''\n'b\\'c'", "STRING E'a\\''", "STRING_CONTINUATION 'b\\'c'"),
				tokens("'a'\nE'b'", "STRING 'a'", "STRING E'b'"),
				tokens("b'1'\n'0''1'", "STRING b'1'", "STRING_CONTINUATION '0'", "STRING '1'"),
				// dollar quotes
				tokens("$$a;'b$$ $t$ $$ $x$ $t$ $_1$a$_1$", "DOLLAR_STRING $$a;'b$$", "DOLLAR_STRING $t$ $$ $x$ $t$",
						"DOLLAR_STRING $_1$a$_1$"),
				tokens("$$$$ $a$$a$ $a$$b$a$ $a$a$a1$a$", "DOLLAR_STRING $$$$", "DOLLAR_STRING $a$$a$",
						"DOLLAR_STRING $a$$b$a$", "DOLLAR_STRING $a$a$a1$a$"),
				tokens("$ü$;$ü$ $Tag$ $tag$ $Tag$", "DOLLAR_STRING $ü$;$ü$", "DOLLAR_STRING $Tag$ $tag$ $Tag$"),
				tokens("$a b$", "OTHER $", "IDENTIFIER a", "IDENTIFIER b$"),
				tokens("$a-$", "OTHER $", "IDENTIFIER a", "OPERATOR -", "OTHER $"),
				tokens("1$$a$$", "NUMBER 1", "DOLLAR_STRING $$a$$"),
				tokens("1_$$ $1_$$ 1e5_$$ .5_$$", "NUMBER 1_$$", "PARAMETER $1_$$", "NUMBER 1e5_$$", "NUMBER .5_$$"),
				// parameters
				tokens("$1 $12a $1$2", "PARAMETER $1", "PARAMETER $12a", "PARAMETER $1", "PARAMETER $2"),
				// comments
				tokens("a--b;'\nc--", "IDENTIFIER a", "LINE_COMMENT --b;'", "IDENTIFIER c", "LINE_COMMENT --"),
				tokens("--a\rb --c\r\nd", "LINE_COMMENT --a", "IDENTIFIER b", "LINE_COMMENT --c", "IDENTIFIER d"),
				tokens("/* a /* b */ ' -- \n */c", "BLOCK_COMMENT /* a /* b */ ' -- \n */", "IDENTIFIER c"),
				tokens("/**/a/*/ */b/***/c/*/**/*/d", "BLOCK_COMMENT /**/", "IDENTIFIER a", "BLOCK_COMMENT /*/ */",
						"IDENTIFIER b", "BLOCK_COMMENT /***/", "IDENTIFIER c", "BLOCK_COMMENT /*/**/*/",
						"IDENTIFIER d"),
				// numbers
				tokens("1 1.5 .5 1. 1e5 1.5E-7 1e+1", "NUMBER 1", "NUMBER 1.5", "NUMBER .5", "NUMBER 1.", "NUMBER 1e5",
						"NUMBER 1.5E-7", "NUMBER 1e+1"),
				tokens("1_000.000_1 0x1F 0o17 0b01 0xFF_FF", "NUMBER 1_000.000_1", "NUMBER 0x1F", "NUMBER 0o17",
						"NUMBER 0b01", "NUMBER 0xFF_FF"),
				tokens("1..10 1...2", "NUMBER 1", "SYMBOL ..", "NUMBER 10", "NUMBER 1", "SYMBOL ..", "NUMBER .2"),
				tokens("123abc 1e 1e- 1.5.3 1ex$a", "NUMBER 123abc", "NUMBER 1e", "NUMBER 1e", "OPERATOR -",
						"NUMBER 1.5", "NUMBER .3", "NUMBER 1ex$a"),
				// operators
				tokens("a+-b a*-1 ?- @-@ a=-1", "IDENTIFIER a", "OPERATOR +", "OPERATOR -", "IDENTIFIER b",
						"IDENTIFIER a", "OPERATOR *", "OPERATOR -", "NUMBER 1", "OPERATOR ?-", "OPERATOR @-@",
						"IDENTIFIER a", "OPERATOR =", "OPERATOR -", "NUMBER 1"),
				tokens("a+--b", "IDENTIFIER a", "OPERATOR +", "LINE_COMMENT --b"),
				tokens("a@-/*b*/c", "IDENTIFIER a", "OPERATOR @-", "BLOCK_COMMENT /*b*/", "IDENTIFIER c"),
				tokens("*/*x*/", "OPERATOR *", "BLOCK_COMMENT /*x*/"),
				tokens("a->>'b' #> <=> ?| !~~* || => <>", "IDENTIFIER a", "OPERATOR ->>", "STRING 'b'", "OPERATOR #>",
						"OPERATOR <=>", "OPERATOR ?|", "OPERATOR !~~*", "OPERATOR ||", "OPERATOR =>", "OPERATOR <>"),
				tokens("a::int b:=c x[1:2] :v :'v' (,).;", "IDENTIFIER a", "SYMBOL ::", "IDENTIFIER int",
						"IDENTIFIER b", "SYMBOL :=", "IDENTIFIER c", "IDENTIFIER x", "SYMBOL [", "NUMBER 1", "SYMBOL :",
						"NUMBER 2", "SYMBOL ]", "SYMBOL :", "IDENTIFIER v", "SYMBOL :", "STRING 'v'",
						"LEFT_PARENTHESIS (", "SYMBOL ,", "RIGHT_PARENTHESIS )", "SYMBOL .", "SEMICOLON ;"),
				// the rest
				tokens("\\echo a ; b\nc", "META_COMMAND \\echo a ; b", "IDENTIFIER c"),
				tokens("{ \u0001", "OTHER {", "OTHER \u0001"));
	}

	@Test
	void nextWhenStringsAreNotStandardTakesBackslashAsEscape() {
		assertThat(Scripts.tokens("'a\\';' N'\\'' 'x'\n'\\''", false)).containsExactly("STRING 'a\\';'",
				"STRING N'\\''", "STRING 'x'", "STRING_CONTINUATION '\\''");
		assertThat(Scripts.tokens("U&'\\' B'\\' \"\\\"", false)).containsExactly("STRING U&'\\'", "STRING B'\\'",
				"QUOTED_IDENTIFIER \"\\\"");
	}

	@ParameterizedTest
	@MethodSource
	void nextWhenNotTerminatedThrowsAtItsStart(String sql, String problem, String remedy) {
		assertThatExceptionOfType(SqlSyntaxException.class).isThrownBy(() -> Scripts.tokens("\n  " + sql, true))
			.satisfies((ex) -> {
				assertThat(ex.position()).isEqualTo(new SourcePosition(3, 2, 3));
				assertThat(ex.problem()).contains(problem);
				assertThat(ex.remedy()).contains(remedy);
				assertThat(ex).hasMessage("line 2, column 3: " + ex.problem() + "; " + ex.remedy());
			});
	}

	static Stream<Arguments> nextWhenNotTerminatedThrowsAtItsStart() {
		return Stream.of(Arguments.of("'abc\n", "string is not terminated", "'"),
				Arguments.of("'abc''", "string is not terminated", "''"),
				Arguments.of("E'abc\\", "string is not terminated", "'"),
				Arguments.of("E'abc\\'", "string is not terminated", "'"),
				Arguments.of("\"abc\"\"", "quoted identifier is not terminated", "\""),
				Arguments.of("$x$ abc $y$ $$", "dollar-quoted string is not terminated", "$x$"),
				Arguments.of("/* a /* b */", "comment is not terminated", "*/"), Arguments.of("/*", "comment", "*/"),
				Arguments.of("/*/", "comment", "*/"), Arguments.of("\0", "NUL", "UTF-16"),
				Arguments.of("\uFEFFSELECT", "byte order mark", "delete"));
	}

	private static Arguments tokens(String sql, String... tokens) {
		return Arguments.of(sql, List.of(tokens));
	}

}
