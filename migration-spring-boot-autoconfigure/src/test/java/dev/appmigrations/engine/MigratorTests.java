package dev.appmigrations.engine;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MigratorTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private MemoryScripts scripts() {
		return this.scripts;
	}

	private TestDatabase database() {
		return this.database;
	}

	@Test
	void migrateAppliesPendingMigrationsInTheOrderOfTheirVersions() {
		this.scripts.with("10_second.sql", "CREATE TABLE b (a_id int REFERENCES a)")
			.with("2_first.sql", "CREATE TABLE a (id int PRIMARY KEY);\nINSERT INTO a VALUES (1);");
		MigrationReport report = migrator().migrate();
		assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
		assertThat(report.steps()).extracting("name").containsExactly("2_first.sql", "10_second.sql");
		assertThat(report.steps()).extracting("statements").containsExactly(2L, 1L);
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY id"))
			.containsExactly("2_first.sql", "10_second.sql");
		assertThat(this.database.list("SELECT action FROM migration_log")).containsExactly("applied", "applied");
	}

	@Test
	void migrateRecordsEverythingThatIsKnown() {
		this.scripts.with("20251112000001_add_bounce_tracking.sql", "CREATE TABLE a ()");
		Migrator.builder(this.database.dataSource(), this.scripts)
			.options(MigratorOptions.defaults().with(new MigratorOptions.Identity("shop", "1.4.2")))
			.build()
			.migrate();
		assertThat(this.database.value("SELECT concat_ws('|', id, migration_name, version, description, kind, phase,"
				+ " left(checksum, 2), execution_ms < 5000, applied_by, release, origin, out_of_order)"
				+ " FROM migration_history WHERE applied_from LIKE '% (shop)' AND applied_at > now() - '1 min'::interval"))
			.isEqualTo("1|20251112000001_add_bounce_tracking.sql|20251112000001|add bounce tracking|versioned|expand|"
					+ "2:|t|postgres|1.4.2|applied|f");
	}

	@Test
	void migrateWhenNothingIsPendingDoesNothing() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ()");
		migrator().migrate();
		MigrationReport report = migrator().migrate();
		assertThat(report.steps()).isEmpty();
		assertThat(report.applied()).hasSize(1);
	}

	@Test
	void statusWritesNothing() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ()");
		MigrationReport report = migrator().status();
		assertThat(report.state()).isEqualTo(MigrationReport.State.PENDING);
		assertThat(report.pending()).extracting(PendingReport::name).containsExactly("1_a.sql");
		assertThat(this.database.value("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
			.isEqualTo("0");
	}

	@Nested
	class Failures {

		@Test
		void migrateWhenStatementFailsRollsBackAndTellsWhere() {
			scripts().with("1_a.sql", "CREATE TABLE a (id int);")
				.with("2_b.sql", "CREATE TABLE b (id int);\n\nINSERT INTO b\n  SELECT idd FROM a;\n")
				.with("3_c.sql", "CREATE TABLE c (id int);");
			assertThatExceptionOfType(StatementFailedException.class).isThrownBy(() -> migrator().migrate())
				.satisfies((ex) -> {
					assertThat(ex.location()).isEqualTo("db/migration/2_b.sql:4:10");
					assertThat(ex.sqlState()).isEqualTo("42703");
					assertThat(ex.description()).contains("      SELECT idd FROM a;\n             ^\n")
						.contains("ERROR: column \"idd\" does not exist (SQLSTATE 42703)")
						.contains("HINT: Perhaps you meant to reference the column \"a.id\"");
				});
			assertThat(database().list("SELECT migration_name FROM migration_history")).containsExactly("1_a.sql");
			assertThat(database().value("SELECT to_regclass('b')")).isNull();
			assertThat(database().value("SELECT to_regclass('c')")).isNull();
			assertThat(database().value("SELECT concat_ws('|', migration_name, sqlstate, occurrences) FROM"
					+ " migration_log WHERE action = 'failed'"))
				.isEqualTo("2_b.sql|42703|1");
		}

		@Test
		void migrateWhenItFailsInTheSameWayAgainCountsInTheLog() {
			scripts().with("1_a.sql", "SELECT 1/0");
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate());
			}
			assertThat(database().list("SELECT occurrences FROM migration_log")).containsExactly("3");
		}

		@Test
		void migrateWhenDeferredConstraintFailsTellsThatItWasAtCommit() {
			scripts().with("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY, p int REFERENCES a DEFERRABLE INITIALLY"
					+ " DEFERRED);\nINSERT INTO a VALUES (1, 2);");
			assertThatExceptionOfType(StatementFailedException.class).isThrownBy(() -> migrator().migrate())
				.satisfies((ex) -> assertThat(ex.description()).contains("failed at COMMIT").contains("23503"));
			assertThat(database().value("SELECT to_regclass('a')")).isNull();
		}

		@Test
		void migrateWhenChecksumChangedRefusesAndTellsAllProblems() {
			scripts().with("1_a.sql", "CREATE TABLE a (id int);");
			migrator().migrate();
			scripts().with("1_a.sql", "CREATE TABLE a (id bigint);")
				.with("2_b.sql", "SELECT 1;")
				.with("02_c.sql", "SELECT 2;")
				.with("nonsense.sql", "SELECT 3;");
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().migrate())
				.satisfies((ex) -> assertThat(ex.problems()).extracting(Problem::code)
					.containsExactlyInAnyOrder(Problem.Code.MISNAMED_FILE, Problem.Code.CHECKSUM_CHANGED,
							Problem.Code.DUPLICATE_VERSION));
		}

		@Test
		void migrateWhenOnlyCommentsAndSpaceChangedDoesNothing() {
			scripts().with("1_a.sql", "CREATE TABLE a (id int);");
			migrator().migrate();
			scripts().with("1_a.sql", "-- a table\r\ncreate  TABLE a /* id */ (\r\n  id int\r\n);\r\n");
			assertThat(migrator().migrate().problems()).isEmpty();
		}

		@Test
		void migrateWhenDatabaseDoesNotExistTellsSo() {
			MigratorTests.this.database.close();
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate())
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_MISSING));
		}

	}

	@Nested
	class History {

		@Test
		void migrateUpgradesThreeColumnHistoryAndKeepsItsRows() {
			database().execute("CREATE TABLE migration_history (id SERIAL PRIMARY KEY,"
					+ " migration_name TEXT NOT NULL UNIQUE, applied_at TIMESTAMPTZ DEFAULT now());"
					+ "INSERT INTO migration_history (migration_name) VALUES ('1_a.sql')");
			scripts().with("1_a.sql", "CREATE TABLE a ();").with("2_b.sql", "CREATE TABLE b ();");
			assertThat(migrator().status().pending()).extracting(PendingReport::name).containsExactly("2_b.sql");
			migrator().migrate();
			assertThat(database().list("SELECT concat_ws('|', migration_name, version, origin, checksum IS NULL)"
					+ " FROM migration_history ORDER BY id"))
				.containsExactly("1_a.sql|1|manual|f", "2_b.sql|2|applied|f");
			assertThat(database().value("SELECT to_regclass('a')")).isNull();
		}

		@Test
		void migrateWhenFileOfRowWithoutVersionWasRenamedRefuses() {
			database().execute("CREATE TABLE migration_history (id SERIAL PRIMARY KEY,"
					+ " migration_name TEXT NOT NULL UNIQUE, applied_at TIMESTAMPTZ DEFAULT now());"
					+ "INSERT INTO migration_history (migration_name) VALUES ('1_a.sql')");
			scripts().with("1_create_a.sql", "CREATE TABLE a ();");
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().migrate())
				.satisfies((ex) -> assertThat(ex.problems()).extracting(Problem::code)
					.containsExactly(Problem.Code.DUPLICATE_VERSION));
		}

		@Test
		void migrateWhenFileWasRenamedFollowsIt() {
			scripts().with("1_a.sql", "CREATE TABLE a ();");
			migrator().migrate();
			scripts().without("1_a.sql").with("1_create_a.sql", "CREATE TABLE a ();");
			migrator().migrate();
			assertThat(database().list("SELECT migration_name FROM migration_history"))
				.containsExactly("1_create_a.sql");
			assertThat(database().list("SELECT action FROM migration_log ORDER BY id")).containsExactly("applied",
					"renamed");
		}

		@Test
		void migrateWhenTableIsNoHistoryRefuses() {
			database().execute("CREATE TABLE migration_history (id int, name text)");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate())
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.HISTORY_UNUSABLE));
		}

		@Test
		void migrateCreatesConfiguredSchemaAndPutsItFirst() {
			scripts().with("1_a.sql", "CREATE TABLE a ();");
			Migrator.builder(database().dataSource(), scripts())
				.options(MigratorOptions.defaults().with(new MigratorOptions.History("My Schema", "versions", false)))
				.build()
				.migrate();
			assertThat(database().list("SELECT tablename FROM pg_tables WHERE schemaname = 'My Schema' ORDER BY 1"))
				.containsExactly("a", "versions", "versions_log");
		}

		@Test
		void migrateAppliesRepeatableMigrationsAgainWhenTheyChange() {
			scripts().with("R__views.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one");
			scripts().with("1_a.sql", "CREATE TABLE a ();");
			assertThat(migrator().migrate().steps()).extracting("name").containsExactly("1_a.sql", "R__views.sql");
			assertThat(migrator().migrate().steps()).isEmpty();
			scripts().with("R__views.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS one");
			assertThat(migrator().migrate().steps()).extracting("name").containsExactly("R__views.sql");
			assertThat(database().value("SELECT one FROM v")).isEqualTo("2");
		}

		@Test
		void statusNeedsOnlyTheRightToRead() {
			scripts().with("1_a.sql", "CREATE TABLE a ();");
			migrator().migrate();
			database().execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN;"
					+ " GRANT SELECT ON migration_history TO reader");
			InstanceDdl.create(new HistoryTables("public", HistoryTables.DEFAULT_HISTORY)).forEach(database()::execute);
			Migrator reader = Migrator.builder(database().dataSource("reader"), scripts()).build();
			assertThat(reader.migrate().applied()).hasSize(1);
			assertThat(reader.status().applied()).hasSize(1);
			database().execute("DROP OWNED BY reader; DROP ROLE reader");
		}

	}

}
