package dev.appmigrations.engine.text;

import java.io.IOException;
import java.sql.SQLException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hidden characters become visible, all others stay.
 */
class VisibleTextTests {

	@ParameterizedTest
	@CsvSource({ "0, \\u0000", "7, \\u0007", "8, \\u0008", "9, \\t", "a, \\n", "b, \\u000B", "c, \\u000C", "d, \\r",
			"1b, \\u001B", "1f, \\u001F", "7f, \\u007F", "80, \\u0080", "85, \\u0085", "9b, \\u009B", "9f, \\u009F",
			"ad, \\u00AD", "34f, \\u034F", "61c, \\u061C", "115f, \\u115F", "180e, \\u180E", "200b, \\u200B",
			"200c, \\u200C", "200d, \\u200D", "200e, \\u200E", "200f, \\u200F", "2028, \\u2028", "2029, \\u2029",
			"202a, \\u202A", "202b, \\u202B", "202c, \\u202C", "202d, \\u202D", "202e, \\u202E", "2060, \\u2060",
			"2065, \\u2065", "2066, \\u2066", "2067, \\u2067", "2068, \\u2068", "2069, \\u2069", "3164, \\u3164",
			"d800, \\uD800", "dfff, \\uDFFF", "fdd0, \\uFDD0", "feff, \\uFEFF", "fff9, \\uFFF9", "ffff, \\uFFFF",
			"e0001, \\U000E0001", "e0041, \\U000E0041", "e0100, \\U000E0100", "10ffff, \\U0010FFFF" })
	void lineMakesHiddenCharactersVisible(String codePoint, String visible) {
		String hidden = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "z";
		assertThat(VisibleText.line(hidden)).isEqualTo("a" + visible + "z");
		assertThat(VisibleText.isHidden(hidden)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "C:\\folder\\u001B", "Grüße, 你好, שלום, مرحبا, ❤️, 👍🏽, naïve e\u0301",
			"no\u00a0break" })
	void lineLeavesWhatCanBeSeen(String text) {
		assertThat(VisibleText.line(text)).isSameAs(text);
		assertThat(VisibleText.isHidden(text)).isFalse();
	}

	@Test
	void linesKeepsLineFeedsAndTabsAlone() {
		assertThat(VisibleText.lines("a\n\tb\r\nc\rd\u2028e\u001bf")).isEqualTo("a\n\tb\nc\\rd\\u2028e\\u001Bf");
	}

	@Test
	void linesWhenOnlyLineFeedsIsTheTextItself() {
		String text = "a\n\tb\n";
		assertThat(VisibleText.lines(text)).isSameAs(text);
	}

	@Nested
	class Failures {

		@Test
		void failureWhenNothingIsHiddenIsItself() {
			SQLException failure = new SQLException("ERROR: x\n  Detail: y", "23505", new IOException("z"));
			assertThat(VisibleFailure.of(failure)).isSameAs(failure);
		}

		@Test
		void failureWhenItForgesALineIsReplacedInItsPlace() {
			SQLException failure = new SQLException("ERROR: x\n2026-01-01 forged", "23505", 7);
			Throwable visible = VisibleFailure.of(failure);
			assertThat(visible).hasMessage("java.sql.SQLException: ERROR: x\\n2026-01-01 forged");
			assertThat(visible.getStackTrace()).isEqualTo(failure.getStackTrace());
		}

		@Test
		void failureWhenACauseOrASuppressedOneHidesSomethingIsReplaced() {
			IOException cause = new IOException("a\u001b[2J");
			cause.addSuppressed(new IOException("b\u202e"));
			Throwable visible = VisibleFailure.of(new IllegalStateException("plain", cause));
			assertThat(visible).hasMessage("java.lang.IllegalStateException: plain");
			assertThat(visible.getCause()).hasMessage("java.io.IOException: a\\u001B[2J");
			assertThat(visible.getCause().getSuppressed()[0]).hasMessage("java.io.IOException: b\\u202E");
		}

		@Test
		void failureWhenItsCausesFormACircleEnds() {
			IOException one = new IOException("a\u0007");
			IOException other = new IOException("b", one);
			one.initCause(other);
			assertThat(VisibleFailure.of(one)).hasMessage("java.io.IOException: a\\u0007");
		}

	}

}
