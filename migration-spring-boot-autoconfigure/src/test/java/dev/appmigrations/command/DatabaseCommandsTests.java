package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands for one of several databases, and for all.
 */
class DatabaseCommandsTests {

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	@TempDir
	Path temp;

	private CommandProcess application;

	@BeforeEach
	void setUp() throws Exception {
		Path reports = Files.createDirectories(this.temp.resolve("reports"));
		Files.writeString(reports.resolve("1_r.sql"), "CREATE TABLE r ();");
		this.application = new CommandProcess(this.temp).script("1_a.sql", "CREATE TABLE a ();")
			.database(this.database)
			.property("app.migrations.databases.sales-reports.url", this.other.url())
			.property("app.migrations.databases.sales-reports.username", "postgres")
			.property("app.migrations.databases.sales-reports.locations", "file:" + reports);
	}

	private boolean hasHistory(TestDatabase any) {
		return !any.list("SELECT 1 FROM pg_tables WHERE tablename = 'migration_history'").isEmpty();
	}

	@Test
	void upNeedsTheNameOfADatabaseAndMigratesThatOne() throws Exception {
		CommandProcess.Result nameless = this.application.migrations("up");
		assertThat(nameless.err()).contains("several databases", "--migrator: migrator, sales-reports");
		assertThat(nameless.code()).isEqualTo(ExitCode.USAGE);
		for (String name : new String[] { "sales-reports", "salesReportsMigrator" }) {
			CommandProcess.Result up = this.application.migrations("--migrator", name, "up");
			assertThat(up.err())
				.contains("Database: '" + this.other.url() + "' (app.migrations.databases.sales-reports.url)");
			assertThat(up.code()).isEqualTo(ExitCode.OK);
		}
		assertThat(this.other.list("SELECT migration_name FROM migration_history")).containsExactly("1_r.sql");
		assertThat(hasHistory(this.database)).isFalse();
		assertThat(this.application.migrations("--migrator", "migrator", "up").code()).isEqualTo(ExitCode.OK);
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly("1_a.sql");
	}

	@Test
	void statusAndCheckReportAllOfThem() throws Exception {
		assertThat(this.application.migrations("--migrator", "sales-reports", "up").code()).isEqualTo(ExitCode.OK);
		CommandProcess.Result check = this.application.migrations("check");
		assertThat(check.out()).isEqualToNormalizingNewlines("""

				migrator:
				0 applied, 1 pending.
				  pending  1_a.sql

				sales-reports:
				1 applied, 0 pending.
				""");
		assertThat(check.code()).isEqualTo(ExitCode.PENDING);
		JsonNode status = JsonMapper.shared().readTree(this.application.migrations("status", "--json").out());
		assertThat(status.path("migrators").path("migrator").path("state").asString()).isEqualTo("pending");
		assertThat(status.path("migrators").path("sales-reports").path("state").asString()).isEqualTo("current");
	}

	@Test
	void databaseThatCannotBeReadHidesNoOther() throws Exception {
		this.application.property("app.migrations.databases.gone.url", "jdbc:postgresql://localhost:1/gone")
			.property("app.migrations.wait-for-database", "0")
			.property("app.migrations.databases.bean.data-source", "beans");
		CommandProcess.Result check = this.application.migrations("check", "--json");
		JsonNode migrators = JsonMapper.shared().readTree(check.out()).path("migrators");
		assertThat(migrators.path("migrator").path("pending").size()).isEqualTo(1);
		assertThat(migrators.path("gone").path("error").path("code").asString()).isEqualTo("DATABASE_UNAVAILABLE");
		assertThat(migrators.path("bean").path("error").path("action").asString()).contains("--context");
		assertThat(check.code()).isEqualTo(ExitCode.NO_CONNECTION);
	}

}
