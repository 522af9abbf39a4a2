package dev.appmigrations.command;

import java.nio.file.Path;

import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The life of one database, by commands alone, each in a process of its own.
 */
class CommandScenarioTests {

	@TempDir
	Path temp;

	private static String history(TestDatabase database) {
		return String.join(" ", database
			.list("SELECT migration_name || ':' || coalesce(origin, '') FROM migration_history ORDER BY id"));
	}

	private static void assertDone(CommandProcess.Result result, String... out) {
		assertThat(result.err()).isEmpty();
		assertThat(result.out()).contains(out);
		assertThat(result.code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void commandsLeadADatabaseThroughItsLife() throws Exception {
		CommandProcess.assumeTerminal();
		try (TestDatabase database = TestDatabase.create()) {
			CommandProcess application = new CommandProcess(this.temp).database(database)
				.script("1_a.sql", "CREATE TABLE a (id integer);")
				.script("2_b.sql", "CREATE TABLE b (id integer);")
				.script("2_b.down.sql", "DROP TABLE b;");
			assertDone(application.migrations("up"), "Total 2, applied 2");

			CommandProcess.Result unasked = application.migrations("rollback", "--last", "1");
			assertThat(unasked.err()).contains("Add --yes");
			assertThat(unasked.code()).isEqualTo(ExitCode.USAGE);
			CommandProcess.Result refused = application.migrationsOnTerminal("n\n", "rollback", "--last", "1");
			assertThat(refused.out()).contains("2_b.sql", "Undo 1 migration? [y/N] ", "Nothing was changed.");
			assertThat(refused.code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(history(database)).isEqualTo("1_a.sql:applied 2_b.sql:applied");
			CommandProcess.Result agreed = application.migrationsOnTerminal("y\n", "rollback", "--last", "1");
			assertThat(agreed.out()).contains("[1/1] 2_b.sql", "Total 1, undone 1, skipped 0, failed 0");
			assertThat(agreed.code()).isEqualTo(ExitCode.OK);
			assertThat(history(database)).isEqualTo("1_a.sql:applied");
			assertDone(application.migrations("run", "2_b.sql"), "applied   2_b.sql in ");

			application.script("1_a.sql", "CREATE TABLE a (id bigint);");
			assertDone(application.migrations("repair", "--checksums", "--yes"), "1_a.sql", "Repaired: 1.");
			application.script("3_c.sql", "CREATE TABLE c (id integer);");
			assertDone(application.migrations("baseline", "3", "--yes"), "3_c.sql", "Marked 1 migration as applied.");
			assertThat(history(database)).isEqualTo("1_a.sql:applied 2_b.sql:applied 3_c.sql:baseline");

			CommandProcess.Result precious = application.migrations("prove");
			assertThat(precious.err()).contains("empty database only");
			assertThat(precious.code()).isEqualTo(ExitCode.PROBLEMS);

			database.execute("DROP TABLE migration_history, migration_log;"
					+ "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);"
					+ "INSERT INTO schema_migrations VALUES ('1'), ('2');");
			assertDone(application.migrations("adopt", "dbmate"), "2 adopted, 0 without a file, 1 pending.");
			assertThat(history(database)).isEqualTo("1_a.sql:adopted 2_b.sql:adopted");
		}
	}

}
