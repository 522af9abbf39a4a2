package dev.appmigrations.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lock trace as people and programs read it.
 */
class TraceViewTests {

	private static final String URL = "postgresql://postgres:postgres@localhost:" + TestDatabase.port() + "/postgres";

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	Path temp;

	private final MemoryScripts scripts = new MemoryScripts().with("1_orders.sql",
			"CREATE TABLE orders (id int PRIMARY KEY, name text);");

	private CommandProcess.Result lint(String script, String... options) {
		CommandInProcess commands = new CommandInProcess(this.database, this.scripts);
		commands.migrator().migrate();
		this.scripts.with("2_next.sql", script);
		List<String> arguments = new ArrayList<>(List.of("lint", "--trace=" + URL));
		arguments.addAll(List.of(options));
		return commands.migrations(arguments.toArray(String[]::new));
	}

	private String markdown(String script) {
		return lint(script, "--format", "markdown").out();
	}

	@Test
	void markdownHasRowForEachStatementThatOthersNotice() {
		String markdown = markdown("ALTER TABLE orders ADD note text;\nCREATE TABLE fresh (id int);\n"
				+ "ALTER TABLE orders ALTER note SET NOT NULL;\nCREATE INDEX CONCURRENTLY orders_note ON orders (note);");
		assertThat(markdown).contains("**2\\_next.sql** · expand · 1 transaction, 1 outside · PostgreSQL ");
		assertThat(markdown).contains("| line | statement | lock | on | held |")
			.contains("| 1 | `ALTER TABLE orders ADD note text` | ACCESS EXCLUSIVE | orders | to commit | – | – | – |"
					+ " 0, 8.0 kB | brief |")
			.contains(
					"| 3 | `ALTER TABLE orders ALTER note SET NOT NULL` | ACCESS EXCLUSIVE (held since line 1) | orders |"
							+ " to commit | – | – | **orders** | 0, 8.0 kB | ~1 ms: reads and writes stop |")
			.contains(
					"| 4 | `CREATE INDEX CONCURRENTLY orders_note ON orders (note)` | SHARE UPDATE EXCLUSIVE | orders |"
							+ " while it runs | – | **orders\\_note** | **orders** | 0, 8.0 kB | ~1 ms |")
			.contains("1 statement locked nothing that others use.");
	}

	@Test
	void markdownSaysWhereItFails() {
		String markdown = markdown("SELECT 'a|b`c' FROM nowhere;");
		assertThat(markdown).contains("| 1 | `` SELECT 'a\\|b`c' FROM nowhere `` |")
			.contains("**fails**: relation \"nowhere\" does not exist")
			.contains("Not traced to its end: ");
	}

	@Test
	@SuppressWarnings("unchecked")
	void jsonHoldsLocksAndWhatWasDone() {
		CommandProcess.Result result = lint("ALTER TABLE orders ALTER name TYPE varchar(10);\nSELECT 1 / 0;", "--json");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		Map<String, Object> report = JsonParserFactory.getJsonParser().parseMap(result.out());
		assertThat(report).containsKey("findings");
		Map<String, Object> json = (Map<String, Object>) Objects.requireNonNull(report.get("trace"));
		assertThat(json).containsEntry("replayed", 1).containsKeys("server", "limits");
		Map<String, Object> migration = ((List<Map<String, Object>>) json.get("migrations")).get(0);
		assertThat(migration).containsEntry("name", "2_next.sql").containsEntry("phase", "expand");
		assertThat(migration.get("untraced")).asString().contains("division by zero");
		Map<String, Object> unit = ((List<Map<String, Object>>) migration.get("units")).get(0);
		assertThat(unit).containsEntry("transaction", true);
		List<Map<String, Object>> statements = (List<Map<String, Object>>) unit.get("statements");
		assertThat(statements).hasSize(2);
		Map<String, Object> first = statements.get(0);
		assertThat((List<Map<String, Object>>) first.get("locks"))
			.anySatisfy((lock) -> assertThat(lock).containsEntry("object", "public.orders")
				.containsEntry("mode", "ACCESS EXCLUSIVE")
				.containsEntry("newly", true)
				.containsEntry("blocksReads", true));
		assertThat((List<Map<String, Object>>) first.get("rewrites")).singleElement()
			.satisfies((table) -> assertThat(table).containsEntry("object", "public.orders"));
		assertThat((Map<String, Object>) statements.get(1).get("failure")).containsEntry("sqlState", "22012");
	}

	@Test
	void textShowsLocksAndFindingsHaveThemAsEvidence() {
		String script = "ALTER TABLE orders ALTER name SET NOT NULL;";
		assertThat(lint(script, "--output", "json=" + this.temp.resolve("lint.json")).out())
			.contains("Trace of 2_next.sql on PostgreSQL ")
			.contains("  line 1: ACCESS EXCLUSIVE on orders; reads all rows of orders (about ");
		assertThat(this.temp.resolve("lint.json")).content()
			.contains("\"trace: ACCESS EXCLUSIVE on orders; reads all rows of orders\"");
	}

	@Test
	void traceWhenNothingIsJudgedStartsNothing() {
		CommandInProcess commands = new CommandInProcess(this.database, this.scripts);
		commands.migrator().migrate();
		CommandProcess.Result result = commands.migrations("lint", "--trace=no url at all");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(result.out()).doesNotContain("Trace of");
	}

	@Test
	void traceWhenDatabaseIsNotReadReplaysWhatComesBefore() {
		this.scripts.with("2_next.sql", "ALTER TABLE orders ALTER id TYPE bigint;");
		CommandProcess.Result result = new CommandInProcess(this.database, this.scripts).migrations("lint",
				"--no-database", "2_next.sql", "--trace=" + URL, "--json");
		assertThat(result.out()).contains("\"replayed\":1").contains("\"rewrites\":[{\"object\":\"public.orders\"");
	}

	@Test
	void traceWhenServerIsNotDisposableRefusesRoles() {
		CommandProcess.Result result = lint("CREATE ROLE trace_role; DROP ROLE trace_role;");
		assertThat(result.code()).isNotEqualTo(ExitCode.OK);
		assertThat(result.err()).contains("db/migration/2_next.sql:1:1: CREATE ROLE");
		assertThat(
				new CommandInProcess(this.database, this.scripts).migrations("lint", "--trace=" + URL, "--disposable")
					.out())
			.contains("Trace of 2_next.sql");
	}

	@Test
	void traceWhenUrlIsWrongDoesNotShowIt() {
		CommandProcess.Result result = new CommandInProcess(this.database, this.scripts).migrations("lint",
				"--trace=http://sesame");
		assertThat(result.code()).isNotEqualTo(ExitCode.OK);
		assertThat(result.out() + result.err()).contains("--trace").doesNotContain("sesame");
	}

	@Test
	void traceWhenNoServerIsNamedStartsEmbeddedOne() {
		CommandProcess.Result result = new CommandInProcess(this.database, this.scripts).migrations("lint", "--trace");
		assertThat(result.out()).contains("Trace of 1_orders.sql on PostgreSQL ");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
	}

	@Nested
	class Sizes {

		private static final ObjectName ORDERS = ObjectName.of("public", "orders");

		private static TracedMigrations traced(double rows, long bytes) {
			RelationFacts facts = new RelationFacts("public", "orders", RelationFacts.Kind.TABLE, null, false, "o",
					true, bytes, bytes, rows, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
					null);
			return new TracedMigrations(new TraceReport("PostgreSQL 18", 1, List.of(), List.of()),
					new TableSizes(new SchemaFacts(Instant.EPOCH, 180000, "shop", false, List.of(), true, List.of(),
							List.of(facts), List.of(), List.of())));
		}

		private static StatementTrace statement(boolean rewrites, boolean scans) {
			ObjectTrace orders = new ObjectTrace(ObjectTrace.Kind.TABLE, ORDERS);
			SourcePosition line = new SourcePosition(0, 3, 1);
			return new StatementTrace(line, "ALTER TABLE orders ALTER id TYPE bigint",
					List.of(new LockTrace(orders, LockMode.ACCESS_EXCLUSIVE, true, line)),
					(rewrites) ? List.of(orders) : List.of(), List.of(), (scans) ? List.of(orders) : List.of(),
					List.of(), 1, Duration.ZERO, false, null, null);
		}

		@ParameterizedTest
		@CsvSource({ "12400000, 4100000000, '12.4 M, 3.8 GB'", "312, 8192, '312, 8.0 kB'", "-1, 100, '100 bytes'",
				"1500, -1, '1.5 k'", "123456, 999000000000, '123 k, 930 GB'" })
		void sizeHasThreeDigitsAtMost(double rows, long bytes, String text) {
			assertThat(traced(rows, bytes).sizes().text(ORDERS)).isEqualTo(text);
		}

		@Test
		void sizeWhenUnknownIsNone() {
			assertThat(traced(-1, -1).sizes().text(ORDERS)).isNull();
			assertThat(traced(-1, -1).predicted(statement(true, false))).isNull();
			assertThat(new TableSizes(null).text(ORDERS)).isNull();
		}

		@Test
		void timeDependsOnWork() {
			TracedMigrations traced = traced(1000, 4_500_000_000L);
			assertThat(traced.predicted(statement(false, true))).isEqualTo("10 s");
			assertThat(traced.predicted(statement(true, true))).isEqualTo("150 s");
			assertThat(traced.predicted(statement(false, false))).isEqualTo("1 ms");
		}

		@Test
		void markdownHoldsSizeAndTime() {
			TracedMigrations traced = traced(12_400_000, 4_500_000_000L);
			TraceReport report = new TraceReport("PostgreSQL 18", 1,
					List.of(new MigrationTrace("2_a.sql", Phase.EXPAND,
							List.of(new UnitTrace(1, Unit.Mode.TRANSACTION, List.of(statement(true, true)))), null)),
					List.of("something is missing"));
			assertThat(TraceMarkdown.of(new TracedMigrations(report, traced.sizes())))
				.contains("| 12.4 M, 4.2 GB | **~150 s: reads and writes stop** |")
				.contains("- Not traced: something is missing");
		}

	}

}
