package dev.appmigrations.engine.adopt;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.MigrationReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ForeignHistories}, on the tables as the tools' own documentation and
 * source define them.
 */
class ForeignHistoriesTests {

	/** As tern makes it at its first run. */
	private static final String TERN = "CREATE TABLE schema_version (version int4 NOT NULL);"
			+ " INSERT INTO schema_version (version) SELECT 0 WHERE 0 = (SELECT count(*) FROM schema_version);";

	private AdoptedDatabase adopted;

	@BeforeEach
	void createDatabase(@TempDir Path folder) {
		this.adopted = new AdoptedDatabase(folder);
	}

	@AfterEach
	void dropDatabase() {
		this.adopted.close();
	}

	private void execute(String sql) {
		this.adopted.database().execute(sql);
	}

	private AdoptedDatabase threeFiles() {
		return this.adopted.with("20250101000000_a.sql", "CREATE TABLE a (id int);")
			.with("20250102000000_b.sql", "CREATE TABLE b (id int);")
			.with("20250103000000_c.sql", "CREATE TABLE c (id int);");
	}

	@ParameterizedTest
	@EnumSource
	void findTellsTheToolsApart(Left left) {
		execute(left.sql);
		assertThat(this.adopted.find(null)).singleElement()
			.satisfies((history) -> assertThat(history.tool().id()).isEqualTo(left.tool()));
	}

	@ParameterizedTest
	@EnumSource
	void adoptionTakesOverTheFirstTwoOfThree(Left left) {
		execute(left.sql);
		threeFiles();
		Adoption adoption = this.adopted.adoption();
		assertThat(adoption.problems()).isEmpty();
		assertThat(adoption.mappings()).extracting((mapping) -> mapping.migration().name())
			.containsExactly("20250101000000_a.sql", "20250102000000_b.sql");
		assertThat(adoption.pending()).extracting("name").containsExactly("20250103000000_c.sql");
		String time = (left.keepsTime) ? "2025-01-02T03:04:05.500Z" : "null";
		assertThat(String.valueOf(adoption.mappings().get(1).appliedAt())).isEqualTo(time);
	}

	@Test
	void findWhenThereIsNothingFindsNothing() {
		execute("CREATE TABLE schema_migrations (a int); CREATE TABLE migrations (id int, migration text, batch int);"
				+ " CREATE VIEW flyway_schema_history AS SELECT 1; CREATE TABLE ar_internal_metadata (key text);");
		assertThat(this.adopted.find(null)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"CREATE TYPE evil AS (a int); CREATE FUNCTION fire(evil) RETURNS timestamptz LANGUAGE sql AS 'SELECT now()';"
					+ " CREATE CAST (evil AS timestamptz) WITH FUNCTION fire(evil) AS IMPLICIT;"
					+ " ALTER TABLE goose_db_version ALTER tstamp DROP DEFAULT, ALTER tstamp TYPE evil USING ROW(1)::evil;",
			"CREATE DOMAIN evil AS bigint CHECK (VALUE > 0); DELETE FROM goose_db_version WHERE version_id = 0;"
					+ " ALTER TABLE goose_db_version ALTER version_id TYPE evil;",
			"CREATE FUNCTION fire(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';"
					+ " CREATE INDEX ON goose_db_version (fire(id));",
			"CREATE FUNCTION fire(int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN true; END';"
					+ " CREATE INDEX ON goose_db_version (id) WHERE fire(1);",
			"CREATE FUNCTION fire(int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN true; END';"
					+ " ALTER TABLE goose_db_version ADD CHECK (fire(1));",
			"CREATE FUNCTION fire(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';"
					+ " CREATE STATISTICS s ON (fire(1)) FROM goose_db_version;",
			"CREATE FUNCTION fire(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';"
					+ " ALTER TABLE goose_db_version ADD x int GENERATED ALWAYS AS (fire(1)) STORED;",
			"CREATE DOMAIN evil AS bigint CHECK (VALUE > 0); ALTER TABLE goose_db_version ADD x evil[];" })
	void findTakesNoTableThatRunsSomebodysCodeWhenItIsRead(String change) {
		execute(Left.GOOSE.sql);
		assertThat(this.adopted.find(null)).hasSize(1);
		execute(change);
		assertThat(this.adopted.find(null)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE INDEX ON goose_db_version (lower(version_id::text)) WHERE id > 0",
			"ALTER TABLE goose_db_version ADD CHECK (version_id >= 0)",
			"ALTER TABLE goose_db_version ADD x int GENERATED ALWAYS AS (id + 1) STORED",
			"CREATE STATISTICS s ON (id + 1) FROM goose_db_version" })
	void findTakesATableWhoseExpressionsAreBuiltIn(String change) {
		execute(Left.GOOSE.sql + change + ";");
		assertThat(this.adopted.find(null)).hasSize(1);
	}

	@Test
	void findWhenATableThatRunsCodeStandsInFrontFindsTheToolsOwn() {
		execute(Left.FLYWAY.sql + "ALTER TABLE flyway_schema_history RENAME TO schema_version;"
				+ " CREATE TABLE flyway_schema_history (LIKE schema_version);"
				+ " CREATE FUNCTION fire(int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN true; END';"
				+ " ALTER TABLE flyway_schema_history ADD CHECK (fire(1));");
		assertThat(this.adopted.find(null)).singleElement().hasToString("public.schema_version (Flyway)");
	}

	@Test
	void findWhenSeveralToolsWereAtWorkFindsEach() {
		execute(Left.DBMATE.sql + Left.GOOSE.sql + Left.SUPABASE.sql);
		assertThat(this.adopted.find(null)).extracting((history) -> history.tool().id())
			.containsExactlyInAnyOrder("dbmate", "goose", "supabase");
	}

	@Test
	void findWhenASchemaIsGivenLooksNowhereElse() {
		execute("CREATE SCHEMA app; " + Left.DBMATE.sql);
		assertThat(this.adopted.find("app")).isEmpty();
		assertThat(this.adopted.find("public")).hasSize(1);
	}

	@Test
	void findPrefersFlywaysPresentName() {
		execute(Left.FLYWAY.sql
				+ "CREATE TABLE a_view (); ALTER TABLE flyway_schema_history RENAME TO schema_version;");
		assertThat(this.adopted.find(null)).singleElement().hasToString("public.schema_version (Flyway)");
		execute("CREATE TABLE flyway_schema_history (LIKE schema_version)");
		assertThat(this.adopted.find(null)).singleElement().hasToString("public.flyway_schema_history (Flyway)");
	}

	@Test
	void readWhenTheRoleMayNotNamesTheGrant() throws SQLException {
		execute(Left.DBMATE.sql + "CREATE ROLE adopt_reader LOGIN PASSWORD 'postgres'");
		try (Session session = Session.open(this.adopted.database().dataSource("adopt_reader"), (notice) -> {
		})) {
			ForeignHistory history = ForeignHistories.find(session, null).get(0);
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> ForeignHistories.read(session, history))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
				.withMessageContaining("GRANT SELECT ON \"public\".\"schema_migrations\" TO \"adopt_reader\"");
		}
		finally {
			execute("DROP ROLE adopt_reader");
		}
	}

	@Test
	void dirtyRowOfGolangMigrateIsRefused() {
		threeFiles();
		execute(Left.GOLANG_MIGRATE.sql + "UPDATE schema_migrations SET dirty = true");
		Adoption adoption = this.adopted.adoption();
		assertThat(adoption.mappings()).isEmpty();
		assertThat(adoption.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.FOREIGN_ROW_FAILED);
			assertThat(problem.remedy()).contains("Version 20250102000000 is dirty", "migrate force");
		});
	}

	@Test
	void highestVersionOfGolangMigrateWithoutItsFileIsTold() {
		threeFiles().without("20250102000000_b.sql");
		execute(Left.GOLANG_MIGRATE.sql);
		assertThat(this.adopted.mapped()).containsExactly("20250101000000_a.sql");
		assertThat(this.adopted.adoption().isComplete()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "0, ''", "1, 001_a.sql", "2, '001_a.sql,002_b.sql'", "3, '001_a.sql,002_b.sql,3_c.sql'" })
	void numberOfTernStandsForAllFilesUpToIt(int number, String applied) {
		this.adopted.with("001_a.sql", "CREATE TABLE a (id int);\n---- create above / drop below ----\nDROP TABLE a;\n")
			.with("002_b.sql", "CREATE TABLE b (id int);\n---- create above / drop below ----\nDROP TABLE b;\n")
			.with("3_c.sql", "CREATE TABLE c (id int);\n");
		execute(TERN + "UPDATE schema_version SET version = " + number);
		assertThat(this.adopted.find(null)).singleElement().hasToString("public.schema_version (tern)");
		assertThat(String.join(",", this.adopted.mapped())).isEqualTo(applied);
		assertThat(this.adopted.adoption().problems()).isEmpty();
	}

	@Test
	void numberOfTernWithoutItsFileIsTold() {
		this.adopted.with("001_a.sql", "CREATE TABLE a (id int);");
		execute(TERN + "UPDATE schema_version SET version = 2");
		assertThat(this.adopted.mapped()).containsExactly("001_a.sql");
		assertThat(this.adopted.adoption().isComplete()).isFalse();
	}

	@Test
	void tableOfFlywayWithTheNameOfTernsStaysFlyways() {
		execute(Left.FLYWAY.sql + "ALTER TABLE flyway_schema_history RENAME TO schema_version");
		assertThat(this.adopted.find(null)).singleElement().hasToString("public.schema_version (Flyway)");
	}

	@Test
	void latestRowOfGooseCounts() {
		threeFiles();
		execute(Left.GOOSE.sql
				+ "INSERT INTO goose_db_version (version_id, is_applied) VALUES (20250102000000, false)");
		assertThat(this.adopted.mapped()).containsExactly("20250101000000_a.sql");
		execute("INSERT INTO goose_db_version (version_id, is_applied) VALUES (20250102000000, true)");
		assertThat(this.adopted.mapped()).containsExactly("20250101000000_a.sql", "20250102000000_b.sql");
	}

	@Test
	void folderOfGooseGoesOnAsItIs() {
		String up = "-- +goose Up\nCREATE TABLE %s (id int);\n-- +goose Down\nDROP TABLE %s;\n";
		threeFiles().with("20250101000000_a.sql", String.format(up, "a", "a"))
			.with("20250102000000_b.sql", String.format(up, "b", "b"))
			.with("20250103000000_c.sql", String.format(up, "c", "c"));
		execute(Left.GOOSE.sql + "CREATE TABLE a (id int); CREATE TABLE b (id int);");
		assertThat(this.adopted.problems()).isEmpty();
		this.adopted.adopt();
		this.adopted.migrator().migrate();
		assertThat(this.adopted.status().state()).isEqualTo(MigrationReport.State.CURRENT);
		assertThat(this.adopted.database().value("SELECT count(*) FROM c")).isEqualTo("0");
		this.adopted.migrator().rollbacks().run(new RollbackRequest.Last(2));
		assertThat(this.adopted.database().value("SELECT to_regclass('b') IS NULL AND to_regclass('c') IS NULL"))
			.isEqualTo("t");
		assertThat(this.adopted.database().value("SELECT count(*) FROM a")).isEqualTo("0");
	}

	@Test
	void fileOfGooseThatIsNotUnderstoodIsTakenOverAndRefusedWhilePending() {
		String text = "-- +goose Up\n-- +goose ENVSUB ON\nCREATE TABLE %s (id int);\n";
		threeFiles().with("20250102000000_b.sql", String.format(text, "b"));
		execute(Left.GOOSE.sql + "CREATE TABLE a (id int); CREATE TABLE b (id int);");
		this.adopted.adopt();
		assertThat(this.adopted.status().problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.FOREIGN_SYNTAX);
			assertThat(problem.isError()).isFalse();
		});
		threeFiles().with("20250102000000_b.sql", String.format(text, "b"))
			.with("20250103000000_c.sql", String.format(text, "c"));
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> this.adopted.migrator().migrate());
		assertThat(this.adopted.database().value("SELECT to_regclass('c')")).isNull();
	}

	@Test
	void folderOfGooseThatWasWrittenAnewGoesOn() {
		String up = "-- +goose Up\nCREATE TABLE %s (id int);\n-- +goose Down\nDROP TABLE %s;\n";
		threeFiles().with("20250101000000_a.sql", String.format(up, "a", "a"))
			.with("20250102000000_b.sql", String.format(up, "b", "b"))
			.with("20250103000000_c.sql", String.format(up, "c", "c"));
		execute(Left.GOOSE.sql + "CREATE TABLE a (id int); CREATE TABLE b (id int);");
		this.adopted.rewrite("goose");
		assertThat(this.adopted.problems()).isEmpty();
		this.adopted.adopt();
		assertThat(this.adopted.status().pending()).extracting("name").containsExactly("20250103000000_c.sql");
		this.adopted.migrator().migrate();
		assertThat(this.adopted.status().state()).isEqualTo(MigrationReport.State.CURRENT);
		assertThat(this.adopted.database().value("SELECT count(*) FROM c")).isEqualTo("0");
		assertThat(this.adopted.database().value("SELECT count(*) FROM goose_db_version")).isEqualTo("3");
	}

	@Test
	void rowsWithoutAnyFileAreRefusedWithThoseThatCanBeNamed() {
		execute(Left.RAILS.sql + "INSERT INTO schema_migrations SELECT generate_series(1, 20)");
		Problem problem = this.adopted.adoption().problems().get(0);
		assertThat(problem.isError()).isTrue();
		assertThat(problem.message()).contains("22 rows of public.schema_migrations (Rails) have no file:\n  1\n",
				"and 12 more");
		assertThat(problem.remedy()).contains("Migrator.history().baseline(");
	}

	@Test
	void attemptsOfPrismaThatWereRolledBackDoNotCount() {
		threeFiles();
		execute(Left.PRISMA.sql
				+ "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, rolled_back_at)"
				+ " VALUES ('3', '', '20250103000000_c', now(), now())");
		assertThat(this.adopted.problems()).isEmpty();
		execute("UPDATE _prisma_migrations SET rolled_back_at = NULL WHERE id = '3'");
		assertThat(this.adopted.problems()).containsExactly(Problem.Code.FOREIGN_ROW_FAILED);
	}

	/**
	 * What a tool left that applied the first two of three files, where it keeps the time
	 * on 2 January 2025 at 03:04:05.5 UTC.
	 */
	enum Left {

		FLYWAY("""
				CREATE TABLE flyway_schema_history (installed_rank INT NOT NULL, version VARCHAR(50),
				  description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL,
				  checksum INTEGER, installed_by VARCHAR(100) NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT now(),
				  execution_time INTEGER NOT NULL, success BOOLEAN NOT NULL);
				INSERT INTO flyway_schema_history VALUES
				  (1, '20250101000000', 'a', 'SQL', '20250101000000_a.sql', NULL, 'me', TIMESTAMPTZ '2025-01-02 03:04:05.5Z', 1, true),
				  (2, '20250102000000', 'b', 'SQL', 'sub/20250102000000_b.sql', NULL, 'me', TIMESTAMPTZ '2025-01-02 03:04:05.5Z', 1, true);
				""",
				true),

		LIQUIBASE("""
				CREATE TABLE databasechangelog (id VARCHAR(255) NOT NULL, author VARCHAR(255) NOT NULL,
				  filename VARCHAR(255) NOT NULL, dateexecuted TIMESTAMP NOT NULL, orderexecuted INTEGER NOT NULL,
				  exectype VARCHAR(10) NOT NULL, md5sum VARCHAR(35), description VARCHAR(255), comments VARCHAR(255),
				  tag VARCHAR(255), liquibase VARCHAR(20), contexts VARCHAR(255), labels VARCHAR(255),
				  deployment_id VARCHAR(10));
				INSERT INTO databasechangelog VALUES
				  ('raw', 'includeAll', 'db/20250101000000_a.sql', TIMESTAMPTZ '2025-01-02 03:04:05.5Z', 1, 'EXECUTED'),
				  ('raw', 'includeAll', 'db/20250102000000_b.sql', TIMESTAMPTZ '2025-01-02 03:04:05.5Z', 2, 'RERAN');
				""", true),

		SUPABASE("""
				CREATE SCHEMA supabase_migrations;
				CREATE TABLE supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY,
				  statements text[], name text);
				INSERT INTO supabase_migrations.schema_migrations VALUES
				  ('20250101000000', '{}', 'a'), ('20250102000000', '{}', 'b');
				""", false),

		GOLANG_MIGRATE("""
				CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);
				INSERT INTO schema_migrations VALUES (20250102000000, false);
				""", false),

		ECTO("""
				CREATE TABLE schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0));
				ALTER TABLE schema_migrations ALTER inserted_at TYPE timestamp;
				INSERT INTO schema_migrations VALUES (20250101000000, '2025-01-02 03:04:05.5'),
				  (20250102000000, '2025-01-02 03:04:05.5');
				""", true),

		RAILS("""
				CREATE TABLE schema_migrations (version varchar NOT NULL PRIMARY KEY);
				CREATE TABLE ar_internal_metadata (key varchar NOT NULL PRIMARY KEY, value varchar,
				  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL);
				INSERT INTO schema_migrations VALUES ('20250101000000'), ('20250102000000');
				""", false),

		DBMATE("""
				CREATE TABLE schema_migrations (version varchar NOT NULL PRIMARY KEY);
				INSERT INTO schema_migrations VALUES ('20250101000000'), ('20250102000000');
				""", false),

		GOOSE("""
				CREATE TABLE goose_db_version (id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
				  version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp NOT NULL DEFAULT now());
				INSERT INTO goose_db_version (version_id, is_applied, tstamp) VALUES (0, true, now()),
				  (20250101000000, true, now()), (20250102000000, true, TIMESTAMPTZ '2025-01-02 03:04:05.5Z');
				""", true),

		SQLX("""
				CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
				  installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL,
				  execution_time BIGINT NOT NULL);
				INSERT INTO _sqlx_migrations VALUES (20250101000000, 'a', now(), true, '', 1000000),
				  (20250102000000, 'b', '2025-01-02 03:04:05.5Z', true, '', -1);
				""", true),

		DIESEL("""
				CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
				  run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
				INSERT INTO __diesel_schema_migrations VALUES ('20250101000000', now()),
				  ('20250102000000', TIMESTAMPTZ '2025-01-02 03:04:05.5Z');
				""", true),

		PRISMA("""
				CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL,
				  finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
				  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0);
				INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at) VALUES
				  ('1', '', '20250101000000_a', '2025-01-01', now()),
				  ('2', '', '20250102000000_b', '2025-01-02', '2025-01-02 03:04:05.5Z');
				""", true),

		SQL_MIGRATE("""
				CREATE TABLE gorp_migrations (id text NOT NULL PRIMARY KEY, applied_at timestamptz);
				INSERT INTO gorp_migrations VALUES ('20250101000000_a.sql', now() - interval '10 years'),
				  ('20250102000000_b.sql', '2025-01-02 03:04:05.5Z');
				""", true),

		NODE_PG_MIGRATE(
				"""
						CREATE TABLE pgmigrations (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
						INSERT INTO pgmigrations (name, run_on) VALUES ('20250101000000_a', now()),
						  ('20250102000000_b', TIMESTAMPTZ '2025-01-02 03:04:05.5Z');
						""",
				true),

		MYBATIS("""
				CREATE TABLE changelog (id NUMERIC(20,0) NOT NULL PRIMARY KEY, applied_at VARCHAR(25) NOT NULL,
				  description VARCHAR(255) NOT NULL);
				INSERT INTO changelog VALUES (20250101000000, '2025-01-02 03:04:05', 'a'),
				  (20250102000000, '2025-01-02 03:04:05', 'b');
				""", false),

		POSTGRATOR("""
				CREATE TABLE schemaversion (version BIGINT PRIMARY KEY, name TEXT, md5 TEXT, run_at TIMESTAMPTZ);
				INSERT INTO schemaversion VALUES (0, NULL, NULL, NULL), (20250101000000, 'a', '', now()),
				  (20250102000000, 'b', '', '2025-01-02 03:04:05.5Z');
				""", true),

		POP("""
				CREATE TABLE schema_migration (version VARCHAR(14) NOT NULL);
				CREATE UNIQUE INDEX schema_migration_version_idx ON schema_migration (version);
				INSERT INTO schema_migration VALUES ('20250101000000'), ('20250102000000');
				""", false),

		PLAIN("""
				CREATE TABLE migrations (version text PRIMARY KEY, name text, applied_at timestamptz DEFAULT now());
				INSERT INTO migrations VALUES ('20250101000000', 'a', now()),
				  ('20250102000000', '20250102000000_b.sql', '2025-01-02 03:04:05.5Z');
				""", true);

		private final String sql;

		private final boolean keepsTime;

		Left(String sql, boolean keepsTime) {
			this.sql = sql;
			this.keepsTime = keepsTime;
		}

		String tool() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
