package dev.appmigrations.command;

import java.io.StringWriter;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The table of {@code status}, for each state that a migration can be in.
 */
class StatusTableTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private void fail() {
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator()::migrate);
	}

	private String table(int limit) {
		return table(migrator().status(), limit);
	}

	private static String table(MigrationReport report, int limit) {
		StringWriter out = new StringWriter();
		new StatusTable(Terminal.of(out, out, false, null, false), limit).print(report);
		return out.toString()
			.replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "2025-11-12 10:30")
			.replaceAll(" +\\d+ ms", "  N ms")
			.replaceAll("\\d+ s ago", "N s ago");
	}

	@Test
	void statusWhenAMigrationIsHalfDoneTellsHowFarItCameAndWhy() {
		this.scripts.with("1_half.sql", """
				CREATE TABLE a (id int);
				CREATE INDEX CONCURRENTLY a_id ON a (id);
				SELECT nonsense;
				SELECT 4;
				""");
		fail();
		assertThat(table(20)).contains(
				"half done                            1_half.sql\n          2 of 4 statements are committed; the next one failed N s ago: ")
			.contains("nonsense");
		fail();
		assertThat(table(20)).contains("failed N s ago (2 times in a row): ");
		JsonContent json = new JsonContent(ReportJson.of(migrator().status()));
		assertThat(json).extractingPath("$.pending[0].statementsDone").isEqualTo(2);
		assertThat(json).extractingPath("$.pending[0].statements").isEqualTo(4);
		assertThat(json).extractingPath("$.pending[0].failure")
			.asMap()
			.containsOnlyKeys("at", "ageSeconds", "count", "sqlState", "error")
			.containsEntry("count", 2)
			.containsEntry("sqlState", "42703");
	}

	@Test
	void statusWhenAMigrationFailedTellsTheErrorUntilItIsApplied() {
		this.scripts.with("1_a.sql", "SELECT nonsense;").with("2_b.sql", "SELECT 2;");
		fail();
		assertThat(table(0))
			.contains("failed                               1_a.sql\n          failed N s ago: "
					+ "db/migration/1_a.sql:1:8: column \"nonsense\" does not exist (SQLSTATE 42703)\n")
			.contains("...       1 more pending, not shown here (--all shows them)");
		this.scripts.with("1_a.sql", "SELECT 1;");
		migrator().migrate();
		assertThat(table(20)).doesNotContain("failed");
	}

	@Test
	void statusWhenARollbackFailedTellsSo() {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);").with("1_a.down.sql", "DROP TABLE nonsense;");
		migrator().migrate();
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator().rollbacks().run(new dev.appmigrations.engine.plan.RollbackRequest.Last(1)));
		assertThat(table(0)).contains("1_a.sql\n          its rollback failed N s ago: ").contains("nonsense");
		assertThat(new JsonContent(ReportJson.of(migrator().status()))).extractingPath("$.applied[0].failure.sqlState")
			.isEqualTo("42P01");
	}

	@Test
	void statusShowsALateOneAndAChangedRepeatableOnce() {
		this.scripts.with("1_a.sql", "SELECT 1;").with("3_c.sql", "SELECT 3;").with("R__views.sql", "SELECT 9;");
		migrator().migrate();
		this.scripts.with("2_b.sql", "SELECT 2;").with("R__views.sql", "SELECT 10;");
		assertThat(table(20)).isEqualTo("""
				STATE     APPLIED (UTC)        TOOK  MIGRATION
				applied   2025-11-12 10:30  N ms  1_a.sql
				applied   2025-11-12 10:30  N ms  3_c.sql
				pending                              2_b.sql (late)
				outdated  2025-11-12 10:30           R__views.sql

				""");
	}

	@Test
	void statusWhenThereAreManyShowsTheLatestAndSaysHowManyAreLeftOut() {
		for (int i = 101; i <= 130; i++) {
			this.scripts.with(i + "_x.sql", "SELECT " + i + ";");
		}
		migrator().migrate();
		for (int i = 131; i <= 160; i++) {
			this.scripts.with(i + "_x.sql", "SELECT " + i + ";");
		}
		this.scripts.with("105_x.sql", "SELECT 0;");
		String table = table(20);
		assertThat(table.lines().filter((line) -> line.startsWith("applied "))).hasSize(20);
		assertThat(table.lines().filter((line) -> line.startsWith("pending "))).hasSize(20);
		assertThat(table).contains("...       4 more applied, not shown here (--all shows them)\nchanged   ",
				"...       5 more applied, not shown here (--all shows them)\napplied   2025-11-12 10:30  N ms  111_x.sql",
				"150_x.sql\n...       10 more pending, not shown here (--all shows them)");
		assertThat(table(Integer.MAX_VALUE)).doesNotContain("...").contains("101_x.sql", "160_x.sql");
	}

	@Test
	void statusWhenTheLogIsMissingOrOfSomebodyElseTellsTheRest() {
		this.scripts.with("1_a.sql", "SELECT 1;").with("2_b.sql", "SELECT nonsense;");
		fail();
		this.database.execute("ALTER TABLE migration_log RENAME TO elsewhere");
		assertThat(table(20)).contains("applied   ", "pending   ").doesNotContain("failed");
		this.database.execute("CREATE VIEW migration_log AS SELECT * FROM elsewhere");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> table(20))
			.withMessageContaining("migration_log");
		this.database.execute("DROP VIEW migration_log; ALTER TABLE elsewhere RENAME TO migration_log");
		assertThat(table(20)).contains("failed N s ago");
	}

}
