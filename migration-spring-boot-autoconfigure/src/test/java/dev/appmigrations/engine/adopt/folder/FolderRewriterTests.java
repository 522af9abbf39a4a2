package dev.appmigrations.engine.adopt.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.support.MemoryScripts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link FolderRewriter}.
 */
class FolderRewriterTests {

	private Path folder;

	@BeforeEach
	void useFolder(@TempDir Path temporary) {
		this.folder = temporary.resolve("migrations");
	}

	private FolderRewriterTests with(String path, String text) throws IOException {
		Path file = this.folder.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
		return this;
	}

	private FolderRewriting plan(String tool) {
		return FolderRewriter.of(tool).orElseThrow().plan(this.folder);
	}

	private String text(String tool) {
		FolderRewriting rewriting = plan(tool);
		assertThat(rewriting.problems()).isEmpty();
		assertThat(rewriting.files()).hasSize(1);
		return rewriting.files().get(0).text();
	}

	/** Reads the new files as a start reads them. */
	private static MigrationCatalog catalog(FolderRewriting rewriting) {
		MemoryScripts scripts = new MemoryScripts();
		rewriting.files().forEach((file) -> scripts.with(file.name(), file.text()));
		return new CatalogReader(scripts, List.of(Location.parse("db/migration")), Placeholders.NONE).read();
	}

	private static SqlMigration only(MigrationCatalog catalog) {
		assertThat(catalog.problems()).isEmpty();
		assertThat(catalog.migrations()).hasSize(1);
		return (SqlMigration) catalog.migrations().get(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "flyway", "supabase", "dbmate", "plain", "rails", "ecto", "other" })
	void ofWhenFilesRunUnchangedOrAreNotSqlFindsNothing(String tool) {
		assertThat(FolderRewriter.of(tool)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "golang-migrate, 1_x.up.sql, 1_x.down.sql, 1_x",
			"sqlx, 20200101000000_x.up.sql," + " 20200101000000_x.down.sql, 20200101000000_x",
			"diesel, 2020-01-01-000000_x_y/up.sql," + " 2020-01-01-000000_x_y/down.sql, 20200101000000_x_y",
			"diesel, 00000000000000_setup/up.sql," + " 00000000000000_setup/down.sql, 00000000000000_setup" })
	void planKeepsBothDirections(String tool, String up, String down, String name) throws IOException {
		with(up, "CREATE TABLE a ();").with(down, "DROP TABLE a;");
		FolderRewriting rewriting = plan(tool);
		assertThat(rewriting.files()).containsExactlyInAnyOrder(new NewFile(up, name + ".sql", "CREATE TABLE a ();"),
				new NewFile(down, name + ".down.sql", "DROP TABLE a;"));
		SqlMigration migration = only(catalog(rewriting));
		assertThat(migration.name()).isEqualTo(name + ".sql");
		assertThat(migration.down()).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					node-pg-migrate; `-- Up Migration|CREATE TABLE a ();|-- Down Migration|DROP TABLE a;`
					node-pg-migrate; `-- a comment|--up migration|CREATE TABLE a ();|  --  - DOWN  migration (undo)|DROP TABLE a;`
					node-pg-migrate; `CREATE TABLE a ();|-- Down Migration|DROP TABLE a;`
					mybatis        ; `-- // first|-- Migration SQL that makes the change goes here.|CREATE TABLE a ();|-- //@UNDO|DROP TABLE a;`
					mybatis        ; `CREATE TABLE a ();|--  // @undo|DROP TABLE a;`
					mybatis        ; `CREATE TABLE a ();|-- // in the other direction @UNDO it|DROP TABLE a;`
					""")
	void planDividesFilesByTheMarkersOfTheirTool(String tool, String text) throws IOException {
		with("1577836800000_x.sql", text.replace("|", "\r\n"));
		FolderRewriting rewriting = plan(tool);
		assertThat(rewriting.problems()).isEmpty();
		SqlMigration migration = only(catalog(rewriting));
		assertThat(migration.name()).isEqualTo("1577836800000_x.sql");
		assertThat(migration.up().units()).hasSize(1);
		assertThat(migration.down()).isNotNull().satisfies((down) -> assertThat(down.units()).hasSize(1));
		assertThat(rewriting.files().get(0).text()).contains("-- migrate:up\n", "\n-- migrate:down\nDROP TABLE a;");
	}

	@Test
	void planWhenThereIsOneDirectionLeavesTheFileAsItIs() throws IOException {
		with("1-x.sql", "CREATE TABLE a ();\n").with("2_y.js", "exports.up = () => {};");
		FolderRewriting rewriting = plan("node-pg-migrate");
		assertThat(rewriting.files()).containsExactly(new NewFile("1-x.sql", "1_x.sql", "CREATE TABLE a ();\n"));
		assertThat(rewriting.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.message()).contains("2_y.js"));
	}

	@Test
	void planWhenMyBatisChangesTheDelimiterRefuses() throws IOException {
		with("1_x.sql", "-- //@DELIMITER |\nSELECT 1 |\n");
		assertThat(plan("mybatis").problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.message()).contains("@DELIMITER"));
	}

	@Test
	void planWhenSqlxFileHasNoTransactionSaysSo() throws IOException {
		with("1_x.sql", "-- no-transaction\nCREATE TABLE a ();\nCREATE TABLE b ();");
		assertThat(text("sqlx")).startsWith("-- migrate:transaction false\n-- no-transaction\nCREATE");
		assertThat(only(catalog(plan("sqlx"))).up().units()).hasSize(2);
	}

	@Test
	void planWhenDieselRunsOutsideATransactionSaysSo() throws IOException {
		with("2020-01-01-000000_x/up.sql", "SELECT 1;").with("2020-01-02-000000_y/up.sql", "SELECT 2;")
			.with("2020-01-01-000000_x/metadata.toml", "run_in_transaction = false\n");
		assertThat(plan("diesel").files()).extracting(NewFile::text)
			.containsExactly("-- migrate:transaction false\nSELECT 1;", "SELECT 2;");
	}

	@Test
	void planNamesPrismasFilesByTheirFolders() throws IOException {
		with("20200101000000_x/migration.sql", "CREATE TABLE a ();").with("migration_lock.toml", "provider = \"x\"");
		assertThat(plan("prisma")).isEqualTo(new FolderRewriting(
				List.of(new NewFile("20200101000000_x/migration.sql", "20200101000000_x.sql", "CREATE TABLE a ();")),
				List.of()));
	}

	@Test
	void planTellsWhatItLeavesOut() throws IOException {
		with("1_x.sql", "SELECT 1;").with("00002_code.go", "package x").with("notes.sql", "SELECT 1;");
		FolderRewriting rewriting = plan("sqlx");
		assertThat(rewriting.problems()).extracting(Problem::code)
			.containsExactly(Problem.Code.UNSUPPORTED_FILE, Problem.Code.MISNAMED_FILE);
		assertThat(rewriting.problems()).extracting(Problem::isError).containsExactly(false, false);
	}

	@ParameterizedTest
	@CsvSource({
			"prisma, 20230101_a/migration.sql, 20230101_b/migration.sql, 20230101_a.sql, 20230101.1_20230101_b.sql",
			"prisma, 10_a/migration.sql, 9_b/migration.sql, 10_a.sql, 10.1_9_b.sql",
			"sqlx, 1_a.sql, 01_b.sql, 01_b.sql, 01.1_1_a.sql",
			"goose, 00001_a.sql, 1_b.sql, 00001_a.sql, 00001.1_1_b.sql" })
	void planWritesEachVersionOnceInTheOrderOfTheTool(String tool, String one, String two, String first, String second)
			throws IOException {
		with(one, "-- +goose Up\nSELECT 1;").with(two, "-- +goose Up\nSELECT 2;");
		FolderRewriting rewriting = plan(tool);
		assertThat(rewriting.problems()).isEmpty();
		assertThat(rewriting.files()).extracting(NewFile::name)
			.hasSize(2)
			.contains((tool.equals("sqlx")) ? second : first);
		assertThat(catalog(rewriting).migrations()).extracting(Migration::version).doesNotHaveDuplicates();
	}

	@Test
	void planGivesRollbacksTheNamesOfTheirMigrationsAndLeavesOrphansOut() throws IOException {
		with("1_a.up.sql", "SELECT 1;").with("1_other.down.sql", "SELECT 2;").with("2_b.down.sql", "SELECT 3;");
		FolderRewriting rewriting = plan("golang-migrate");
		assertThat(rewriting.files()).extracting(NewFile::name).containsExactlyInAnyOrder("1_a.sql", "1_a.down.sql");
		assertThat(rewriting.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.isError()).isFalse();
			assertThat(problem.message()).contains("2_b.down.sql", "without its migration");
		});
	}

	@Test
	void planLeavesNoOtherDialectOver() throws IOException {
		with("1_a.up.sql", "SELECT 0;").with("1_a.postgres.up.sql", "SELECT 1;")
			.with("1_a.mysql.up.sql", "SELECT 2;")
			.with("2_b.sqlite3.up.sql", "SELECT 3;")
			.with("2_b.up.sql", "SELECT 4;");
		FolderRewriting rewriting = plan("golang-migrate");
		assertThat(rewriting.files()).extracting(NewFile::name, NewFile::text)
			.containsExactlyInAnyOrder(tuple("1_a.sql", "SELECT 1;"), tuple("2_b.sql", "SELECT 4;"));
		assertThat(rewriting.problems()).hasSize(3).noneMatch(Problem::isError);
	}

	@Test
	void namesOfARenameAreThoseUnderWhichTheFolderRunsAsItIs() throws IOException {
		with("2020-01-01-000000_a/up.sql", "SELECT 1;").with("2020-01-02-000000-no-underscore/up.sql", "SELECT 2;")
			.with("20200103/up.sql", "SELECT 3;");
		assertThat(plan("diesel").files()).extracting(NewFile::name)
			.containsExactlyInAnyOrder("20200101000000_a.sql", "20200102000000_no-underscore.sql",
					"20200103_migration.sql");
	}

	@Test
	void planWhenThereIsNoFolderSaysWhichOne() {
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> plan("goose"))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.SCRIPT_UNREADABLE))
			.withMessageContaining(this.folder.toString());
	}

	@Nested
	class Goose {

		@Test
		void sectionsBecomeOurs() throws IOException {
			with("00001_x.sql", "-- +goose Up\nCREATE TABLE a ();\n\n-- +goose Down\nDROP TABLE a;\n");
			assertThat(text("goose"))
				.isEqualTo("-- migrate:up\nCREATE TABLE a ();\n\n-- migrate:down\nDROP TABLE a;\n");
			SqlMigration migration = only(catalog(plan("goose")));
			assertThat(migration.up().statements()).isEqualTo(1);
			assertThat(migration.down()).isNotNull();
		}

		@Test
		void statementsThatGooseDelimitsEndWithASemicolon() throws IOException {
			with("00001_x.sql", """
					-- +goose Up
					-- +goose StatementBegin
					CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$ -- the end
					-- +goose StatementEnd
					-- +goose StatementBegin
					SELECT 1;
					-- a comment
					-- +goose StatementEnd
					SELECT 2;
					""");
			assertThat(text("goose")).doesNotContain("goose").contains("-- the end\n;\n").doesNotContain("comment\n;");
			assertThat(only(catalog(plan("goose"))).up().statements()).isEqualTo(3);
		}

		@Test
		void noTransactionHoldsForBothSections() throws IOException {
			with("00001_x.sql", "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n");
			assertThat(text("goose")).isEqualTo(
					"-- migrate:up transaction:false\nSELECT 1;\n" + "-- migrate:down transaction:false\nSELECT 2;\n");
			assertThat(catalog(plan("goose")).problems()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "-- +goose Up\n-- +goose ENVSUB ON\nSELECT 1;", "SELECT 1;" })
		void whatHasNoCounterpartIsRefused(String text) throws IOException {
			with("00001_x.sql", text);
			FolderRewriting rewriting = plan("goose");
			assertThat(rewriting.problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.isError()).isTrue());
			Path target = FolderRewriter.target(FolderRewriterTests.this.folder);
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> rewriting.write(target));
			assertThat(target).doesNotExist();
		}

	}

	@Nested
	class Liquibase {

		@Test
		void changeSetsBecomeOneFileWithItsRollback() throws IOException {
			with("001_x.sql", """
					--liquibase formatted sql

					--changeset ann:1 splitStatements:false
					--comment first
					CREATE TABLE a ()
					--rollback DROP TABLE a;

					--changeset ann:2
					CREATE TABLE b ();
					/* liquibase rollback
					DROP TABLE b
					*/
					""");
			assertThat(text("liquibase")).isEqualTo("""
					-- migrate:up

					--changeset ann:1 splitStatements:false
					--comment first
					CREATE TABLE a ()

					;
					--changeset ann:2
					CREATE TABLE b ();

					-- migrate:down
					DROP TABLE b
					;
					DROP TABLE a;
					""");
			SqlMigration migration = only(catalog(plan("liquibase")));
			assertThat(migration.up().statements()).isEqualTo(2);
			assertThat(ScriptMarkers.of(migration).changeSets()).containsExactly("ann:1", "ann:2");
		}

		@Test
		void rollbackOfSomeChangeSetsIsNoRollbackOfTheFile() throws IOException {
			with("001_x.sql", """
					-- liquibase formatted sql
					-- changeset ann:1
					CREATE TABLE a ();
					-- rollback DROP TABLE a;
					-- changeset ann:2
					CREATE TABLE b ();
					""");
			FolderRewriting rewriting = plan("liquibase");
			assertThat(rewriting.problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.message()).contains("none for -- changeset ann:2"));
			assertThat(only(catalog(rewriting)).down()).isNull();
		}

		@Test
		void rollbackThatIsEmptyCounts() throws IOException {
			with("001_x.sql", """
					--liquibase formatted sql
					--changeset ann:1 runInTransaction:false
					CREATE TABLE a ();
					--rollback DROP TABLE a;
					--changeset ann:2
					SELECT 1;
					--rollback not required
					""");
			assertThat(text("liquibase")).startsWith("-- migrate:up transaction:false\n")
				.endsWith("\n-- migrate:down transaction:false\nDROP TABLE a;\n");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				value = { "--changeset ann:1 context:test|false", "--changeset ann:1 runOnChange:true|false",
						"--changeset ann:1 dbms:h2|true", "--changeset ann:1 endDelimiter:/|true",
						"--changeset ann:1\\n--ignoreLines:1|true",
						"--changeset ann:1\\n--preconditions onFail:MARK_RAN|false",
						"--property name:x value:y\\n--changeset ann:1|false" })
		void whatIsNotTakenOverIsTold(String lines, boolean error) throws IOException {
			with("001_x.sql", "--liquibase formatted sql\n" + lines.replace("\\n", "\n") + "\nSELECT 1;\n");
			assertThat(plan("liquibase").problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.isError()).isEqualTo(error);
				assertThat(problem.remedy()).isNotEmpty();
			});
		}

		@Test
		void filesWithoutVersionsAreNumbered() throws IOException {
			with("b.sql", "SELECT 2;").with("a.sql", "SELECT 1;").with("master.yaml", "databaseChangeLog:");
			FolderRewriting rewriting = plan("liquibase");
			assertThat(rewriting.files()).extracting(NewFile::name).containsExactly("0001_a.sql", "0002_b.sql");
			assertThat(rewriting.problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.message()).contains("master.yaml"));
			assertThat(catalog(rewriting).migrations()).extracting(Migration::description).containsExactly("a", "b");
		}

		@Test
		void numbersStayWhenFilesComeLater() throws IOException {
			Path target = FolderRewriter.target(FolderRewriterTests.this.folder);
			with("b.sql", "SELECT 2;").with("d.sql", "SELECT 4;");
			plan("liquibase").write(target);
			with("a.sql", "SELECT 1;").with("c.sql", "SELECT 3;").with("e.sql", "SELECT 5;");
			FolderRewriting again = plan("liquibase");
			assertThat(again.files()).extracting(NewFile::name)
				.containsExactly("0000.1_a.sql", "0001_b.sql", "0001.1_c.sql", "0002_d.sql", "0003_e.sql");
			again.write(target);
			assertThat(plan("liquibase").files()).isEqualTo(again.files());
		}

		@Test
		void fileWithoutAVersionAmongVersionedOnesKeepsTheirNames() throws IOException {
			with("20230101_a.sql", "SELECT 1;").with("cleanup.sql", "SELECT 2;");
			assertThat(plan("liquibase").files()).extracting(NewFile::name)
				.containsExactly("20230101_a.sql", "20230101.1_cleanup.sql");
		}

	}

	@Nested
	class Writing {

		private Path target() {
			return FolderRewriter.target(FolderRewriterTests.this.folder);
		}

		@Test
		void writeMakesTheFolderBesideTheOldOne() throws IOException {
			with("1_x.up.sql", "SELECT 'ä';");
			plan("golang-migrate").write(target());
			assertThat(target()).hasFileName("migrations-renamed");
			assertThat(target().resolve("1_x.sql")).hasContent("SELECT 'ä';");
			assertThat(FolderRewriterTests.this.folder.resolve("1_x.up.sql")).exists();
		}

		@Test
		void writeWhenAFileIsThereWritesNothing() throws IOException {
			with("1_x.up.sql", "SELECT 1;").with("2_y.up.sql", "SELECT 2;");
			Files.createDirectories(target());
			Files.writeString(target().resolve("2_y.sql"), "mine");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> plan("golang-migrate").write(target()))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.SCRIPT_UNWRITABLE))
				.withMessageContaining("2_y.sql");
			assertThat(target()).isDirectoryNotContaining("glob:**1_x.sql");
			assertThat(target().resolve("2_y.sql")).hasContent("mine");
		}

		@Test
		void writeWhenRunAgainLeavesWhatIsThere() throws IOException {
			with("1_x.up.sql", "SELECT 1;");
			plan("golang-migrate").write(target());
			with("2_y.up.sql", "SELECT 2;");
			plan("golang-migrate").write(target());
			assertThat(target().resolve("1_x.sql")).hasContent("SELECT 1;");
			assertThat(target().resolve("2_y.sql")).hasContent("SELECT 2;");
		}

		@Test
		void writeWhenTwoFilesWouldHaveOneNameWritesNothing() throws IOException {
			with("a/1_x.sql", "SELECT 1;").with("b/1_x.sql", "SELECT 2;");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> plan("sqlx").write(target()))
				.withMessageContaining("1_x.sql, from a/1_x.sql and b/1_x.sql");
			assertThat(target()).doesNotExist();
		}

	}

}
