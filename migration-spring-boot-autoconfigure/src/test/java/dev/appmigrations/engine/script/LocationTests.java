package dev.appmigrations.engine.script;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Location}.
 */
class LocationTests {

	@ParameterizedTest
	@CsvSource({ "classpath:db/migration, CLASSPATH, db/migration", "classpath*:db/migration, CLASSPATH, db/migration",
			"db/migration, CLASSPATH, db/migration", "classpath:/db/migration/, CLASSPATH, db/migration",
			"classpath:db//, CLASSPATH, db", "' classpath:db ', CLASSPATH, db", "file:/srv/db, FILE, /srv/db",
			"file:./db/, FILE, ./db", "filesystem:db, FILE, db", "classpath:db/{vendor}, CLASSPATH, db/postgresql",
			"file:C:/db, FILE, C:/db" })
	void parseReadsKindAndFolder(String text, Location.Kind kind, String path) {
		assertThat(Location.parse(text)).isEqualTo(new Location(kind, path));
	}

	@ParameterizedTest
	@CsvSource({ "classpath*:/db/migration/, classpath:db/migration", "filesystem:/srv/db/, file:/srv/db" })
	void toStringCanBeParsedAgain(String text, String expected) {
		assertThat(Location.parse(text)).hasToString(expected);
		assertThat(Location.parse(expected)).isEqualTo(Location.parse(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3:bucket/db", "gcs:db", "http://host/db", "CLASSPATH:db" })
	void parseWhenPrefixIsUnknownNamesTheKnownOnes(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Location.parse(text))
			.withMessageContaining("'" + text + "'")
			.withMessageContaining("classpath:db/migration")
			.withMessageContaining("file:/path/to/folder");
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:db/*", "classpath:db/**/migration", "file:/srv/?", "db/*.sql" })
	void parseWhenThereIsWildcardRefuses(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Location.parse(text))
			.withMessageContaining("'" + text + "' has a wildcard");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "classpath:", "classpath:/", "classpath: ", "file:", "file:/", "file://" })
	void parseWhenThereIsNoFolderRefuses(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Location.parse(text))
			.withMessageContaining("'" + text + "' names no folder");
	}

}
