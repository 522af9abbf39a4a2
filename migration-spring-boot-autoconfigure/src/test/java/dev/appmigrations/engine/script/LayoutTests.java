package dev.appmigrations.engine.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.SqlMigration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the layouts of other tools' folders.
 */
class LayoutTests {

	private final List<Script> files = new ArrayList<>();

	private LayoutTests with(String... paths) {
		for (String path : paths) {
			this.files.add(Bytes.of("db/" + path, "SELECT 1;"));
		}
		return this;
	}

	private MigrationCatalog read(Layout layout) {
		return new CatalogReader((location) -> Optional.of(this.files), List.of(Location.parse("db")),
				Placeholders.NONE, layout, List.of())
			.read();
	}

	/** Name, version and path of the rollback of each, in the order of paths. */
	private static List<String> described(MigrationCatalog catalog) {
		return catalog.migrations().stream().map((migration) -> {
			SqlMigration file = (SqlMigration) migration;
			String down = (file.down() != null) ? " down " + file.down().script().path() : "";
			return file.name() + " " + Objects.toString(file.version()) + down;
		}).toList();
	}

	private static List<String> names(MigrationCatalog catalog) {
		return catalog.migrations().stream().map(Migration::name).toList();
	}

	private static List<Problem> errors(MigrationCatalog catalog) {
		return Problem.errors(catalog.problems());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			2019-02-26-002946_create_user          | 20190226002946_create_user
			00000000000000_diesel_initial_setup    | 00000000000000_diesel_initial_setup
			20140924113530_dumped_migration_1      | 20140924113530_dumped_migration_1
			2023-09-18-141700-fix-apub-actor       | 20230918141700_fix-apub-actor
			20230918141700                         | 20230918141700_migration
			2023-09-18-141700                      | 20230918141700_migration
			1620000000000_init                     | 1620000000000_init
			0_init                                 | 0_init
			1528395684                             | 1528395684_migration
			2020-01-01-000000_2fa                  | 20200101000000_2fa
			""")
	void nameOfAFolderHasTheVersionWithoutHyphensAndADescription(String folder, String name) {
		assertThat(MigrationFolderName.of(folder)).isEqualTo(name);
		assertThat(ScriptName.parse(name + ".sql").form()).isEqualTo(ScriptName.Form.VERSIONED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0001-init.sql              | 0001           | init
			1 init.sql                 | 1              | init
			001.init.sql               | 001            | init
			0001.sql                   | 0001           | ''
			20200131120000-x_y.sql     | 20200131120000 | x y
			2020-01-31-x.sql           | 20200131       | x
			2020-01-31_1200_x.sql      | 202001311200   | x
			2020-01-31.sql             | 20200131       | ''
			1.2-x.sql                  | 1.2            | x
			0001-x.up.sql              | 0001           | x
			""")
	void numberedFileHasVersionAndDescription(String file, String version, String description) {
		NamedScript named = new NumberedFiles(Layout.NUMBERED).read(Bytes.of(file, ""));
		assertThat(named).isNotNull();
		assertThat(named.fileName()).isEqualTo(file);
		assertThat(named.name().version()).hasToString(version);
		assertThat(named.name().description()).isEqualTo(description);
	}

	@Nested
	class Recognized {

		private MigrationCatalog read(Layout expected) {
			MigrationCatalog catalog = LayoutTests.this.read(Layout.AUTO);
			assertThat(errors(catalog)).isEmpty();
			assertThat(catalog.problems()).filteredOn((problem) -> problem.severity() == Problem.Severity.NOTE)
				.singleElement()
				.satisfies((problem) -> {
					assertThat(problem.code()).isEqualTo(Problem.Code.FOREIGN_LAYOUT);
					assertThat(problem.message()).contains(expected.label()).doesNotContain("\n");
					assertThat(problem.remedy()).contains("MigratorOptions.Scripts.layout=" + expected.label());
				});
			return catalog;
		}

		@Test
		void dieselFoldersAreMigrationsWithTheirRollbacks() {
			with("2019-02-26-002946_create_user/up.sql", "2019-02-26-002946_create_user/down.sql",
					"00000000000000_setup/up.sql", "2023-01-01-000000-no-underscore/up.sql");
			assertThat(described(read(Layout.DIESEL))).containsExactlyInAnyOrder(
					"00000000000000_setup.sql 00000000000000",
					"20190226002946_create_user.sql 20190226002946 down db/2019-02-26-002946_create_user/down.sql",
					"20230101000000_no-underscore.sql 20230101000000");
		}

		@Test
		void foldersBelowOthersAreRead() {
			with("shard/1620000000000_a/up.sql", "shard/1620000000000_a/down.sql", "shard/1620000000001_b/up.sql");
			assertThat(names(read(Layout.DIESEL))).containsExactly("1620000000000_a.sql", "1620000000001_b.sql");
		}

		@Test
		void prismaFoldersAreMigrations() {
			with("0_init/migration.sql", "20230101000000_a/migration.sql", "20230101000000_a/down.sql");
			assertThat(described(read(Layout.PRISMA))).containsExactlyInAnyOrder("0_init.sql 0",
					"20230101000000_a.sql 20230101000000 down db/20230101000000_a/down.sql");
		}

		@Test
		void prismaFoldersOfOneVersionAreInTheOrderOfTheirNames() {
			with("20230101_b/migration.sql", "20230101_a/migration.sql");
			assertThat(read(Layout.PRISMA).orderedByName()).containsExactlyInAnyOrder("20230101_a.sql",
					"20230101_b.sql");
		}

		@Test
		void numberedFilesAreMigrationsUnderTheirNames() {
			with("0001-a.sql", "0002_b.sql", "0010-c.sql", "0010-c.down.sql");
			assertThat(described(read(Layout.NUMBERED))).containsExactly("0001-a.sql 0001", "0002_b.sql 0002",
					"0010-c.sql 0010 down db/0010-c.down.sql");
		}

		@Test
		void postgratorFilesAreMigrationsWithTheirRollbacks() {
			with("001.do.a.sql", "001.undo.a.sql", "2.do.sql");
			assertThat(described(read(Layout.POSTGRATOR))).containsExactly("001.do.a.sql 001 down db/001.undo.a.sql",
					"2.do.sql 2");
		}

		@Test
		void dialectOfPostgresComesBeforeTheGenericFileAndOthersAreLeftOut() {
			with("1_a.up.sql", "1_a.postgres.up.sql", "1_a.mysql.up.sql", "1_a.down.sql", "2_b.up.sql",
					"2_b.sqlite3.up.sql", "2_b.postgresql.down.sql", "2_b.down.sql", "3_c.cockroach.autocommit.up.sql",
					"3_c.autocommit.up.sql", "4_d.mysql.up.sql", "5_e.autocommit.postgres.up.sql");
			MigrationCatalog catalog = read(Layout.POP);
			assertThat(described(catalog)).containsExactly("1_a.postgres.up.sql 1 down db/1_a.down.sql",
					"2_b.up.sql 2 down db/2_b.postgresql.down.sql", "3_c.autocommit.up.sql 3",
					"5_e.autocommit.postgres.up.sql 5");
		}

		@Test
		void otherFilesBesideAreIgnoredWithOneWarning() {
			with("20230101000000_a/migration.sql", "seed.sql", "20230101000000_a/notes/draft.sql");
			MigrationCatalog catalog = read(Layout.PRISMA);
			assertThat(names(catalog)).containsExactly("20230101000000_a.sql");
			assertThat(catalog.problems()).filteredOn((problem) -> problem.severity() == Problem.Severity.WARNING)
				.singleElement()
				.satisfies((problem) -> assertThat(problem.message()).contains("2 files", "db/seed.sql"));
		}

	}

	@Nested
	class NotRecognized {

		@Test
		void filesOfOursAreReadAsBefore() {
			with("1_a.sql", "1_a.down.sql", "V2__b.sql", "R__c.sql", "3_d.e.sql", "4_x.postgres.up.sql");
			MigrationCatalog catalog = read(Layout.AUTO);
			assertThat(catalog.problems()).isEmpty();
			assertThat(catalog.orderedByName()).isEmpty();
			assertThat(names(catalog)).containsExactly("1_a.sql", "3_d.e.sql", "4_x.postgres.up.sql", "R__c.sql",
					"V2__b.sql");
		}

		@Test
		void filesOfOursBesideAnotherLayoutAreOneErrorThatSaysWhatToSet() {
			with("20230101000000_a/up.sql", "20230102000000_b/up.sql", "20230103000000_c/up.sql",
					"20230104000000_d/up.sql", "20230105000000_e.sql");
			MigrationCatalog catalog = read(Layout.AUTO);
			assertThat(catalog.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.isError()).isTrue();
				assertThat(problem.message()).contains("4 files", "diesel", "beside 1 of other forms", "and 1 more.");
				assertThat(problem.remedy()).contains("MigratorOptions.Scripts.layout=diesel");
			});
			assertThat(names(catalog)).containsExactly("20230105000000_e.sql");
		}

		@Test
		void twoLayoutsInOneLocationAreOneError() {
			with("20230101000000_a/up.sql", "20230102000000_b/migration.sql");
			assertThat(errors(read(Layout.AUTO))).singleElement()
				.satisfies((problem) -> assertThat(problem.message()).contains("diesel", "prisma"));
		}

		@Test
		void filesOfNoKnownLayoutAreErrors() {
			with("init.sql", "second.sql");
			assertThat(errors(read(Layout.AUTO))).extracting(Problem::code)
				.containsExactly(Problem.Code.MISNAMED_FILE, Problem.Code.MISNAMED_FILE);
		}

		@Test
		void anotherLayoutWhereOwnIsSetIsOneError() {
			with("20230101000000_a/up.sql", "20230101000000_a/down.sql", "20230102000000_b/up.sql", "x.sql");
			MigrationCatalog catalog = read(Layout.OWN);
			assertThat(errors(catalog)).extracting(Problem::code)
				.containsExactly(Problem.Code.FOREIGN_LAYOUT, Problem.Code.MISNAMED_FILE);
		}

	}

	@Nested
	class Named {

		@Test
		void layoutThatIsNamedIsNotReportedAndTakesTheFilesOfItsTool() {
			with("20230101000000_a/up.sql", "20230102000000_b.sql");
			MigrationCatalog catalog = read(Layout.DIESEL);
			assertThat(names(catalog)).containsExactly("20230101000000_a.sql");
			assertThat(catalog.problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING));
		}

		@ParameterizedTest
		@EnumSource(value = Layout.class, names = { "SQLX", "GOOSE", "SUPABASE", "TERN", "DBMATE", "SQL_MIGRATE" })
		void toolThatIgnoresOtherFilesIsFollowed(Layout layout) {
			with("001_a.sql", "seed.sql", "README.sql");
			MigrationCatalog catalog = read(layout);
			assertThat(described(catalog)).containsExactly("001_a.sql 001");
			assertThat(catalog.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.isError()).isFalse();
				assertThat(problem.message()).contains("2 files", "db/README.sql", "db/seed.sql");
			});
		}

		@Test
		void golangMigrateTakesFilesWithADirectionAndUnpaddedNumbers() {
			with("1_a.up.sql", "1_a.down.sql", "10_b.up.sql", "2_c.up.sql", "3_d.sql");
			assertThat(described(read(Layout.GOLANG_MIGRATE))).containsExactly("10_b.up.sql 10",
					"1_a.up.sql 1 down db/1_a.down.sql", "2_c.up.sql 2");
		}

		@Test
		void flywayTakesItsOwnNames() {
			with("V1__a.sql", "R__b.sql", "U1__a.sql", "2_c.sql");
			assertThat(names(read(Layout.FLYWAY))).containsExactly("R__b.sql", "V1__a.sql");
		}

		@ParameterizedTest
		@EnumSource(value = Layout.class, names = { "DBMATE", "SQL_MIGRATE", "NUMBERED" })
		void toolThatOrdersByNameMayHaveOneVersionTwice(Layout layout) {
			with("20230101_b.sql", "20230101-a.sql");
			assertThat(read(layout).orderedByName()).containsExactlyInAnyOrder("20230101-a.sql", "20230101_b.sql");
		}

		@Test
		void readOfSeveralLocationsIsForEach() {
			Map<Location, List<Script>> found = Map.of(Location.parse("one"),
					List.of(Bytes.of("one/20230101000000_a/up.sql", "SELECT 1")), Location.parse("two"),
					List.of(Bytes.of("two/20230102000000_b.sql", "SELECT 2")));
			MigrationCatalog catalog = new CatalogReader((location) -> Optional.ofNullable(found.get(location)),
					List.of(Location.parse("one"), Location.parse("two")), Placeholders.NONE)
				.read();
			assertThat(errors(catalog)).isEmpty();
			assertThat(names(catalog)).containsExactly("20230101000000_a.sql", "20230102000000_b.sql");
		}

		@Test
		void readWhenTwoFoldersHaveOneNameInOurFormIsAnError() {
			with("2023-01-01_a/up.sql", "20230101_a/up.sql");
			assertThat(errors(read(Layout.DIESEL))).extracting(Problem::code)
				.containsExactly(Problem.Code.AMBIGUOUS_SCRIPT);
		}

	}

}
