package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Findings about what undoes migrations.
 */
class RollbackLintTests {

	private final MemoryScripts scripts = new MemoryScripts().with("1_first.sql",
			"CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text);");

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createLargeTable() {
		migrator().migrate();
		this.database.execute(
				"INSERT INTO orders SELECT i, i, repeat('x', 40) FROM generate_series(1, 11000) i;" + "ANALYZE orders");
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private LintReport lint(String up, String down) {
		this.scripts.with("2_next.sql", up).with("2_next.down.sql", down);
		return migrator().safety().lint();
	}

	private static List<String> down(LintReport report) {
		return report.findings()
			.stream()
			.filter((finding) -> finding.location().endsWith(".down.sql"))
			.map((finding) -> finding.level().label() + " " + finding.rule())
			.toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					CREATE INDEX CONCURRENTLY orders_note ON orders (note) | DROP INDEX orders_note | warn drop-index-non-concurrent
					DROP INDEX CONCURRENTLY IF EXISTS x | CREATE INDEX orders_x ON orders (total) | warn create-index-non-concurrent
					ALTER TABLE orders ADD COLUMN more text | TRUNCATE orders; ALTER TABLE orders DROP COLUMN more | warn truncate
					ALTER TABLE orders ALTER note DROP NOT NULL | ALTER TABLE orders ALTER note SET NOT NULL | warn set-not-null
					ALTER TABLE orders ALTER total TYPE bigint | ALTER TABLE orders ALTER total TYPE int | warn change-column-type
					""")
	void lintReportsHarmOfARollback(String up, String down, String expected) {
		LintReport report = lint(up, "\n" + down);
		assertThat(down(report)).containsExactly(expected);
		Finding finding = report.findings().get(report.findings().size() - 1);
		assertThat(finding.place()).startsWith("db/migration/2_next.down.sql:2:");
		assertThat(finding.migration()).isEqualTo("2_next.sql");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ALTER TABLE orders ADD COLUMN more text | ALTER TABLE orders DROP COLUMN more
			ALTER TABLE orders RENAME COLUMN note TO remark | ALTER TABLE orders RENAME COLUMN remark TO note
			CREATE TABLE items (id int); CREATE INDEX items_id ON items (id) | DROP INDEX items_id; DROP TABLE items
			CREATE INDEX CONCURRENTLY orders_note ON orders (note) | DROP INDEX CONCURRENTLY orders_note
			""")
	void lintWhenARollbackOnlyUndoesReportsNothing(String up, String down) {
		assertThat(down(lint(up, down))).isEmpty();
	}

	@Test
	void lintJudgesSectionsOfOneFile() {
		this.scripts.with("2_next.sql", """
				-- migrate:up
				CREATE INDEX CONCURRENTLY orders_note ON orders (note);
				-- migrate:down
				-- migrate:allow create-index-non-concurrent it finds nothing
				DROP INDEX orders_note;
				""");
		assertThat(migrator().safety().lint().findings())
			.extracting(Finding::rule, (finding) -> finding.position().line())
			.containsExactly(tuple("drop-index-non-concurrent", 5), tuple("unused-allow", 4));
	}

	@Test
	void directiveOfARollbackAllows() {
		LintReport report = lint("CREATE INDEX CONCURRENTLY orders_note ON orders (note)",
				"-- migrate:allow drop-index-non-concurrent at night only\nDROP INDEX orders_note");
		assertThat(report.findings()).singleElement().extracting(Finding::allowed).isEqualTo("at night only");
	}

	@Test
	void lintUndoesFromTheLastToTheFirst() {
		this.scripts.with("3_last.sql", "ALTER TABLE orders ALTER total TYPE bigint;")
			.with("3_last.down.sql", "ALTER TABLE orders ALTER total TYPE int;");
		LintReport report = lint("ALTER TABLE orders ADD COLUMN more text",
				"ALTER TABLE orders ALTER total TYPE int; ALTER TABLE orders DROP COLUMN more");
		// When the second is undone, the first has its old type again.
		assertThat(down(report)).containsExactly("warn change-column-type");
	}

	@Test
	void lintWithoutDatabaseJudgesRollbacksToo() {
		this.scripts.with("2_next.sql", "CREATE INDEX CONCURRENTLY orders_note ON orders (note);")
			.with("2_next.down.sql", "DROP INDEX orders_note;");
		LintReport report = migrator().safety()
			.lint(new LintRequest(List.of("2_next.sql"), null, false, false, null, LintRequest.NEWEST));
		assertThat(report.findings(Level.WARN)).extracting(Finding::rule).containsExactly("drop-index-non-concurrent");
	}

	@Test
	void startJudgesNoRollbacks() {
		this.scripts.with("2_next.sql", "CREATE INDEX CONCURRENTLY orders_note ON orders (note);")
			.with("2_next.down.sql", "DROP INDEX orders_note;");
		assertThat(migrator().status().safety().findings()).isEmpty();
	}

}
