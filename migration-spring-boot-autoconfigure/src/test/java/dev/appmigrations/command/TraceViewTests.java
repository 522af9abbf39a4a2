package dev.appmigrations.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.appmigrations.command.scratch.ScratchServers;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.scratch.TraceRequest;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lock trace as people and programs read it.
 */
class TraceViewTests {

	@FreshDatabase
	private TestDatabase database;

	private final MemoryScripts scripts = new MemoryScripts().with("1_orders.sql",
			"CREATE TABLE orders (id int PRIMARY KEY, name text);");

	private TraceReport trace(String script) {
		Migrator migrator = Migrator.builder(this.database.dataSource(), this.scripts).build();
		migrator.migrate();
		this.scripts.with("2_next.sql", script);
		try (ScratchServers servers = ScratchServers.open("--trace", url("postgres", "postgres"), false, "")) {
			return migrator.database().trace(TraceRequest.pending(servers.server()));
		}
	}

	private static String url(String user, String password) {
		return "postgresql://" + user + ":" + password + "@localhost:" + TestDatabase.port() + "/postgres";
	}

	@Test
	void markdownHasRowForEachStatementThatOthersNotice() {
		String markdown = TraceMarkdown.of(trace("ALTER TABLE orders ADD note text;\nCREATE TABLE fresh (id int);\n"
				+ "ALTER TABLE orders ALTER note SET NOT NULL;\nCREATE INDEX CONCURRENTLY orders_note ON orders (note);"),
				new TableSizes(null));
		assertThat(markdown.lines()).first()
			.asString()
			.startsWith("**2\\_next.sql** · expand · 1 transaction, 1 outside · PostgreSQL ");
		assertThat(markdown).contains("| line | statement | lock | on | held |")
			.contains(
					"| 1 | `ALTER TABLE orders ADD note text` | ACCESS EXCLUSIVE | orders | to commit | – | – | – | – |"
							+ " brief |")
			.contains(
					"| 3 | `ALTER TABLE orders ALTER note SET NOT NULL` | ACCESS EXCLUSIVE (held since line 1) | orders |"
							+ " to commit | – | – | **orders** | – | **reads all rows: reads and writes stop** |")
			.contains(
					"| 4 | `CREATE INDEX CONCURRENTLY orders_note ON orders (note)` | SHARE UPDATE EXCLUSIVE | orders |"
							+ " while it runs | – | **orders\\_note** | **orders** | – | builds an index |")
			.contains("1 statement locked nothing that others use.");
	}

	@Test
	void markdownSaysWhereItFails() {
		String markdown = TraceMarkdown.of(trace("SELECT 'a|b`c' FROM nowhere;"), new TableSizes(null));
		assertThat(markdown).contains("| 1 | `` SELECT 'a\\|b`c' FROM nowhere `` |")
			.contains("**fails**: relation \"nowhere\" does not exist")
			.contains("Not traced to its end: ");
	}

	@Test
	@SuppressWarnings("unchecked")
	void jsonHoldsLocksAndWhatWasDone() {
		Map<String, Object> json = JsonParserFactory.getJsonParser()
			.parseMap(TraceJson.of(trace("ALTER TABLE orders ALTER name TYPE varchar(10);\nSELECT 1 / 0;")));
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

}
