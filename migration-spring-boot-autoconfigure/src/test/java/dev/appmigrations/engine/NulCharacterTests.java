package dev.appmigrations.engine;

import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * PostgreSQL has no character U+0000: a script that has one is refused with its place,
 * where the server would only find it in the middle of the run.
 */
class NulCharacterTests {

	@FreshDatabase
	private static TestDatabase database;

	private static Migrator migrator(String script) {
		MemoryScripts scripts = new MemoryScripts().with("1_first.sql", "CREATE TABLE first ();")
			.with("2_nul.sql", script.replace("|", "\n").replace('@', '\0'));
		return Migrator.builder(database.dataSource(), scripts).build();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			`SELECT 1;|SELECT 'a@b';`                         ; 2:10
			`SELECT 1;|SELECT $x$|é\uD83D\uDE00@|$x$;`        ; 3:3
			`CREATE TABLE t (a text);|COPY t FROM stdin;|x@y|\\.`; 3:2
			`DO $$BEGIN|  PERFORM 1;@|END$$;`                 ; 2:13
			`SELECT 1; -- a@b`                                ; 1:15
			`SELECT 1;|/* a|@ */`                             ; 3:1
			`@`                                               ; 1:1
			`S@E@L@E@C@T@ @1@`                                ; 1:2
			`SELECT "@";`                                   ; 1:9
			`SELECT 1;||@`                                    ; 3:1
			""")
	void migrateWhenScriptHasNulNamesItsPlaceBeforeAnythingRuns(String script, String place) {
		Migrator migrator = migrator(script);
		MigrationException failure = catchThrowableOfType(MigrationException.class, migrator::migrate);
		assertThat(failure.description())
			.contains("db/migration/2_nul.sql:" + place + ": the file contains a NUL character")
			.contains("\\u0000")
			.contains("^");
		assertThat(database.value("SELECT to_regclass('first')")).isNull();
		assertThat(migrator.status().problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(Problem.Code.UNREADABLE_SCRIPT));
	}

	@Test
	void statusWhenNulStandsFarInsideShowsTheLineWithACaret() {
		Migrator migrator = migrator("SELECT 1;|".repeat(50_000) + "SELECT 'left@right';");
		assertThat(migrator.status().problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.message()).contains("2_nul.sql:50001:13: ")
				.endsWith("SELECT 'left\\u0000right';\n            ^"));
	}

	@Test
	void statusWhenAPlaceholderStandsForNulNamesWhereItStands() {
		MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "SELECT '${value}';");
		Migrator migrator = Migrator.builder(database.dataSource(), scripts)
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Scripts(List.of(Location.parse("classpath:db/migration")),
						Map.of("value", "x\0"))))
			.build();
		assertThat(migrator.status().problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.message()).contains("db/migration/1_a.sql:1:10: "));
	}

	@Test
	void statusWhenARollbackHasNulWarns() {
		MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "SELECT 1;").with("1_a.down.sql", "SELECT '\0';");
		Migrator migrator = Migrator.builder(database.dataSource(), scripts).build();
		assertThat(migrator.status().problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.UNREADABLE_ROLLBACK);
			assertThat(problem.message()).contains("db/migration/1_a.down.sql:1:9: the file contains a NUL character");
		});
	}

	@Test
	void statusWhenAnAppliedScriptHasNulInACommentWarns() {
		try (TestDatabase fresh = TestDatabase.create()) {
			Migrator.builder(fresh.dataSource(), new MemoryScripts().with("1_a.sql", "-- x\nSELECT 1; /* y */\n-- z"))
				.build()
				.migrate();
			fresh.execute("UPDATE migration_history SET checksum = '1:' || substr(checksum, 3)");
			MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "-- \0\nSELECT 1; /* \0 */\n-- z\0");
			MigrationReport status = Migrator.builder(fresh.dataSource(), scripts).build().status();
			assertThat(status.pending()).isEmpty();
			assertThat(status.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.isError()).isFalse();
				assertThat(problem.message()).contains("db/migration/1_a.sql:1:4: the file contains a NUL character");
			});
		}
	}

}
