package dev.appmigrations.engine.safety;

import java.util.List;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users of other linters complain about does not happen here.
 */
class ComplaintTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	/** A table that is neither empty nor small, as far as the catalogue tells. */
	@BeforeEach
	void createLargeTable() {
		this.database.execute("CREATE TABLE large (id bigint PRIMARY KEY, name varchar(40), note text);"
				+ "INSERT INTO large SELECT i, 'n', repeat('x', 40) FROM generate_series(1, 20000) i; ANALYZE large;"
				+ "CREATE TABLE small (id bigint PRIMARY KEY, name text); INSERT INTO small SELECT generate_series(1, 4);"
				+ "ANALYZE small");
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private List<String> lint(String sql) {
		this.scripts.with("9_x.sql", sql);
		return migrator().safety().lint().findings(Level.WARN).stream().map(Finding::rule).toList();
	}

	private List<String> lintText(String sql, int version) {
		this.scripts.with("9_x.sql", sql);
		return migrator().safety()
			.lint(new LintRequest(List.of(), null, false, false, null, version))
			.findings(Level.WARN)
			.stream()
			.map(Finding::rule)
			.toList();
	}

	@Nested
	class NewTables {

		@ParameterizedTest
		@ValueSource(strings = {
				"CREATE TABLE fresh (id bigint PRIMARY KEY); CREATE INDEX fresh_id ON fresh (id); ALTER TABLE fresh ADD CHECK (id > 0)",
				"CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint); ALTER TABLE b ADD FOREIGN KEY (id) REFERENCES a",
				"CREATE TABLE fresh (id bigint REFERENCES large (id))",
				"CREATE TABLE IF NOT EXISTS fresh (id bigint); ALTER TABLE IF EXISTS fresh ADD COLUMN number serial",
				"CREATE TABLE fresh AS SELECT * FROM small; CREATE UNIQUE INDEX ON fresh (id)",
				"SELECT * INTO fresh FROM small; ALTER TABLE fresh ALTER id SET NOT NULL",
				"CREATE TEMP TABLE fresh (id int); CREATE INDEX ON fresh (id); UPDATE fresh SET id = 1",
				"CREATE TABLE old_name (id int); ALTER TABLE old_name RENAME TO fresh; CREATE INDEX ON fresh (id)",
				"CREATE MATERIALIZED VIEW fresh AS SELECT 1 AS id; CREATE UNIQUE INDEX ON fresh (id)",
				"CREATE SCHEMA s; CREATE TABLE s.large (id int); CREATE INDEX ON s.large (id)" })
		void tableOfTheSameReleaseIsNotFlagged(String sql) {
			assertThat(lint(sql)).isEmpty();
		}

		@Test
		void tableOfAnotherPendingFileIsNotFlagged() {
			ComplaintTests.this.scripts.with("1_a.sql", "CREATE TABLE fresh (id bigint)");
			assertThat(lint("CREATE INDEX fresh_id ON fresh (id)")).isEmpty();
		}

		@Test
		void largeTableOfAnotherSchemaIsFlagged() {
			assertThat(lint("CREATE SCHEMA s; CREATE TABLE s.large (id int); CREATE INDEX ON large (id)"))
				.containsExactly("create-index-non-concurrent");
		}

	}

	@Nested
	class SmallTables {

		@ParameterizedTest
		@ValueSource(strings = { "CREATE INDEX ON small (name)", "ALTER TABLE small ALTER name SET NOT NULL",
				"ALTER TABLE small ADD COLUMN number serial", "UPDATE small SET name = 'x'" })
		void lockOfSmallTableIsDismissed(String sql) {
			assertThat(lint(sql)).isEmpty();
		}

		@Test
		void compatibilityOfSmallTableIsNotDismissed() {
			assertThat(lint("ALTER TABLE small RENAME COLUMN name TO title")).containsExactly("rename-column");
		}

	}

	@Nested
	class Versions {

		@ParameterizedTest
		@ValueSource(ints = { 140000, 150000, 160000, 170000, 180000 })
		void constantDefaultIsNotFlagged(int version) {
			assertThat(lintText("ALTER TABLE large ADD COLUMN a int NOT NULL DEFAULT 0;"
					+ "ALTER TABLE large ADD COLUMN b timestamptz DEFAULT now();"
					+ "ALTER TABLE large ADD COLUMN c text DEFAULT 'x'::text", version))
				.isEmpty();
		}

		@ParameterizedTest
		@ValueSource(ints = { 140000, 180000 })
		void provenNotNullIsNotFlagged(int version) {
			ComplaintTests.this.scripts.with("1_check.sql", """
					BEGIN; ALTER TABLE large ADD CONSTRAINT n CHECK (note IS NOT NULL AND note <> '') NOT VALID; COMMIT;
					BEGIN; ALTER TABLE large VALIDATE CONSTRAINT n; COMMIT;
					""");
			assertThat(lintText(
					"BEGIN; ALTER TABLE large ALTER note SET NOT NULL;" + "ALTER TABLE large DROP CONSTRAINT n; COMMIT",
					version))
				.doesNotContain("set-not-null");
		}

		@Test
		void safeFormIsThatOfTheVersion() {
			ComplaintTests.this.scripts.with("9_x.sql", "ALTER TABLE large ALTER note SET NOT NULL");
			assertThat(remedy(170000)).contains("CHECK (note IS NOT NULL) NOT VALID").contains("SET NOT NULL");
			assertThat(remedy(180000)).contains("NOT NULL note NOT VALID").doesNotContain("CHECK");
		}

		private String remedy(int version) {
			return migrator().safety()
				.lint(new LintRequest(List.of(), null, false, false, null, version))
				.findings(Level.WARN)
				.get(0)
				.remedy();
		}

	}

	@Nested
	class Types {

		@ParameterizedTest
		@ValueSource(strings = { "varchar(80)", "varchar", "text", "character varying(41)" })
		void wideningOfPresentTypeIsNotFlagged(String type) {
			assertThat(lint("ALTER TABLE large ALTER COLUMN name TYPE " + type)).isEmpty();
		}

		@Test
		void narrowingIsFlagged() {
			assertThat(lint("ALTER TABLE large ALTER COLUMN name TYPE varchar(10)"))
				.containsExactlyInAnyOrder("change-column-type", "narrow-column-type");
		}

	}

	@Nested
	class Transactions {

		@Test
		void concurrentIndexInFileOfItsOwnIsNotFlagged() {
			assertThat(lint("CREATE INDEX CONCURRENTLY large_name ON large (name)")).isEmpty();
		}

		@Test
		void nothingIsAskedOfLockTimeoutsAndGuards() {
			assertThat(lint("ALTER TABLE large ADD COLUMN a int; CREATE TABLE x (id int)")).isEmpty();
		}

		@Test
		void validationInUnitOfItsOwnIsNotFlagged() {
			assertThat(lint("""
					BEGIN; ALTER TABLE large ADD CONSTRAINT n CHECK (id > 0) NOT VALID; COMMIT;
					BEGIN; ALTER TABLE large VALIDATE CONSTRAINT n; COMMIT;
					""")).containsExactly("constraint-before-drain");
		}

		@Test
		void validationOfWhatIsValidIsNotFlagged() {
			ComplaintTests.this.database.execute("ALTER TABLE large ADD CONSTRAINT n CHECK (id > 0)");
			assertThat(lint("ALTER TABLE large ADD COLUMN a int; ALTER TABLE large VALIDATE CONSTRAINT n")).isEmpty();
		}

		@Test
		void concurrentIndexOfPartitionedTableIsFlagged() {
			ComplaintTests.this.database.execute("CREATE TABLE parts (id int, at date) PARTITION BY RANGE (at)");
			assertThat(lint("CREATE INDEX CONCURRENTLY parts_at ON parts (at)"))
				.containsExactly("concurrent-index-on-partitioned");
		}

	}

	@Nested
	class Dependents {

		@BeforeEach
		void createDependents() {
			ComplaintTests.this.database.execute("""
					CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
					CREATE TRIGGER t BEFORE UPDATE OF name ON large FOR EACH ROW EXECUTE FUNCTION f();
					CREATE VIEW names AS SELECT note FROM large;
					""");
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "ALTER TABLE large ALTER name TYPE text", "ALTER TABLE large ALTER note TYPE varchar" })
		void dependentThatStandsIsFlagged(String sql) {
			assertThat(lint(sql)).containsExactly("view-blocks-type-change");
		}

		@ParameterizedTest
		@ValueSource(strings = { "DROP TRIGGER t ON large; ALTER TABLE large ALTER name TYPE text",
				"DROP VIEW names; ALTER TABLE large ALTER note TYPE varchar; CREATE VIEW names AS SELECT note FROM large" })
		void dependentThatWasDroppedBeforeIsNotFlagged(String sql) {
			assertThat(lint(sql)).isEmpty();
		}

	}

	@Nested
	class OldMigrations {

		@Test
		void appliedMigrationIsNotJudged() {
			ComplaintTests.this.scripts.with("1_bad.sql",
					"CREATE INDEX ON large (name); ALTER TABLE large DROP COLUMN note");
			migrator().migrate();
			assertThat(lint("SELECT 1")).isEmpty();
		}

	}

	@Nested
	class Suppression {

		@Test
		void allowOfOneRuleSuppressesNoOther() {
			assertThat(lint("-- migrate:allow create-index-non-concurrent nobody writes at night\n"
					+ "CREATE INDEX ON large (name);\nALTER TABLE large DROP COLUMN note"))
				.containsExactly("drop-column");
		}

	}

	@Nested
	class Unseen {

		@ParameterizedTest
		@ValueSource(strings = { "DO $$ BEGIN ALTER TABLE large DROP COLUMN note; END $$",
				"CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'TRUNCATE large'", "SELECT 'DROP TABLE large'",
				"COMMENT ON TABLE large IS 'DROP TABLE large; TRUNCATE large'", "NO SQL AT ALL" })
		void textInBodiesAndLiteralsIsNotJudged(String sql) {
			assertThat(lint(sql)).isEmpty();
		}

	}

}
