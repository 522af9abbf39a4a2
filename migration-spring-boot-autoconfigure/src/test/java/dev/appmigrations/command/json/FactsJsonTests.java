package dev.appmigrations.command.json;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.safety.facts.FactsRequest;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.safety.facts.FactsSchema;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FactsJsonTests {

	private static final String MINIMAL = """
			{"format": 1, "readAt": "2026-01-31T12:00:00Z", "serverVersion": 180006, "database": "shop",
			 "standby": false, "searchPath": ["public"], "complete": true,
			 "relations": [
			  {"schema": "public", "name": "a", "kind": "TABLE", "hasDefaultPartition": false, "owner": "o",
			   "mayAlter": true}
			 ]}""";

	@FreshDatabase
	private static TestDatabase database;

	@BeforeAll
	static void createSchema() {
		FactsSchema.createIn(database);
	}

	private static SchemaFacts facts(FactsRequest request) throws Exception {
		return Objects.requireNonNull(FactsSchema.read(database, "postgres", request).facts());
	}

	private static String json(SchemaFacts facts) throws IOException {
		StringBuilder json = new StringBuilder();
		FactsJson.write(facts, json);
		return json.toString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CATALOGUE", "COUNTERS", "PROBES" })
	void readReturnsWhatWasWritten(Depth depth) throws Exception {
		SchemaFacts facts = facts(
				FactsRequest.ofEverything(List.of(), Duration.ofSeconds(30)).with(Duration.ofSeconds(30), depth));
		assertThat(facts.relations()).isNotEmpty();
		assertThat(FactsJson.read(json(facts))).isEqualTo(facts);
	}

	@Test
	void readWhenNamesWereAskedForReturnsThem() throws Exception {
		SchemaFacts facts = facts(FactsRequest.of(List.of(ObjectName.of("Odd\" Schema", "It's, a {table}")),
				List.of(ObjectName.of("now")), null));
		assertThat(FactsJson.read(json(facts))).isEqualTo(facts);
	}

	@Test
	void writeGivesEachRelationALine() throws Exception {
		SchemaFacts facts = facts(FactsRequest.ofEverything(List.of(), Duration.ofSeconds(30)));
		assertThat(json(facts).lines().filter((line) -> line.startsWith("{\"schema\"")))
			.hasSize(facts.relations().size() + facts.types().size() + facts.functions().size());
	}

	@Test
	void readWhenMembersAreUnknownIgnoresThem() {
		String text = MINIMAL.replace("\"standby\": false", "\"standby\": false, \"later\": {\"x\": [1, null, -2.5e3]}")
			.replace("\"mayAlter\": true", "\"mayAlter\": true, \"note\": \"\\u00e4\\n\"");
		assertThat(FactsJson.read(text)).isEqualTo(FactsJson.read(MINIMAL));
	}

	@Test
	void readWhenSizesAreMissingTakesThemForUnknown() {
		assertThat(FactsJson.read(MINIMAL).relations()).singleElement().satisfies((table) -> {
			assertThat(table.bytes()).isEqualTo(-1);
			assertThat(table.rows()).isEqualTo(-1);
			assertThat(table.empty()).isNull();
			assertThat(table.isSmall(Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
		});
	}

	@Test
	void readWhenFormatIsOfALaterReleaseSaysSo() {
		assertThatExceptionOfType(FactsFileException.class)
			.isThrownBy(() -> FactsJson.read(MINIMAL.replace("\"format\": 1", "\"format\": 2")))
			.withMessage("line 1, column 12: format is 2, of a later release; this one reads up to format 1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"\"public\"], \"complete\"      | \"public\", \"complete\"   | line 2, column 55: expected ',' or ']'",
			"\"kind\": \"TABLE\"            | \"kind\": \"TABEL\"        | line 4, column 45: relations[0].kind is none of",
			"\"owner\": \"o\",              | \"x\": 1,                  | line 4, column 3: relations[0].owner is missing",
			"\"mayAlter\": true             | \"mayAlter\": \"yes\"      | relations[0].mayAlter is not true or false",
			"\"mayAlter\": true             | \"mayAlter\": true, \"bytes\": 1.5 | relations[0].bytes is not an integer",
			"\"mayAlter\": true             | \"mayAlter\": true, \"partitionOf\": [] | relations[0].partitionOf is not a name",
			"\"mayAlter\": true             | \"mayAlter\": true, \"publications\": [\"a\", 1] | relations[0].publications[1] is not a string",
			"\"mayAlter\": true             | \"mayAlter\": true, \"columns\": {} | relations[0].columns is not an array",
			"\"mayAlter\": true             | \"mayAlter\": tru          | expected a value",
			"2026-01-31T12:00:00Z           | yesterday                  | line 1, column 25: readAt is not a time",
			"180006                         | 99999999999                | serverVersion is not an integer",
			"180006                         | 1e999999999                | expected a value",
			" ]}                            | ]                          | expected ',' or '}'",
			" ]}                            | ]} x                       | expected the end of the file",
			"\"database\": \"shop\"         | \"database\": \"sh\\op\"   | expected an escape",
			"{\"format\"                    | [\"format\"                | expected ',' or ']'" })
	void readWhenFileWasBrokenByHandTellsThePlace(String text, String replacement, String message) {
		assertThatExceptionOfType(FactsFileException.class)
			.isThrownBy(() -> FactsJson.read(MINIMAL.replace(text, replacement)))
			.withMessageContaining(message)
			.withMessageStartingWith("line ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "[]", "null", "1", "{", "{\"a\"", "\"", "{}", "{\"format\": 0}" })
	void readWhenFileIsNoFactsTellsThePlace(String text) {
		assertThatExceptionOfType(FactsFileException.class).isThrownBy(() -> FactsJson.read(text))
			.withMessageStartingWith("line 1, column ");
	}

	@Test
	void readWhenFileIsNestedWithoutEndFails() {
		assertThatExceptionOfType(FactsFileException.class).isThrownBy(() -> FactsJson.read("[".repeat(1_000_000)))
			.withMessageContaining("expected less depth");
	}

}
