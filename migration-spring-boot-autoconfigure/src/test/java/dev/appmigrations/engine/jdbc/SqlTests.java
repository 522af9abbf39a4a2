package dev.appmigrations.engine.jdbc;

import java.sql.SQLException;
import java.util.List;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sql}.
 */
class SqlTests {

	private static final List<String> TEXTS = List.of("", "x", "it's", "'", "''", "\\", "\\\\", "\\'", "'\\",
			"\\''; --", "a\\nb", "a\nb\r\n\t", "E'x'", "$$ $x$", "?", "{fn now()}", "-- /* */", "; DROP TABLE a", "\"",
			"%s", "ü€\uD83D\uDE00", "\u0001\u007F", "\\u0041", "${a}");

	@FreshDatabase
	private static TestDatabase database;

	@ParameterizedTest
	@ValueSource(strings = { "on", "off" })
	void literalIsReadAsTheValueItWas(String standardConformingStrings) throws SQLException {
		try (Session session = Session.open(database.dataSource(), (notice) -> {
		})) {
			session
				.query(List.of("SET standard_conforming_strings = " + standardConformingStrings,
						"SET backslash_quote = off", "SET escape_string_warning = on"))
				.orThrow();
			for (String text : TEXTS) {
				Rows rows = session.query(List.of("SELECT " + Sql.literal(text) + " AS value, 1 AS next")).rows(0);
				assertThat(rows.value(0, "value")).isEqualTo(text);
				assertThat(rows.columns()).containsExactly("value", "next");
			}
		}
	}

	@Test
	void literalWhenValueIsNullIsNull() {
		assertThat(Sql.literal(null)).isEqualTo("NULL");
	}

	@Test
	void literalLeavesOutWhatTheServerCannotHold() {
		assertThat(Sql.literal("a\0b")).isEqualTo("'ab'");
	}

	@Test
	void identifierIsReadAsTheNameItWas() throws SQLException {
		try (Session session = Session.open(database.dataSource(), (notice) -> {
		})) {
			for (String name : TEXTS) {
				if (!name.isEmpty()) {
					Rows rows = session.query(List.of("SELECT 1 AS " + Sql.identifier(name))).rows(0);
					assertThat(rows.columns()).containsExactly(name);
				}
			}
		}
	}

}
