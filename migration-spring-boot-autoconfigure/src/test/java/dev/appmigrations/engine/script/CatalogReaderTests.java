package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationKind;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.SqlMigration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CatalogReader}.
 */
class CatalogReaderTests {

	private final List<Script> scripts = new ArrayList<>();

	private CatalogReaderTests with(String fileName, String text) {
		this.scripts.add(Bytes.of("db/" + fileName, text));
		return this;
	}

	private CatalogReaderTests with(Script script) {
		this.scripts.add(script);
		return this;
	}

	private MigrationCatalog read(Placeholders placeholders) {
		return new CatalogReader((location) -> Optional.of(this.scripts), List.of(Location.parse("db")), placeholders)
			.read();
	}

	private MigrationCatalog read() {
		return read(Placeholders.NONE);
	}

	private SqlMigration only() {
		MigrationCatalog catalog = read();
		assertThat(catalog.problems()).isEmpty();
		assertThat(catalog.migrations()).hasSize(1);
		return (SqlMigration) catalog.migrations().get(0);
	}

	private Problem problem() {
		List<Problem> problems = read().problems();
		assertThat(problems).hasSize(1);
		return problems.get(0);
	}

	private static String rollback(Migration migration) {
		SqlMigration sql = (SqlMigration) migration;
		return (sql.down() != null) ? sql.down().script().fileName() : "";
	}

	@Test
	void readMakesMigrationOfFile() {
		with("20251112000001_add_users.sql", "-- migrate:phase contract\n-- migrate:requires 1\nSELECT 1; SELECT 2");
		SqlMigration migration = only();
		assertThat(migration.name()).isEqualTo("20251112000001_add_users.sql");
		assertThat(migration.location()).isEqualTo("db/20251112000001_add_users.sql");
		assertThat(migration.version()).hasToString("20251112000001");
		assertThat(migration.description()).isEqualTo("add users");
		assertThat(migration.kind()).isEqualTo(MigrationKind.VERSIONED);
		assertThat(migration.phase()).isEqualTo(Phase.CONTRACT);
		assertThat(migration.requirements()).containsExactly("1");
		assertThat(migration.up().statements()).isEqualTo(2);
		assertThat(migration.down()).isNull();
	}

	@Test
	void readMakesRepeatableMigration() {
		with("R__views.sql", "SELECT 1");
		assertThat(only().kind()).isEqualTo(MigrationKind.REPEATABLE);
		assertThat(only().version()).isNull();
	}

	@Test
	void readTakesChecksumOfReplacedTextForRepeatableMigrationsOnly() {
		with("1_a.sql", "SELECT '${name}'").with("R__b.sql", "SELECT '${name}'");
		List<Migration> one = read(new Placeholders(Map.of("name", "one"))).migrations();
		List<Migration> two = read(new Placeholders(Map.of("name", "two"))).migrations();
		assertThat(one.get(0).checksum()).isEqualTo(two.get(0).checksum());
		assertThat(one.get(1).checksum()).isNotEqualTo(two.get(1).checksum());
	}

	@Test
	void readTellsAllProblemsAtOnce() {
		with("1_a.sql", "SELECT '").with("2_b.sql", "-- migrate:nonsense")
			.with("readme.sql", "")
			.with("3_c.down.sql", "SELECT 1")
			.with("B1__x.sql", "")
			.with("4_d.sql", "SELECT 1");
		MigrationCatalog catalog = read();
		assertThat(catalog.migrations()).extracting(Migration::name).containsExactly("4_d.sql");
		assertThat(catalog.problems()).extracting(Problem::code)
			.containsExactlyInAnyOrder(Problem.Code.UNREADABLE_SCRIPT, Problem.Code.INVALID_DIRECTIVE,
					Problem.Code.MISNAMED_FILE, Problem.Code.ORPHAN_ROLLBACK, Problem.Code.UNSUPPORTED_FILE);
		assertThat(catalog.problems()).allMatch(Problem::isError);
	}

	@Nested
	class Pairs {

		@ParameterizedTest
		@CsvSource({ "1_a.sql, 1_a.down.sql", "1_a.up.sql, 1_a.down.sql", "V1__a.sql, U1__a.sql",
				"V1__a.sql, 1_a.down.sql", "01_a.sql, 1.0_other.down.sql",
				"20251112_a.sql, 20251112000000_a.down.sql" })
		void readPairsRollbackWithItsMigration(String migration, String rollback) {
			with(rollback, "SELECT 1; SELECT 2; SELECT 3").with(migration, "SELECT 1");
			assertThat(rollback(only())).isEqualTo(rollback);
			assertThat(only().down()).isNotNull();
			assertThat(only().down().statements()).isEqualTo(3);
			assertThat(only().up().statements()).isEqualTo(1);
		}

		@Test
		void readTakesMarkedSectionOfRollbackFile() {
			with("1_a.sql", "SELECT 1").with("1_a.down.sql", "-- migrate:down\nSELECT 1; SELECT 2");
			assertThat(only().down()).isNotNull();
			assertThat(only().down().statements()).isEqualTo(2);
		}

		@Test
		void readWhenTwoMigrationsHaveOneVersionGivesEachItsOwnRollback() {
			with("1_a.sql", "SELECT 1").with("1_b.down.sql", "SELECT 1")
				.with("1_b.sql", "SELECT 1")
				.with("1_a.down.sql", "SELECT 1")
				.with("1_c.sql", "SELECT 1")
				.with("1_z.down.sql", "SELECT 1");
			assertThat(read().problems()).isEmpty();
			assertThat(read().migrations()).extracting(CatalogReaderTests::rollback)
				.containsExactly("1_a.down.sql", "1_b.down.sql", "1_z.down.sql");
		}

		@Test
		void readWhenMigrationHasTwoRollbacksIsError() {
			with("1_a.sql", "SELECT 1").with("1_a.down.sql", "SELECT 1").with("U1__a.sql", "SELECT 1");
			assertThat(problem().code()).isEqualTo(Problem.Code.AMBIGUOUS_SCRIPT);
			assertThat(problem().message()).isEqualTo("db/U1__a.sql is a second rollback of version 1.");
		}

		@Test
		void readWhenFileHasDownSectionAndRollbackFileIsError() {
			with("1_a.sql", "SELECT 1;\n-- migrate:down\nSELECT 2").with("1_a.down.sql", "SELECT 1");
			assertThat(problem().message()).isEqualTo("db/1_a.down.sql is a second rollback of 1_a.sql.");
		}

		@ParameterizedTest
		@ValueSource(strings = { "2_a.down.sql", "U2__a.sql" })
		void readWhenRollbackHasNoMigrationIsError(String rollback) {
			with("1_a.sql", "SELECT 1").with(rollback, "SELECT 1");
			assertThat(problem().code()).isEqualTo(Problem.Code.ORPHAN_ROLLBACK);
			assertThat(problem().message()).isEqualTo("db/" + rollback + " is a rollback without its migration.");
			assertThat(problem().migrations()).containsExactly(rollback);
		}

		@Test
		void readWhenMigrationIsFaultyStillKnowsItsRollback() {
			with("1_a.sql", "SELECT '").with("1_a.down.sql", "SELECT 1");
			assertThat(problem().code()).isEqualTo(Problem.Code.UNREADABLE_SCRIPT);
			assertThat(problem().migrations()).containsExactly("1_a.sql");
		}

	}

	@Nested
	class Faults {

		@Test
		void readWhenNameFitsNoFormShowsTheForms() {
			with("schema.sql", "SELECT 1");
			assertThat(problem().message()).isEqualTo("db/schema.sql has a name of no known form.");
			assertThat(problem().remedy()).contains("20251112000001_description.sql", ".down.sql",
					"V1__description.sql", "R__description.sql");
		}

		@ParameterizedTest
		@CsvSource({ "B1__x.sql, a baseline migration", "afterClean.sql, a SQL callback" })
		void readWhenFlywayHasWhatWeHaveNotSaysSo(String fileName, String what) {
			with(fileName, "SELECT 1");
			assertThat(problem().code()).isEqualTo(Problem.Code.UNSUPPORTED_FILE);
			assertThat(problem().message()).contains(fileName, what);
		}

		@Test
		void readWhenScriptCannotBeSplitShowsPlaceAndLine() {
			with("1_a.sql", "SELECT 1;\nSELECT 'open;\n");
			assertThat(problem().message()).startsWith("db/1_a.sql:2:8: ").endsWith("\nSELECT 'open;\n       ^");
		}

		@Test
		void readWhenDirectiveIsUnknownShowsPlaceAndLine() {
			with("1_a.sql", "-- Users\n  -- migrate:frobnicate now\nSELECT 1");
			assertThat(problem().message()).isEqualTo(
					"db/1_a.sql:2:3: there is no directive 'frobnicate' (now)\n  -- migrate:frobnicate now\n  ^");
			assertThat(problem().remedy()).contains("up, down, transaction, requires, phase");
		}

		@Test
		void readWhenPlaceholderHasNoValueNamesTheProperty() {
			with("1_a.sql", "SELECT ${b}");
			assertThat(read(new Placeholders(Map.of("a", "1"))).problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.UNDEFINED_PLACEHOLDER);
				assertThat(problem.message())
					.isEqualTo("db/1_a.sql:1:8: placeholder ${b} has no value\nSELECT ${b}\n       ^");
				assertThat(problem.remedy()).contains("MigratorOptions.Scripts.placeholders.b");
			});
		}

		@Test
		void readWhenFileIsNotUtf8TellsTheByte() {
			with(new Bytes("db/1_a.sql", new byte[] { '-', '-', '\n', '-', '-', ' ', (byte) 0xE4, '\n' }));
			assertThat(problem().code()).isEqualTo(Problem.Code.UNREADABLE_SCRIPT);
			assertThat(problem().message()).startsWith("db/1_a.sql: byte 6 (line 2): ");
			assertThat(problem().remedy()).contains("UTF-8");
		}

		@Test
		void readWhenFileCannotBeOpenedTellsWhy() {
			with(new Script() {

				@Override
				public String fileName() {
					return "1_a.sql";
				}

				@Override
				public String path() {
					return "db/1_a.sql";
				}

				@Override
				public InputStream open() throws IOException {
					throw new IOException("Permission denied");
				}

			});
			assertThat(problem().code()).isEqualTo(Problem.Code.UNREADABLE_SCRIPT);
			assertThat(problem().message()).isEqualTo("db/1_a.sql cannot be read: Permission denied");
		}

	}

}
