package dev.appmigrations.command;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code rollback}.
 */
class RollbackCommandTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void apply() {
		this.application = new CommandInProcess(this.database, this.scripts);
		this.scripts.with("1_a.sql", "CREATE TABLE a (id integer);")
			.with("1_a.down.sql", "DROP TABLE a;")
			.with("2_b.sql", "CREATE TABLE b (id integer);")
			.with("2_b.down.sql", "DROP TABLE b;")
			.with("3_c.sql", "CREATE TABLE c (id integer);")
			.with("3_c.down.sql", "DROP TABLE c;");
		this.application.migrator().migrate();
		this.database.execute("UPDATE migration_history SET applied_at = '2025-11-12 10:30:00+00'");
	}

	private List<String> applied() {
		return this.database.list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			rollback 3 --yes           | 1_a.sql 2_b.sql
			rollback 3_c.sql --yes     | 1_a.sql 2_b.sql
			rollback 2 --cascade --yes | 1_a.sql
			rollback --cascade -y 2_b  | 1_a.sql
			rollback --to 1 --yes      | 1_a.sql
			rollback --to=0 --yes      | ''
			rollback --last 2 --yes    | 1_a.sql
			""")
	void rollbackUndoesWhatIsAskedFor(String arguments, String left) {
		CommandProcess.Result result = this.application.migrations(arguments.split(" "));
		assertThat(result.err()).isEmpty();
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(String.join(" ", applied())).isEqualTo(left);
	}

	@Test
	void rollbackListsWhatItUndoesAndCounts() {
		CommandProcess.Result result = this.application.migrations("rollback", "--last", "2", "--yes");
		assertThat(result.out().replaceAll("\\d+ ms", "N ms")).isEqualTo("""
				To be undone, in this order. What their tables and columns hold is lost.

				APPLIED (UTC)     MIGRATION
				2025-11-12 10:30  3_c.sql
				2025-11-12 10:30  2_b.sql

				undoing   3_c.sql (1 of 2)
				undone    3_c.sql in N ms
				undoing   2_b.sql (2 of 2)
				undone    2_b.sql in N ms
				Total 2, undone 2, skipped 0, failed 0 (N ms)
				""");
		assertThat(this.database.value("SELECT to_regclass('b') IS NULL AND to_regclass('a') IS NOT NULL"))
			.isEqualTo("t");
	}

	@Test
	void upAndRollbackWhenMigrationsAreManyCountThem() {
		int many = 60;
		for (int version = 101; version <= 100 + many; version++) {
			this.scripts.with(version + "_t.sql", "CREATE TABLE t" + version + " (id integer);")
				.with(version + "_t.down.sql", "DROP TABLE t" + version + ";");
		}
		CommandProcess.Result up = this.application.migrations("up");
		assertThat(up.out()).contains("\napplied   60 of 60, the last 160_t.sql\nTotal 63, applied 60, ");
		assertThat(up.out().lines().count()).isLessThan(many);
		this.scripts.with("150_t.down.sql", "DROP TABLE nonsense;");
		CommandProcess.Result down = this.application.migrations("rollback", "--to", "0", "--yes");
		assertThat(down.out()).contains("undone    10 of 63, the last 151_t.sql\nfailed    150_t.sql\n")
			.doesNotContain("undone    155_t.sql");
		assertThat(applied()).hasSize(53);
	}

	@Test
	void rollbackWhenNobodyCanBeAskedNeedsYes() {
		CommandProcess.Result result = this.application.migrations("rollback", "--last", "1");
		assertThat(result.out()).contains("3_c.sql");
		assertThat(result.err()).startsWith("Failed: Nothing was changed").contains("--yes");
		assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		assertThat(this.application.migrations("rollback", "--last", "1", "--json").out())
			.startsWith("{\"error\":{\"code\":\"USAGE\"");
		assertThat(applied()).hasSize(3);
	}

	@Test
	void rollbackWhenDryRunShowsTheListAndUndoesNothing() {
		CommandProcess.Result result = this.application.migrations("rollback", "2", "--cascade", "--dry-run");
		assertThat(result.out()).contains("3_c.sql\n2025-11-12 10:30  2_b.sql\n")
			.endsWith("2 migrations would be undone.\n");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		JsonContent json = new JsonContent(
				this.application.migrations("rollback", "--last", "1", "--dry-run", "--json").out());
		assertThat(json).extractingPath("$").asMap().containsOnlyKeys("steps", "problems");
		assertThat(json).extractingPath("$.steps[0]")
			.asMap()
			.containsOnlyKeys("name", "version", "appliedAt", "statements", "transaction")
			.containsEntry("name", "3_c.sql")
			.containsEntry("version", "3")
			.containsEntry("appliedAt", "2025-11-12T10:30:00Z");
		assertThat(applied()).hasSize(3);
	}

	@Test
	void rollbackWhenSomethingStandsInTheWaySaysWhatAndUndoesNothing() {
		this.scripts.without("3_c.down.sql");
		CommandProcess.Result result = this.application.migrations("rollback", "2", "--cascade", "--yes");
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).contains("3_c.sql has no rollback", "Write 3_c.down.sql beside it");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		CommandProcess.Result look = this.application.migrations("rollback", "2", "--dry-run");
		assertThat(look.out()).contains("Error: 2_b.sql is below others", "--cascade").doesNotContain("would be");
		assertThat(look.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(applied()).hasSize(3);
	}

	@Test
	void rollbackWhenOneFailsKeepsThatOneAndSaysSoInJson() {
		this.scripts.with("2_b.down.sql", "DROP TABLE nonsense;");
		CommandProcess.Result result = this.application.migrations("rollback", "--to", "0", "--yes", "--json");
		JsonContent json = new JsonContent(result.out());
		assertThat(json).extractingPath("$")
			.asMap()
			.containsOnlyKeys("total", "undone", "skipped", "failed", "notReached", "durationMs", "notices",
					"backfills", "error")
			.containsEntry("total", 3)
			.containsEntry("skipped", List.of())
			.containsEntry("notReached", List.of("1_a.sql"))
			.containsEntry("failed", List.of("2_b.sql"));
		assertThat(json).extractingPath("$.undone[0].name").isEqualTo("3_c.sql");
		assertThat(json).extractingPath("$.error.code").isEqualTo("STATEMENT_FAILED");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(applied()).containsExactly("1_a.sql", "2_b.sql");
	}

	@Test
	void rollbackWhenOthersAreInTheWaySaysWhoAndTriesAgain() throws Exception {
		try (Connection other = this.database.dataSource().getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().execute("SELECT * FROM c");
			CompletableFuture<Void> end = CompletableFuture.runAsync(() -> rollback(other),
					CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));
			CommandProcess.Result result = this.application.migrations("rollback", "--last", "1", "--yes");
			end.join();
			assertThat(result.out()).contains("3_c.sql: attempt 1 was given up (", "  In the way: ",
					"undone    3_c.sql in ");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
		}
	}

	private static void rollback(Connection connection) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void rollbackWhenThereIsNothingToUndoSaysSo() {
		CommandProcess.Result result = this.application.migrations("rollback", "--to", "3");
		assertThat(result.out()).isEqualTo("Nothing to do.\n");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(this.application.migrations("rollback", "--to", "3", "--dry-run").out())
			.isEqualTo("Nothing to do.\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rollback --last 0", "rollback --last -1", "rollback --to latest" })
	void rollbackWhenValueCannotBeMeantIsAMistake(String arguments) {
		CommandProcess.Result result = this.application.migrations((arguments + " --yes").split(" "));
		assertThat(result.err()).contains("Failed: --");
		assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		assertThat(applied()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rollback", "rollback 1 --last 1", "rollback --to 1 --last 1", "rollback --cascade",
			"rollback --to 1 --cascade", "rollback 1 2" })
	void rollbackWhenItIsNotClearWhatIsMeantIsAMistake(String arguments) {
		assertThatExceptionOfType(CommandLine.ParameterException.class)
			.isThrownBy(() -> this.application.migrations(arguments.split(" ")));
	}

	@Test
	void rollbackWhenHistoryIsNoLongerWhatWasAgreedToUndoesNothing() {
		RollbackProgress progress = new RollbackProgress(null, List.of("2_b.sql"));
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> progress.follow(this.application.migrator()).rollbacks().run(new RollbackRequest.Last(1)))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.ROLLBACK_OUTDATED))
			.withMessageContaining("3_c.sql");
		assertThat(applied()).hasSize(3);
	}

}
