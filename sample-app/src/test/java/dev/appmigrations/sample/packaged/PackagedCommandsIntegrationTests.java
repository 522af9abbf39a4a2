package dev.appmigrations.sample.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each command of the packaged application: what it prints, how it exits, what has
 * changed in the database then, and what has not.
 */
class PackagedCommandsIntegrationTests {

	private static final List<String> MIGRATIONS = List.of("20251101000001_supabase_compatibility.sql",
			"20251103000001_base_schema.sql", "20251105000001_account_manager_agent.sql",
			"20251108000001_jobs_system.sql", "20251112000001_add_bounce_tracking.sql",
			"20251115000001_user_settings.sql");

	@TempDir
	Path folder;

	private OwnedDatabase database;

	private SampleJar jar;

	@BeforeEach
	void create() {
		this.database = OwnedDatabase.create();
		this.jar = new SampleJar(this.folder).database(this.database);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static List<String> names(JsonNode migrations) {
		return migrations.valueStream().map((migration) -> migration.path("name").asString()).toList();
	}

	private boolean exists(String table) {
		return this.database.holds("to_regclass('" + table + "') IS NOT NULL");
	}

	/** Runs commands that may change nothing. */
	private void readOnly(Commands commands) throws Exception {
		String before = this.database.content();
		commands.run();
		assertThat(this.database.content()).isEqualTo(before);
	}

	@Test
	void commandsLeadTheMigrationsOfTheApplicationThroughTheirLife() throws Exception {
		readOnly(this::lookAtNewDatabase);
		applyPartByPart();
		rollBack();
		JsonNode up = this.jar.migrations("up", "--json").succeeded().json();
		assertThat(up.path("total").asInt()).isEqualTo(6);
		assertThat(up.path("skipped").size()).isEqualTo(2);
		assertThat(names(up.path("applied"))).isEqualTo(MIGRATIONS.subList(2, 6));
		assertThat(up.path("error").isNull()).isTrue();
		assertThat(this.database.applied()).isEqualTo(MIGRATIONS);
		readOnly(this::lookAtCurrentDatabase);
	}

	private void lookAtNewDatabase() throws Exception {
		this.jar.migrations("ping")
			.succeeded()
			.prints("Server      PostgreSQL ", "Database    " + this.database.name(),
					"Role        " + OwnedDatabase.OWNER + "\n", "Pooler      none");
		SampleJar.Result status = this.jar.migrations("status").succeeded();
		status.prints("database " + this.database.name() + ", role " + OwnedDatabase.OWNER,
				"\npending                              " + MIGRATIONS.get(0) + "\n", "\n0 applied, 6 pending.\n");
		assertThat(status.out().lines()).allMatch((line) -> line.length() <= 80);
		assertThat(this.jar.migrations("--check").succeeded().out()).isEqualTo(status.out());
		JsonNode json = this.jar.migrations("status", "--json").succeeded().json();
		assertThat(json.path("state").asString()).isEqualTo("pending");
		assertThat(names(json.path("pending"))).isEqualTo(MIGRATIONS);
		assertThat(json.path("applied").isEmpty()).isTrue();
		this.jar.migrations("check").failed(3).prints("0 applied, 6 pending.");
		SampleJar.Result mistake = this.jar.migrations("check", "--bogus", "--json").failed(2);
		mistake.complains("Unknown option: '--bogus'");
		assertThat(mistake.json().at("/error/code").asString()).isEqualTo("USAGE");
		this.jar
			.migrations("check", "--app.migrations.username=" + OwnedDatabase.OWNER, "--app.migrations.password=wrong")
			.failed(4)
			.complains("password authentication failed");
		this.jar.migrations("up", "--dry-run", "--execute")
			.succeeded()
			.prints("tried      " + MIGRATIONS.get(5), "Tried 6, not tried 0, failed 0", "Rolled back");
	}

	private void applyPartByPart() throws Exception {
		this.jar.migrations("up", "--target", "20251103000001")
			.succeeded()
			.prints("applying  " + MIGRATIONS.get(0) + " (1 of 2)\n", "applied   " + MIGRATIONS.get(1) + " in ",
					"Total 2, applied 2, skipped 0, failed 0");
		assertThat(this.database.applied()).isEqualTo(MIGRATIONS.subList(0, 2));
		this.jar.migrations("run", MIGRATIONS.get(2)).succeeded().prints("Total 1, applied 1, skipped 0, failed 0");
		assertThat(this.database.applied()).isEqualTo(MIGRATIONS.subList(0, 3));
		assertThat(exists("agent_tasks")).isTrue();
	}

	private void rollBack() throws Exception {
		readOnly(() -> {
			this.jar.migrations("rollback", "--last", "1", "--dry-run").succeeded().prints(MIGRATIONS.get(2));
			this.jar.migrations("rollback", "--last", "1").failed(2).prints(MIGRATIONS.get(2)).complains("Add --yes");
		});
		this.jar.migrations("rollback", "--last", "1", "--yes")
			.succeeded()
			.prints("undone    " + MIGRATIONS.get(2), "Total 1, undone 1, skipped 0, failed 0");
		assertThat(this.database.applied()).isEqualTo(MIGRATIONS.subList(0, 2));
		assertThat(exists("agent_tasks")).isFalse();
		assertThat(exists("campaigns")).isTrue();
	}

	private void lookAtCurrentDatabase() throws Exception {
		this.jar.migrations("check").succeeded().prints("6 applied, 0 pending.");
		JsonNode facts = JsonMapper.shared().readTree(this.jar.migrations("facts", "--quiet").succeeded().out());
		assertThat(facts.path("format").asInt()).isEqualTo(1);
		assertThat(names(facts.path("relations"))).contains("campaigns", "agent_tasks", "migration_history");
		this.jar.migrations("up").succeeded().prints("Nothing to do.");
		this.jar.migrations("prove").failed(1).complains("empty database only");
		Files.writeString(Files.createDirectory(this.folder.resolve("more")).resolve("misnamed.sql"), "SELECT 1;");
		this.jar.migrations("check", "--app.migrations.locations=classpath:db/migration,file:more")
			.failed(1)
			.prints("misnamed.sql", "1 problem.");
	}

	@Test
	void proveWhenDatabaseIsEmptyProvesEachRollback() throws Exception {
		this.jar.migrations("prove", "--all").succeeded().prints("proven       " + MIGRATIONS.get(5), "6 proven.");
		// The scratch database is left as it was found.
		assertThat(exists("migration_history")).isFalse();
		assertThat(exists("campaigns")).isFalse();
	}

	@Test
	void scriptIsWhatPsqlRunsInThePlaceOfUpAndOfARollback() throws Exception {
		this.jar.migrations("script", "--output", "up.sql").failed(0).complains("Wrote up.sql");
		assertThat(exists("migration_history")).isFalse();
		assertThat(this.folder.resolve("up.sql")).content()
			.startsWith("-- Applies 6 migrations.\n-- Made for database " + this.database.name())
			.contains("CREATE TABLE public.email_suppressions (")
			.endsWith("\\echo 'Done.'\n");
		if (psql("up.sql")) {
			assertThat(this.database.applied()).isEqualTo(MIGRATIONS);
			this.jar.migrations("check").succeeded();
			Files.writeString(this.folder.resolve("down.sql"),
					this.jar.migrations("script", "--down", "--to", "20251108000001").succeeded().out());
			assertThat(psql("down.sql")).isTrue();
			assertThat(this.database.applied()).isEqualTo(MIGRATIONS.subList(0, 4));
			assertThat(exists("email_events")).isFalse();
		}
	}

	/** Returns whether there is a psql that could run the file. */
	private boolean psql(String file) throws IOException, InterruptedException {
		boolean present = Stream.of(System.getenv("PATH").split(System.getProperty("path.separator")))
			.anyMatch((place) -> Files.isExecutable(Path.of(place, "psql")));
		if (present) {
			Process psql = new ProcessBuilder("psql", "-X", "-f", file, this.database.uri())
				.directory(this.folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(this.folder.resolve("psql.txt").toFile())
				.start();
			assertThat(psql.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(psql.exitValue()).as(Files.readString(this.folder.resolve("psql.txt"))).isZero();
		}
		return present;
	}

	@Test
	void helpAndCompletionNeedNoDatabase() throws Exception {
		SampleJar anywhere = new SampleJar(this.folder).environment("DATABASE_URL", "postgresql://localhost:1/x");
		anywhere.migrations("help").succeeded().prints("Usage: migrations ", "\n  rollback ", "\nExit codes:\n");
		anywhere.migrations("up", "--help").succeeded().prints("Usage: migrations up ", "--dry-run", "Examples:");
		anywhere.migrations("completion").succeeded().prints("#!/usr/bin/env bash", "--allow-pending");
	}

	/**
	 * Migrations of a folder, which come and change while the database lives.
	 */
	@Nested
	class Folder {

		private SampleJar.Result migrations(String... arguments) throws Exception {
			return PackagedCommandsIntegrationTests.this.jar.migrations(arguments);
		}

		private Path script(String name, String text) throws IOException {
			Path scripts = PackagedCommandsIntegrationTests.this.folder.resolve("migrations");
			return Files.writeString(Files.createDirectories(scripts).resolve(name), text);
		}

		private List<?> history() {
			return PackagedCommandsIntegrationTests.this.database
				.list("SELECT migration_name || ' ' || origin FROM migration_history ORDER BY id");
		}

		@BeforeEach
		void locate() {
			PackagedCommandsIntegrationTests.this.jar.environment("APP_MIGRATIONS_LOCATIONS", "file:migrations");
		}

		@Test
		void commandsPutTheHistoryRight() throws Exception {
			OwnedDatabase database = PackagedCommandsIntegrationTests.this.database;
			database.execute("CREATE TABLE a (id integer); CREATE TABLE schema_migrations"
					+ " (version varchar(128) PRIMARY KEY); INSERT INTO schema_migrations VALUES ('1')");
			script("1_a.sql", "CREATE TABLE a (id integer);");
			readOnly(() -> {
				migrations("adopt", "dbmate", "--dry-run").succeeded()
					.prints("1 to adopt, 0 without a file, 0 pending.");
				migrations("baseline", "1", "--dry-run").succeeded().prints("  1_a.sql\n");
				migrations("baseline", "1").failed(2).complains("--yes");
			});
			migrations("adopt", "dbmate").succeeded().prints("1 adopted, 0 without a file, 0 pending.");
			script("2_b.sql", "CREATE TABLE a (id integer);");
			assertThat(migrations("baseline", "2", "--yes", "--json").succeeded().json().path("marked").asBoolean())
				.isTrue();
			assertThat(history()).isEqualTo(List.of("1_a.sql adopted", "2_b.sql baseline"));
			script("1_a.sql", "CREATE TABLE a (id bigint);");
			readOnly(() -> {
				migrations("check").failed(1).prints("1_a.sql");
				migrations("repair").succeeded().prints("--checksums   1_a.sql");
				migrations("repair", "--checksums").failed(2).complains("--yes");
			});
			migrations("repair", "--checksums", "--yes").succeeded().prints("Repaired: 1.");
			migrations("check").succeeded();
			assertThat(database.list("SELECT version FROM schema_migrations")).isEqualTo(List.of("1"));
		}

		@Test
		void newMigrationRunsAndAContractWaitsForItsCommand() throws Exception {
			Path scripts = script("20200101000001_a.sql", "CREATE TABLE a (id integer, old integer);").getParent();
			SampleJar.Result created = migrations("new", "Add", "tags").failed(0).complains("_add_tags.down.sql");
			assertThat(created.out()).hasLineCount(1);
			Path script = PackagedCommandsIntegrationTests.this.folder
				.resolve(created.out().lines().findFirst().orElseThrow());
			assertThat(script.getFileName().toString()).matches("\\d{8}000001_add_tags\\.sql");
			assertThat(scripts).isDirectoryContaining("glob:**_add_tags.down.sql");
			Files.writeString(script, "CREATE TABLE tags (id integer);");
			migrations("up").succeeded().prints("Total 2, applied 2");
			assertThat(exists("tags")).isTrue();
			script("29990101000001_drop.sql", "-- migrate:phase contract\nALTER TABLE a DROP old;");
			String hasOld = "EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'a'::regclass AND attname = 'old')";
			migrations("up").succeeded().prints("1 waiting", "Nothing to do.");
			assertThat(PackagedCommandsIntegrationTests.this.database.holds(hasOld)).isTrue();
			migrations("contract").succeeded().prints("Total 3, applied 1, skipped 2 (already applied), failed 0");
			assertThat(PackagedCommandsIntegrationTests.this.database.holds(hasOld)).isFalse();
		}

		@Test
		void upWhenThousandAreMissingCountsThemAndNamesTheSlow() throws Exception {
			for (int version = 1; version <= 1000; version++) {
				script(version + "_x.sql", (version != 700) ? "SELECT " + version + ";" : "SELECT pg_sleep(5);");
			}
			SampleJar.Result up = migrations("up").succeeded()
				.prints("applying  700_x.sql (700 of 1000)\n", "applied   700_x.sql in 5",
						"applied   1000 of 1000, the last 1000_x.sql\n", "Total 1000, applied 1000");
			assertThat(up.out().lines().count()).isLessThan(50);
			assertThat(history()).hasSize(1000);
		}

		@Test
		void upShowsNoticesInTheirPlaceAndJsonHasThem() throws Exception {
			script("1_a.sql", """
					DO $$ BEGIN
					  RAISE NOTICE E'\\033[31mhalf';
					  RAISE WARNING 'careful';
					END $$;
					""");
			script("1_a.down.sql", "DO $$ BEGIN RAISE NOTICE 'back'; END $$;");
			script("2_b.sql", "CREATE TABLE b (id integer);");
			SampleJar.Result up = migrations("up", "--target", "migrations/1_a.sql").succeeded();
			assertThat(up.out())
				.containsSubsequence("applying  1_a.sql", "notice    migrations/1_a.sql:2: \\u001B[31mhalf\n",
						"warning   migrations/1_a.sql:3: careful\n", "applied   1_a.sql")
				.containsOnlyOnce("careful");
			migrations("rollback", "migrations/1_a.down.sql", "--yes").succeeded()
				.prints("notice    migrations/1_a.down.sql:1: back\n");
			JsonNode json = migrations("up", "--json", "--yes").succeeded().json();
			assertThat(json.at("/notices/1/message").asString()).isEqualTo("careful");
			assertThat(json.at("/notices/1/line").asInt()).isEqualTo(3);
		}

		@Test
		void problemsHaveTheirRemediesBeneathThem() throws Exception {
			script("1_a.sql", "SELECT 1;");
			script("1_b.sql", "SELECT 1;");
			script("x.sql", "SELECT 1;");
			for (SampleJar.Result result : List.of(migrations("check").failed(1), migrations("up").failed(1))) {
				assertThat(result.out() + result.err()).containsSubsequence("x.sql has a name of no known form.\n",
						"  The forms are ", "have one version, 1; neither is applied.\n", "  Rename one of them");
			}
			script("1_b.sql", "");
			script("x.sql", "");
			Files.delete(PackagedCommandsIntegrationTests.this.folder.resolve("migrations/1_b.sql"));
			Files.delete(PackagedCommandsIntegrationTests.this.folder.resolve("migrations/x.sql"));
			SampleJar.Result start = PackagedCommandsIntegrationTests.this.jar.run(SampleJar.java("-jar",
					SampleJar.path().toString(), "--app.migrations.startup=validate", "--server.port=0"));
			assertThat(start.out() + start.err()).contains("Apply them first: run the command 'migrations up'");
			script("2_b.sql",
					"-- migrate:transaction false\nCREATE TABLE b1 ();\nCREATE TABLE b2 ();\nSELECT nonsense;");
			SampleJar.Result failed = migrations("up").failed(1);
			failed.complains("The first 2 of its 3 statements are committed",
					"Change nothing in the statements that are");
			assertThat(failed.err()).doesNotContain("changed freely");
		}

		@Test
		void commandsTakeOtherSpellingsAndCommonOptions() throws Exception {
			script("1_a.sql", "DO $$ BEGIN RAISE NOTICE '<%>', current_setting('application_name'); END $$;");
			script("2_b.sql", "CREATE TABLE b (id integer);");
			migrations("migrations/1_a.sql").succeeded()
				.prints("<sample-app migrations>", "Total 1, applied 1, skipped 0, failed 0");
			assertThat(migrations("-c", "--yes").succeeded().out()).isEqualTo(migrations("status").succeeded().out());
			migrations("--version").succeeded().prints("App Migrations ", "Spring Boot 4.");
			migrations("help", "options").succeeded().prints("-q, --quiet", "-y, --yes", "--context");
			SampleJar.Result quiet = migrations("--yes", "up", "--quiet").failed(0);
			assertThat(quiet.out() + quiet.err()).isEmpty();
			migrations("check", "-q").failed(0).prints("");
			migrations("completion", "--dir", "migrations").succeeded().prints("_migrations_names()", "'migrations'");
			assertThat(history()).hasSize(2);
		}

		@Test
		void upWhenAMigrationFailsKeepsThoseBeforeAndSaysWhere() throws Exception {
			script("1_a.sql", "CREATE TABLE a (id integer);");
			script("2_b.sql", "CREATE TABLE b (id integer);\nSELECT nonsense;");
			script("3_c.sql", "CREATE TABLE c (id integer);");
			migrations("up").failed(1)
				.prints("failed    2_b.sql", "Total 3, applied 1, skipped 0, failed 1, not reached 1")
				.complains("2_b.sql:2:8", "SELECT nonsense;", "       ^", "42703");
			assertThat(history()).isEqualTo(List.of("1_a.sql applied"));
			assertThat(exists("b") || exists("c")).isFalse();
		}

	}

	private interface Commands {

		void run() throws Exception;

	}

}
