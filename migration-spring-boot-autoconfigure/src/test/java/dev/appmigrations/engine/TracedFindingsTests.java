package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.StatementTraces;
import dev.appmigrations.engine.scratch.ScratchServer;
import dev.appmigrations.engine.scratch.TraceRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.ServerOfTests;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Findings about what a statement does and its text does not show.
 */
@OldestAndNewest
class TracedFindingsTests {

	private final MemoryScripts scripts = new MemoryScripts().with("1_first.sql", """
			CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text);
			CREATE INDEX orders_note ON orders (note);
			CREATE VIEW notes AS SELECT note FROM orders;
			CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM orders;
			CREATE TABLE old (id bigint PRIMARY KEY);
			CREATE DOMAIN amount AS int;
			CREATE TABLE payments (value amount);
			CREATE FUNCTION widen() RETURNS void LANGUAGE plpgsql AS $$
			BEGIN EXECUTE 'ALTER TABLE orders ALTER total TYPE bigint'; END $$;
			""");

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createLargeTables() {
		migrator().migrate();
		this.database.execute("INSERT INTO orders SELECT i, i, repeat('x', 40) FROM generate_series(1, 11000) i;"
				+ "INSERT INTO old SELECT generate_series(1, 11000); INSERT INTO payments SELECT"
				+ " generate_series(1, 11000); ANALYZE");
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private LintReport lint(String sql) {
		this.scripts.with("2_next.sql", sql);
		StatementTraces traces = StatementTraces.of(migrator().safety()
			.trace(TraceRequest.pending(new ScratchServer(new ServerOfTests(), false)))
			.migrations());
		return migrator().safety().lint(LintRequest.PENDING.with(traces));
	}

	private static List<String> seen(LintReport report) {
		return report.findings()
			.stream()
			.filter((finding) -> finding.counts(Level.INFO) && finding.message().startsWith("Seen by the trace"))
			.map((finding) -> finding.level().label() + " " + finding.rule() + " " + finding.objects())
			.toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					DO $$ BEGIN EXECUTE 'ALTER TABLE orders ALTER total TYPE bigint'; END $$ | warn table-rewrite [public.orders]
					SELECT widen() | warn table-rewrite [public.orders]
					DO $$ BEGIN PERFORM public.widen(); END $$ | warn table-rewrite [public.orders]
					DO $$ BEGIN CREATE INDEX ON orders (total); END $$ | warn create-index-non-concurrent [public.orders]
					REINDEX TABLE orders | warn create-index-non-concurrent [public.orders]
					DO $$ BEGIN ALTER TABLE orders ALTER note SET NOT NULL; END $$ | warn validate-while-holding-lock [public.orders]
					ALTER DOMAIN amount ADD CHECK (value > 0) | warn validate-while-holding-lock [public.payments]
					DO $$ BEGIN DROP TABLE old; END $$ | fail drop-table [public.old]
					DO $$ BEGIN DROP INDEX orders_note; END $$ | warn drop-index-non-concurrent [public.orders]
					DO $$ BEGIN DROP VIEW notes; END $$ | warn drop-cascade [public.notes]
					DO $$ BEGIN TRUNCATE old; END $$ | warn table-rewrite [public.old]
					DO $$ BEGIN TRUNCATE payments; END $$ | warn truncate [public.payments]
					""")
	void lintWhenTextShowsNothingReportsWhatTheTraceHasSeen(String sql, String finding) {
		LintReport report = lint(sql);
		assertThat(seen(report)).containsExactly(finding);
		assertThat(report.findings()).singleElement().satisfies((found) -> {
			assertThat(found.location()).isEqualTo("db/migration/2_next.sql");
			assertThat(found.evidence()).anyMatch((evidence) -> evidence.startsWith("trace: "));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE orders ALTER total TYPE bigint", "ALTER TABLE orders ALTER note SET NOT NULL",
			"CREATE INDEX ON orders (total)", "DROP TABLE old", "TRUNCATE old", "VACUUM FULL orders",
			"UPDATE orders SET note = ''", "DELETE FROM old" })
	void lintWhenTheTextShowsItReportsItOnce(String sql) {
		LintReport report = lint(sql);
		assertThat(seen(report)).isEmpty();
		assertThat(report.findings()).isNotEmpty()
			.allSatisfy(
					(finding) -> assertThat(finding.evidence()).anyMatch((evidence) -> evidence.startsWith("trace: ")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT count(*) FROM orders", "CREATE INDEX CONCURRENTLY ON orders (total)",
			"REINDEX TABLE CONCURRENTLY orders", "DROP INDEX CONCURRENTLY orders_note",
			"DO $$ BEGIN CREATE TABLE fresh (id int); ALTER TABLE fresh ALTER id TYPE bigint; DROP TABLE fresh; END $$",
			"DO $$ BEGIN ALTER TABLE orders ADD COLUMN more int; END $$", "COMMENT ON TABLE orders IS 'x'",
			"CREATE TABLE fresh (id int); DO $$ BEGIN ALTER TABLE fresh ALTER id TYPE bigint; END $$",
			"CREATE OR REPLACE VIEW notes AS SELECT note FROM orders WHERE total > 0" })
	void lintWhenNobodyWaitsReportsNothing(String sql) {
		assertThat(seen(lint(sql))).isEmpty();
	}

	@Test
	void lintWhenTableIsSmallDismissesWhatTheTraceHasSeen() {
		this.database.execute("DELETE FROM orders WHERE id > 300; ANALYZE orders");
		assertThat(lint("SELECT widen()").findings()).singleElement()
			.satisfies((finding) -> assertThat(finding.dismissal()).isEqualTo("orders has 300 rows"));
	}

	@Test
	void lintWhenAnEarlierPendingMigrationCreatesTheTableReportsNothing() {
		this.scripts.with("1.5_fresh.sql", "CREATE TABLE fresh (id int);");
		assertThat(seen(lint("DO $$ BEGIN ALTER TABLE fresh ALTER id TYPE bigint; END $$"))).isEmpty();
	}

	@Nested
	class Allowed {

		private static final String DIRECTIVE = "-- migrate:allow table-rewrite it is small on all sites\n";

		@Test
		void directiveAllowsWhatOnlyTheTraceSees() {
			Finding finding = lint(DIRECTIVE + "SELECT widen();").findings().get(0);
			assertThat(finding.allowed()).isEqualTo("it is small on all sites");
		}

		@ParameterizedTest
		@ValueSource(strings = { "SELECT widen()", "REFRESH MATERIALIZED VIEW totals" })
		void directiveIsNotUnusedWhereNothingWasTraced(String statement) {
			TracedFindingsTests.this.scripts.with("2_next.sql", DIRECTIVE + statement);
			assertThat(migrator().safety().lint().findings()).isEmpty();
		}

		@Test
		void directiveIsUnusedWhereTheTextTellsEverything() {
			TracedFindingsTests.this.scripts.with("2_next.sql", DIRECTIVE + "CREATE TABLE fresh (id int)");
			assertThat(migrator().safety().lint().findings()).extracting(Finding::rule).containsExactly("unused-allow");
		}

		@Test
		void directiveIsUnusedWhereTheTraceSeesNothing() {
			assertThat(lint(DIRECTIVE + "SELECT 1;").findings()).extracting(Finding::rule)
				.containsExactly("unused-allow");
		}

	}

}
