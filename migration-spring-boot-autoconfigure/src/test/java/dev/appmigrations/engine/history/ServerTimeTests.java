package dev.appmigrations.engine.history;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerTime}.
 */
class ServerTimeTests {

	@ParameterizedTest
	@CsvSource({ "2025-11-12 08:30:00+00, 2025-11-12T08:30:00Z", "2025-11-12 08:30:00.5+00, 2025-11-12T08:30:00.5Z",
			"2025-11-12 08:30:00.123456+00, 2025-11-12T08:30:00.123456Z",
			"2025-11-12 08:30:00.000001+00, 2025-11-12T08:30:00.000001Z",
			"2025-11-12 08:30:00+02, 2025-11-12T06:30:00Z", "2025-11-12 08:30:00-08, 2025-11-12T16:30:00Z",
			"2025-11-12 08:30:00.123456+05:30, 2025-11-12T03:00:00.123456Z",
			"2025-11-12 08:30:00-03:30, 2025-11-12T12:00:00Z", "2025-11-12 08:30:00+05:45, 2025-11-12T02:45:00Z",
			"1880-01-01 00:00:00+00:53:28, 1879-12-31T23:06:32Z",
			"2025-12-31 23:59:59.999999-01, 2026-01-01T00:59:59.999999Z",
			"0001-01-01 00:00:00+00, 0001-01-01T00:00:00Z" })
	void parseReadsWhatTheServerWrites(String text, Instant expected) {
		assertThat(ServerTime.parse(text)).isEqualTo(expected);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "infinity", "-infinity", "0044-03-15 00:00:00+00 BC", "294276-12-31 00:00:00+00",
			"2025-11-12 08:30:00", "2025-11-12", "" })
	void parseWhenThereIsNoSuchInstantReturnsNull(String text) {
		assertThat(ServerTime.parse(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham",
			"Pacific/Kiritimati" })
	void parseReadsWhatThisServerWritesInAnyZone(String zone) throws SQLException {
		Instant time = Instant.parse("2025-11-12T08:30:00.123456Z");
		try (TestDatabase database = TestDatabase.create();
				Session session = Session.open(database.dataSource(), (notice) -> {
				})) {
			session.query(List.of("SET TimeZone = " + Sql.literal(zone))).orThrow();
			QueryResult result = session
				.query(List.of("SELECT " + Sql.literal(time.toString()) + "::pg_catalog.timestamptz AS time"));
			assertThat(ServerTime.parse(result.rows(0).value(0, "time"))).isEqualTo(time);
		}
	}

}
