package dev.appmigrations.command;

import java.nio.file.Path;
import java.util.List;

import dev.appmigrations.support.BlockedMigration;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.GoldenDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code status} and {@code check}.
 */
class StatusCommandsTests {

	@TempDir
	Path temp;

	private CommandProcess application;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() throws Exception {
		this.application = new CommandProcess(this.temp).database(this.database)
			.script("1_a.sql", "CREATE TABLE a (id integer);")
			.script("2_a_name_that_is_much_too_long_for_one_line.sql", "CREATE TABLE b (id integer);");
	}

	private void apply(String name) {
		this.database.execute("CREATE TABLE migration_history (id SERIAL PRIMARY KEY,"
				+ " migration_name TEXT NOT NULL UNIQUE, applied_at TIMESTAMPTZ DEFAULT now());"
				+ "INSERT INTO migration_history (migration_name, applied_at) VALUES ('" + name
				+ "', '2025-11-12 10:30:00+00')");
	}

	@Test
	void statusShowsTheOldestFirstAndBreaksNoNameWhereNoTerminalIs() throws Exception {
		apply("1_a.sql");
		CommandProcess.Result result = this.application.migrations("status");
		assertThat(result.out()).contains("""
				database %s, role postgres
				History: public.migration_history

				STATE     APPLIED (UTC)        TOOK  MIGRATION
				applied   2025-11-12 10:30           1_a.sql
				pending                              2_a_name_that_is_much_too_long_for_one_line.sql

				1 applied, 1 pending.
				""".formatted(this.database.name()));
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(this.application.migrations("--check").out()).isEqualTo(result.out());
	}

	@Test
	void statusWhenJsonIsAskedForHasTheDocumentedShape() throws Exception {
		apply("1_a.sql");
		CommandProcess.Result result = this.application.migrations("status", "--json");
		assertThat(result.out()).hasLineCount(1);
		assertThat(new JsonContent(result.out())).hasPathSatisfying("$.state",
				(value) -> value.assertThat().isEqualTo("pending"));
		assertThat(new JsonContent(result.out())).extractingPath("$")
			.asMap()
			.containsOnlyKeys("state", "database", "applied", "pending", "waiting", "backfills", "instances",
					"releases", "running", "problems", "findings")
			.containsEntry("running", null);
		new GoldenDatabase(this.database).assertIn(result.out(), "/database");
		assertThat(new JsonContent(result.out())).extractingPath("$.applied[0]")
			.asMap()
			.containsOnlyKeys("name", "state", "version", "description", "kind", "phase", "checksum", "appliedAt",
					"executionMs", "appliedBy", "appliedFrom", "release", "origin", "outOfOrder", "failure")
			.containsEntry("appliedAt", "2025-11-12T10:30:00Z");
		assertThat(new JsonContent(result.out())).extractingPath("$.pending[0]")
			.asMap()
			.containsOnlyKeys("name", "state", "version", "description", "kind", "phase", "checksum", "location",
					"outOfOrder", "statementsDone", "statements", "failure")
			.containsEntry("version", "2");
	}

	@Test
	void statusAndPingShowAReadOnlyDatabaseAndAnotherTableAlike() throws Exception {
		this.database.execute("ALTER DATABASE " + this.database.name() + " SET default_transaction_read_only = on");
		this.application.property("app.migrations.schema", "Other one").property("app.migrations.table", "changes");
		GoldenDatabase expected = new GoldenDatabase(this.database, "Other one", "changes", true);
		for (String command : List.of("status", "check", "ping")) {
			expected.assertIn(this.application.migrations(command, "--json").out(), "/database");
		}
	}

	@Test
	void statusAndPingShowATableBehindTheCurrentSchemaAlike() throws Exception {
		this.database.execute("CREATE SCHEMA second; ALTER DATABASE " + this.database.name()
				+ " SET search_path = public, second; CREATE TABLE second.migration_history (id SERIAL PRIMARY KEY,"
				+ " migration_name TEXT NOT NULL UNIQUE, applied_at TIMESTAMPTZ DEFAULT now())");
		GoldenDatabase expected = new GoldenDatabase(this.database, "second", "migration_history", false);
		for (String command : List.of("status", "ping")) {
			expected.assertIn(this.application.migrations(command, "--json").out(), "/database");
		}
	}

	@Test
	void statusWhileSomebodyMigratesTellsWhoIsInTheWay() throws Exception {
		try (BlockedMigration blocked = BlockedMigration.start(this.database)) {
			assertThat(blocked).isNotNull();
			assertThat(this.application.migrations("status").out())
				.containsPattern("running   backend \\d+, application"
						+ " migrates, role postgres, active: migration 9_blocked.sql, statement 1; it waits for ACCESS EXCLUSIVE on busy\n"
						+ "  in the way: backend \\d+, application reader, role postgres, idle in transaction, its transaction"
						+ " open for \\d+ s: SELECT \\* FROM busy WHERE \\.\\.\\.\n");
			assertThat(this.application.migrations("check").out()).contains("  in the way: backend ");
			JsonContent json = new JsonContent(this.application.migrations("status", "--json").out());
			assertThat(json).extractingPath("$.running")
				.asMap()
				.containsOnlyKeys("backend", "application", "role", "client", "state", "since", "migration",
						"statement", "statements", "percent", "query", "waitsFor", "blockedBy")
				.containsEntry("application", "migrates");
			assertThat(json).extractingPath("$.running.since").asString().endsWith("Z");
			assertThat(json).extractingPath("$.running.blockedBy[0]")
				.asMap()
				.containsOnlyKeys("backend", "application", "role", "state", "transactionSeconds", "query")
				.containsEntry("application", "reader");
		}
	}

	@Test
	void statusWhenThereAreProblemsTellsThemAndSucceeds() throws Exception {
		this.application.script("misnamed.sql", "SELECT 1;");
		CommandProcess.Result result = this.application.migrations("status");
		assertThat(result.out()).contains("Error: ", "misnamed.sql", "1 problem.");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		CommandProcess.Result json = this.application.migrations("status", "--json");
		assertThat(new JsonContent(json.out())).extractingPath("$.problems[0]")
			.asMap()
			.containsOnlyKeys("code", "severity", "message", "remedy", "migrations")
			.containsEntry("code", "MISNAMED_FILE")
			.containsEntry("severity", "ERROR");
	}

	@Test
	void checkWhenSomethingIsPendingFailsUnlessThatIsAllowed() throws Exception {
		assertThat(this.application.migrations("check").code()).isEqualTo(ExitCode.PENDING);
		assertThat(this.application.migrations("check", "--json").code()).isEqualTo(ExitCode.PENDING);
		assertThat(this.application.migrations("check", "--allow-pending").code()).isEqualTo(ExitCode.OK);
		assertThat(this.database.value("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
			.isEqualTo("0");
	}

	@Test
	void checkWhenThereIsAProblemFailsEvenIfPendingIsAllowed() throws Exception {
		this.application.script("misnamed.sql", "SELECT 1;");
		CommandProcess.Result result = this.application.migrations("check", "--allow-pending");
		assertThat(result.out()).contains("misnamed.sql");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
	}

	@Test
	void checkWhenNothingIsPendingSucceedsForARoleThatMayOnlyRead() throws Exception {
		apply("1_a.sql");
		this.database.execute("INSERT INTO migration_history (migration_name)"
				+ " VALUES ('2_a_name_that_is_much_too_long_for_one_line.sql');"
				+ "CREATE ROLE reads_only_%1$s LOGIN PASSWORD 'postgres'; GRANT SELECT ON migration_history TO reads_only_%1$s"
					.formatted(this.database.name()));
		try {
			CommandProcess.Result result = this.application
				.property("app.migrations.username", "reads_only_" + this.database.name())
				.property("app.migrations.password", "postgres")
				.migrations("check");
			assertThat(result.out()).isEqualToNormalizingNewlines("2 applied, 0 pending.\n");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
		}
		finally {
			this.database
				.execute("DROP OWNED BY reads_only_%1$s; DROP ROLE reads_only_%1$s".formatted(this.database.name()));
		}
	}

}
