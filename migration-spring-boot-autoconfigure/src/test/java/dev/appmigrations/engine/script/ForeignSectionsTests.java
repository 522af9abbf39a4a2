package dev.appmigrations.engine.script;

import java.io.IOException;
import java.util.List;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Operation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scripts with the sections of other tools, read by {@link ScriptParser}.
 */
class ForeignSectionsTests {

	private static String lines(String text) {
		return text.replace("~", "\n");
	}

	private static ParsedScript parse(String text) throws IOException {
		return new ScriptParser(Placeholders.NONE).parse(Bytes.of("db/1_a.sql", lines(text)), false, false);
	}

	private static List<Long> counts(ParsedScript parsed) {
		ScriptPart down = parsed.down();
		return List.of(parsed.up().statements(), (down != null) ? down.statements() : -1L);
	}

	private static void assertRefused(String text, String position, String... words) {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> parse(text)).satisfies((ex) -> {
			assertThat(ex.code()).isIn(Problem.Code.FOREIGN_SYNTAX, Problem.Code.INVALID_DIRECTIVE);
			assertThat(ex.position()).hasToString(position);
			assertThat(List.of(words)).allSatisfy((word) -> assertThat(ex.problem()).contains(word));
			assertThat(ex.remedy()).isNotBlank();
		});
	}

	@ParameterizedTest
	@CsvSource({ "SELECT 1;~-- //@UNDO~SELECT 2;, mybatis", "SELECT 1;~-- Down Migration~SELECT 2;, node-pg-migrate" })
	void parseWhenAFolderCanBeWrittenAnewSaysSo(String text, String tool) {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> parse(text))
			.satisfies(
					(ex) -> assertThat(ex.action().parts().contains(new Call(Operation.ADOPT_RENAME, tool))).isTrue());
	}

	@Nested
	class Understood {

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				textBlock = """
						-- +goose Up~SELECT 1;~-- +goose Down~SELECT 2; SELECT 3;                      | 1 | 2
						-- a header~~-- +goose up~SELECT 1;~--+GOOSE DOWN~SELECT 2;                    | 1 | 1
						--\t +goose Up --~SELECT 1; SELECT 2;                                           | 2 | -1
						-- +goose Up~-- +goose Down                                                    | 0 | 0
						-- +goose Up~-- +goose StatementBegin~SELECT 1~-- +goose StatementEnd~-- +goose Down~-- +goose StatementBegin~SELECT 2~-- +goose StatementEnd~SELECT 3; | 1 | 2
						-- +goose Up~-- +goose ENVSUB OFF~SELECT 1~-- +goose Down~SELECT 2             | 1 | 1
						-- +migrate Up~SELECT 1;~-- +migrate Down~SELECT 2;                            | 1 | 1
						-- +migrate Down~SELECT 1; SELECT 2;~-- +migrate Up~SELECT 3;                  | 1 | 2
						-- +migrate Up~-- +migrate StatementBegin~SELECT 1~-- +migrate StatementEnd~SELECT 2;~-- +migrate Down~ | 2 | 0
						SELECT 1;~---- create above / drop below ----~SELECT 2; SELECT 3;              | 1 | 2
						SELECT 1~---- create above / drop below ----~                                  | 1 | 0
						SELECT 1;~   ---- create above / drop below ----~SELECT 2;~---- create above / drop below ----~SELECT 3; | 1 | 2
						-- migrate:up~SELECT 1;~-- migrate:down~SELECT 2;                              | 1 | 1
						""")
		void parseDividesTheFileAsItsToolDoes(String text, long up, long down) throws IOException {
			assertThat(counts(parse(text))).containsExactly(up, down);
		}

		/**
		 * However the file is written: one statement up, two down, COPY data with them.
		 */
		@ParameterizedTest
		@ValueSource(strings = { "-- +goose Up#~SELECT 1;~-- +goose Down#~SELECT 2;~SELECT 3;",
				"-- +goose Up#~COPY a FROM stdin;~-- +goose Down~-- migrate:down~\\.~-- +goose Down#~SELECT 2;~SELECT 3;",
				"-- +migrate Up#~SELECT '~-- +migrate Down~';~-- +migrate Down#~SELECT 2;~SELECT 3;",
				"SELECT $x$~---- create above / drop below ----~$x$;~---- create above / drop below ----#~SELECT 2;~SELECT 3;",
				"-- migrate:up#~DO $$ BEGIN~-- migrate:down~END $$;~-- migrate:down#~SELECT 2;~SELECT 3;",
				"/* -- migrate:down */~-- migrate:up#~SELECT 1;~/*~-- migrate:down~*/~-- migrate:down#~SELECT 2;~SELECT 3;" })
		void parseDividesTheFileHoweverItIsWritten(String text) throws IOException {
			for (String end : List.of("", " ", "\t ", "\u00a0")) {
				for (String lineEnd : List.of("\n", "\r\n")) {
					for (String mark : List.of("", "\ufeff")) {
						for (String last : List.of("", "~", "~-- the end")) {
							String file = mark + (text + last).replace("#", end).replace("~", lineEnd);
							assertThat(counts(parse(file))).as(file).containsExactly(1L, 2L);
						}
					}
				}
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "-- +goose Up~SELECT 1;~-- +goose Down", "-- +migrate Up~SELECT 1;~-- +migrate Down",
				"SELECT 1;~---- create above / drop below ----", "-- migrate:up~SELECT 1;~-- migrate:down" })
		void parseWhenTheFileEndsWithAMarkerMakesAnEmptyRollback(String text) throws IOException {
			assertThat(counts(parse(text))).containsExactly(1L, 0L);
			assertThat(counts(parse(text + "\r\n"))).containsExactly(1L, 0L);
		}

		@Test
		void checksumIsThatOfTheUpPartAlone() throws IOException {
			String plain = parse("CREATE TABLE a (id int);").checksum().value();
			for (String text : List.of("-- +goose Up~CREATE TABLE a (id int);~-- +goose Down~DROP TABLE a;",
					"-- +migrate Up~CREATE TABLE a (id int);~-- +migrate Down~DROP TABLE a;",
					"CREATE TABLE a (id int)~---- create above / drop below ----~DROP TABLE a;",
					"-- migrate:up~CREATE TABLE a (id int)~-- migrate:down~DROP TABLE a;")) {
				assertThat(parse(text).checksum()).hasToString(plain);
			}
			assertThat(plain).startsWith("2:");
		}

		@ParameterizedTest
		@ValueSource(strings = {
				"-- +goose NO TRANSACTION~-- +goose Up~SELECT 1; SELECT 2;~-- +goose Down~SELECT 3; SELECT 4;",
				"-- +goose Up~-- +goose no transaction~SELECT 1; SELECT 2;~-- +goose Down~SELECT 3; SELECT 4;",
				"-- +goose Up~SELECT 1; SELECT 2;~-- +goose Down~SELECT 3; SELECT 4;~-- +goose NO TRANSACTION",
				"-- +migrate Up notransaction~SELECT 1; SELECT 2;~-- +migrate Down notransaction~SELECT 3; SELECT 4;",
				"---- tern: disable-tx ----~SELECT 1; SELECT 2;~---- create above / drop below ----~---- tern: disable-tx ----~SELECT 3; SELECT 4;",
				"SELECT 1; SELECT 2;~---- tern: disable-tx ----~---- create above / drop below ----~SELECT 3; SELECT 4;~---- tern: disable-tx ----" })
		void parseWhenTheFileWantsNoTransactionMakesAUnitOfEachStatement(String text) throws IOException {
			ParsedScript parsed = parse(text);
			assertThat(parsed.up().units()).extracting(Unit::statements).containsExactly(1L, 1L);
			assertThat(parsed.down()).isNotNull();
			assertThat(parsed.down().units()).extracting(Unit::firstStatement).containsExactly(3L, 4L);
		}

		@ParameterizedTest
		@ValueSource(strings = {
				"-- +migrate Up notransaction~SELECT 1; SELECT 2;~-- +migrate Down~SELECT 3; SELECT 4;",
				"---- tern: disable-tx ----~SELECT 1; SELECT 2;~---- create above / drop below ----~SELECT 3; SELECT 4;" })
		void parseWhenOneSectionWantsNoTransactionLeavesTheOtherAlone(String text) throws IOException {
			ParsedScript parsed = parse(text);
			assertThat(parsed.up().units()).hasSize(2);
			assertThat(parsed.down()).isNotNull();
			assertThat(parsed.down().units()).hasSize(1);
		}

	}

	@Nested
	class Refused {

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				textBlock = """
						-- +goose Up~-- +goose ENVSUB ON~SELECT 1;                                     | 2:1 | goose
						-- +goose Up~SELECT 1;~ -- +goose Down~SELECT 2;                               | 3:2 | goose
						-- +goose Up~SELECT 1; -- +goose Down~SELECT 2;                                | 2:11 | behind a statement
						-- +goose Down~SELECT 1;                                                       | 1:1 | before the section 'Up'
						-- +goose Up~-- +goose Up                                                      | 2:1 | second
						-- +goose Up~-- +goose Down~-- +goose Down                                     | 3:1 | second
						-- +goose Up~-- +goose Down~-- +goose Up                                       | 3:1 | second
						-- +goose StatementBegin~SELECT 1~-- +goose StatementEnd                       | 1:1 | before the first section
						-- +goose Up~-- +goose StatementBegin~SELECT 1~-- +goose Down                  | 4:1 | begins in line 2
						-- +goose Up~-- +goose StatementBegin~SELECT 1                                 | 2:1 | no 'StatementEnd'
						-- +goose Up~-- +goose StatementEnd                                            | 2:1 | no 'StatementBegin'
						-- +goose NO TRANSACTION~SELECT 1;                                             | 1:1 | without a section
						-- +goose Downn~SELECT 1;                                                      | 1:1 | goose
						-- +goose~SELECT 1;                                                            | 1:1 | goose
						SELECT 1;~-- +goose Up~SELECT 2;                                               | 2:1 | before the section
						-- +migrate up~SELECT 1;~-- +migrate down~SELECT 2;                            | 1:1 | sql-migrate
						--+migrate Up~SELECT 1;                                                        | 1:1 | sql-migrate
						-- +migrate Up~SELECT 1;~-- +migrate Down now~SELECT 2;                        | 3:1 | sql-migrate
						-- +migrate Up~SELECT 1;~-- +migrate Down~SELECT 2;~-- +migrate Up~SELECT 3;   | 5:1 | second
						SELECT 1;~-- +migrate Up~SELECT 2;                                             | 2:1 | before the section
						SELECT 1;~---- Create above / drop below ----~SELECT 2;                        | 2:1 | tern
						SELECT 1;~-- create above / drop below~SELECT 2;                               | 2:1 | tern
						SELECT 1;~---- create above / drop below ---- DROP TABLE a;~SELECT 2;          | 2:1 | tern
						SELECT '{{.x}}';~---- create above / drop below ----~SELECT 2;                 | 1:9 | template
						-- migrate:up~SELECT 1;~-- +goose Down~SELECT 2;                               | 3:1 | another tool
						-- +goose Up~SELECT 1;~-- migrate:down~SELECT 2;                               | 1:1 | another tool
						-- +goose Up~SELECT 1;~-- +migrate Down~SELECT 2;                              | 3:1 | another tool
						""")
		void parseWhenAToolIsUnderstoodAndItsMarkerIsNotTellsWhere(String text, String position, String words) {
			assertRefused(text, position, words);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
				-- // create~SELECT 1;~-- //@UNDO~SELECT 2;                | 3:1 | MyBatis
				SELECT 1;~--//@UNDO~SELECT 2;                             | 2:1 | MyBatis
				SELECT 1;~-- @undo~SELECT 2;                              | 2:1 | MyBatis
				SELECT 1;~-- //@UNDO drop what was made above~SELECT 2;    | 2:1 | MyBatis
				SELECT 1;~--   // this is the @UNDO part of it~SELECT 2;   | 2:1 | MyBatis
				SELECT 1;~-- @UNDO of the above, by hand~SELECT 2;         | 2:1 | MyBatis
				-- Up Migration~SELECT 1;~-- Down Migration~SELECT 2;      | 3:1 | node-pg-migrate
				SELECT 1;~-- from here on !Downs of the change~SELECT 2;   | 2:1 | Play
				SELECT 1;~-- ==== DOWN ==== remove the table~SELECT 2;     | 2:1 | shmig
				-- 1up~SELECT 1;~-- 1down (the table)~SELECT 2;            | 3:1 | Mojo
				SELECT 1~------ down   migration for x~SELECT 2;           | 2:1 | node-pg-migrate
				# --- !Ups~SELECT 1;~# --- !Downs~SELECT 2;                | 1:3 | Play
				-- !Ups~SELECT 1;~--- !Downs~SELECT 2;                     | 3:1 | Play
				-- ==== UP ====~SELECT 1;~-- ==== DOWN ====~SELECT 2;      | 3:1 | shmig
				-- rambler up~SELECT 1;~-- rambler down~SELECT 2;          | 3:1 | rambler
				-- +micrate Up~SELECT 1;~-- +micrate Down~SELECT 2;        | 3:1 | micrate
				-- 1 up~SELECT 1;~-- 1 down~SELECT 2;                      | 3:1 | Mojo
				-- upgrade --~SELECT 1;~-- downgrade --~SELECT 2;          | 3:1 | aerich
				-- Up~SELECT 1;~-- Down~SELECT 2;                          | 3:1 | another migration tool
				-- @UP~SELECT 1;~-- @DOWN~SELECT 2;                        | 3:1 | another migration tool
				-- +mig Up~SELECT 1;~-- +mig Down~SELECT 2;                | 3:1 | another migration tool
				SELECT 1;~-- DOWN ==~SELECT 2;                             | 2:1 | another migration tool
				SELECT 1;~-- [rollback]~SELECT 2;                          | 2:1 | another migration tool
				SELECT 1;~-- begin down section~SELECT 2;                  | 2:1 | another migration tool
				SELECT 1;~-- SQL down~SELECT 2;                            | 2:1 | another migration tool
				""")
		void parseWhenAnotherToolWouldNotRunWhatFollowsNamesIt(String text, String position, String tool) {
			assertRefused(text, position, tool);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				-- migrate:up~SELECT 1;~-- migrate:down;~SELECT 2;        | 3:1
				-- migrate:phase: contract~SELECT 1;                       | 1:1
				-- migrate:phase=contract~SELECT 1;                        | 1:1
				-- migrate: see wiki~SELECT 1;                             | 1:1
				-- migrate:sections yours~SELECT 1;                        | 1:1
				SELECT 1;~-- Migrate: the rest~SELECT 2;                   | 2:1
				""")
		void parseWhenACommentIsNotQuiteADirectiveRefuses(String text, String position) {
			assertRefused(text, position);
		}

	}

	@Nested
	class FalseAlarms {

		@ParameterizedTest
		@ValueSource(strings = { "SELECT 1; SELECT 2;", "-- Up Migration: add users~SELECT 1; SELECT 2;",
				"SELECT 1; SELECT 2;~-- ===== DOWN =====~-- SELECT 3;~",
				"SELECT 1; SELECT 2;~-- rollback~-- DROP TABLE a;~", "SELECT 1;~-- Down here the rest~SELECT 2;",
				"SELECT 1; -- down~SELECT 2;", "SELECT 1,~-- down~2; SELECT 3;",
				"SELECT 1;~-- Rollback: drop the table~SELECT 2;", "SELECT 1;~-- create the table~SELECT 2;",
				"SELECT $$~-- +goose Down~$$; SELECT 2;", "SELECT '~-- //@UNDO~'; SELECT 2;",
				"SELECT 1;~-- up~SELECT 2;", "/*~-- +goose Down~*/ SELECT 1; SELECT 2;",
				"SELECT 1;~-- see +goose Down~SELECT 2;", "SELECT 1;~/* +goose Down */~SELECT 2;",
				"SELECT 1;~/* @UNDO */ SELECT 2;", "SELECT 1;~/* // @UNDO~ -- +migrate Down~*/ SELECT 2;",
				"SELECT 1;~/*~migrate:down */~SELECT 2;", "SELECT 1;~-- 3 down votes make a warning~SELECT 2;",
				"SELECT 1;~-- the parser ignores @UNDO here~SELECT 2;", "SELECT 1;~-- revert~SELECT 2;",
				"-- migrate:sections own~SELECT 1;~-- +goose Down~SELECT 2;",
				"-- migrate:sections own~SELECT 1;~-- //@UNDO~SELECT 2;",
				"-- migrate:sections OWN~SELECT 1;~---- create above / drop below ----~SELECT 2;",
				"-- migrate:sections own~SELECT 1;~SELECT~-- +goose Down~2;" })
		void parseTakesTheWholeFileForTheUpPart(String text) throws IOException {
			assertThat(counts(parse(text))).isEqualTo(List.of(2L, -1L));
		}

		@Test
		void parseWhenMarkersOfOurOwnStandBesideOthersIsQuiet() throws IOException {
			assertThat(counts(parse("-- Up~-- migrate:up~SELECT 1;~-- Down~-- migrate:down~-- down~SELECT 2;")))
				.isEqualTo(List.of(1L, 1L));
		}

		@ParameterizedTest
		@ValueSource(strings = { "-- Down Migration for users~SELECT 1;", "-- down~SELECT 1;", "-- //@UNDO~SELECT 1;",
				"SELECT 1;~-- Down~" })
		void parseWhenARollbackSaysThatItIsOneIsQuiet(String text) throws IOException {
			assertThat(new ScriptParser(Placeholders.NONE).parse(Bytes.of("db/1_a.down.sql", lines(text)), false, true)
				.up()
				.statements()).isEqualTo(1);
			assertThatExceptionOfType(UnusableScriptException.class)
				.isThrownBy(() -> new ScriptParser(Placeholders.NONE)
					.parse(Bytes.of("db/1_a.down.sql", lines("-- Up~SELECT 1;")), false, true));
		}

	}

}
