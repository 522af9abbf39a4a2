package dev.appmigrations.command;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.actuate.endpoint.MigrationsEndpoint;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Whatever others have written, wherever it stands, it neither commands a terminal nor
 * forges a line of a log nor turns the direction of the text: in the log, in what the
 * commands print, in JSON, in the endpoint and in exceptions.
 */
class HostileTextTests {

	/** Short enough for the name of a role. */
	private static final String NAME = "x\u001b[2J\nFORGED\u202e";

	private static final String TEXT = "x\u001b]0;title\u0007\u001b[31m\r\nFORGED line\u202e\u2066\u200b\u2028\u2029\u0085"
			+ "\u009b2J\u007f\ufeff\udb40\udc41";

	private final MemoryScripts scripts = new MemoryScripts();

	private final List<AutoCloseable> open = new ArrayList<>();

	@FreshDatabase
	private TestDatabase database;

	private CapturedLog log;

	@BeforeEach
	void create() {
		this.log = CapturedLog.open();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.open) {
			resource.close();
		}
		this.log.close();
		this.database.close();
		this.database.executeOnServer("DROP ROLE IF EXISTS " + quoted(NAME));
	}

	private static String quoted(String name) {
		return "\"" + name + "\"";
	}

	private static String literal(String text) {
		return "'" + text + "'";
	}

	private static void assertVisible(String where, String text) {
		assertThat(text).as(where).isEqualTo(VisibleText.lines(text));
		assertThat(text.lines()).as(where).noneMatch((line) -> line.startsWith("FORGED"));
	}

	private void assertLogVisible(String... parts) {
		String text = this.log.text();
		assertVisible("log", text);
		for (String part : parts) {
			assertThat(text).contains(part);
		}
	}

	private static void assertVisible(Throwable failure) {
		for (Throwable part = failure; part != null; part = part.getCause()) {
			assertVisible("exception", part.toString());
		}
	}

	private void assertCommandsVisible(String... commands) {
		for (String command : commands) {
			CommandProcess.Result result = new CommandInProcess(this.database, this.scripts)
				.migrations(command.split(" "));
			assertVisible(command, result.out());
			assertVisible(command, result.err());
			if (command.contains("--json")) {
				assertJsonVisible(command, JsonMapper.shared().readTree(result.out()));
			}
		}
	}

	private static void assertJsonVisible(String where, JsonNode node) {
		if (node.isString()) {
			// A line feed is never raw in JSON.
			assertThat(node.stringValue()).as(where).isEqualTo(VisibleText.lines(node.stringValue()));
		}
		node.forEach((child) -> assertJsonVisible(where, child));
	}

	private void assertEndpointVisible(Migrator migrator, String... names) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean("migrator", Migrator.class, () -> migrator);
			context.refresh();
			MigrationsEndpoint endpoint = new MigrationsEndpoint(context, List.of(), Show.ALWAYS);
			assertJsonVisible("endpoint", JsonMapper.shared().valueToTree(endpoint.migrations(null, null)));
			for (String name : names) {
				assertJsonVisible(name, JsonMapper.shared().valueToTree(endpoint.migration(name, null, null)));
			}
		}
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private static MigratorOptions placeholders(String name, String value) {
		MigratorOptions options = MigratorOptions.defaults();
		return options.with(new MigratorOptions.Scripts(options.scripts().locations(), Map.of(name, value)));
	}

	private MigrationException failure(Migrator migrator) {
		MigrationException failure = catchThrowableOfType(MigrationException.class, migrator::migrate);
		assertThat(failure).isNotNull();
		assertVisible(failure);
		return failure;
	}

	@Test
	void noticesAndWarningsStayInTheirLine() {
		this.scripts.with("1_a.sql", "DO $$ BEGIN RAISE NOTICE E'%', " + literal(TEXT) + "; RAISE WARNING E'%', "
				+ literal(TEXT) + "; END $$");
		migrator().migrate();
		assertLogVisible("x\\u001B]0;title\\u0007\\u001B[31m\\r\\nFORGED line\\u202E\\u2066\\u200B\\u2028\\u2029\\u0085"
				+ "\\u009B2J\\u007F\\uFEFF\\U000E0041");
	}

	@Test
	void errorsOfTheServerStayInTheirLines() {
		this.database.execute("CREATE FUNCTION " + quoted(NAME) + "() RETURNS void LANGUAGE plpgsql AS $$ BEGIN"
				+ " RAISE EXCEPTION '%', " + literal(TEXT) + " USING DETAIL = " + literal(TEXT) + ", HINT = "
				+ literal(TEXT) + "; END $$");
		this.scripts.with("1_a.sql", "SELECT 1;\nSELECT " + quoted(NAME) + "();");
		MigrationException failure = failure(migrator());
		assertThat(failure.description()).contains("1_a.sql:2:1", "\nDETAIL: x\\u001B", "\nHINT: x\\u001B",
				"\nCONTEXT: PL/pgSQL function \"x\\u001B");
		assertCommandsVisible("up", "up --json", "up --dry-run", "up --dry-run --json", "up --dry-run --execute",
				"up --dry-run --execute --json", "up --verbose", "status --json");
		assertEndpointVisible(migrator(), "1_a.sql");
		assertLogVisible();
	}

	@Test
	void valuesInDetailsAndPlaceholdersStayInTheirLine() {
		this.database.execute("CREATE TABLE t (v text PRIMARY KEY); INSERT INTO t VALUES (" + literal(TEXT) + ")");
		this.scripts.with("1_a.sql", "INSERT INTO t VALUES (replace('" + TEXT + "', '', ''))");
		assertThat(failure(migrator()).description()).contains("DETAIL: Key (v)=(x\\u001B");
		this.scripts.with("1_a.sql", "SELECT '${value}'::integer");
		Migrator migrator = Migrator.builder(this.database.dataSource(), this.scripts)
			.options(placeholders("value", TEXT))
			.build();
		assertThat(failure(migrator).description()).contains("invalid input syntax", "x\\u001B", "'${value}'");
		assertLogVisible();
	}

	@Test
	void excerptShowsTheLineAndTheCaretStandsBelowItsColumn() {
		this.scripts.with("1_a.sql", "SELECT 1;\n\tSELECT '\u001b[2J\u202e', missing;\n");
		assertThat(failure(migrator()).description())
			.contains("    \tSELECT '\\u001B[2J\\u202E', missing;\n    \t                          ^\n");
		this.scripts.with("1_a.sql", "SELECT '\u001b\u202e$$; SELECT $x$ open");
		assertThat(failure(migrator()).description()).contains("\\u001B\\u202E");
		assertCommandsVisible("check", "check --json", "up", "up --json");
		assertEndpointVisible(migrator(), "1_a.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2_a\u001b[2J.sql", "2_a\nFORGED.sql", "2_a\u202elqs.sql", "2_a\u200b.sql",
			"2_a\u0085.sql", "2_a\u007f.sql", "2_a\t.sql", "x\u001b\nFORGED.sql", "V2__a\r.sql", "2_a\u2066.down.sql",
			"fold\u001ber\n/2_a.sql" })
	void fileWithAHiddenCharacterInItsNameIsRefused(String name) {
		this.scripts.with("1_a.sql", "SELECT 1").with(name, "SELECT 2");
		MigrationException failure = failure(migrator());
		assertThat(failure.getMessage()).contains(VisibleText.line(name), "Rename it");
		assertThat(this.database.value("SELECT to_regclass('migration_history')")).isNull();
		assertCommandsVisible("status", "status --json", "check", "check --json", "up", "up --json", "script");
		assertEndpointVisible(migrator(), "1_a.sql");
		assertLogVisible();
	}

	@Test
	void rowsOfTheHistoryAndTheLogAreShownVisibly() {
		this.scripts.with("1_a.sql", "SELECT 1");
		migrator().migrate();
		this.database
			.execute("INSERT INTO migration_history (migration_name, version, description, kind, phase, checksum,"
					+ " applied_by, applied_from, release, origin) SELECT t || n, CASE n WHEN 1 THEN '7' ELSE t END, t, t, t,"
					+ " t, t, t, t, t FROM generate_series(1, 2) n, (SELECT " + literal(TEXT) + " AS t) x");
		this.database
			.execute("UPDATE migration_log SET action = t, logged_by = t, logged_from = t, release = t, sqlstate ="
					+ " t, error = t FROM (SELECT " + literal(TEXT) + " AS t) x");
		this.database.execute("CREATE TABLE IF NOT EXISTS migration_instance (id text, application text, release text,"
				+ " host text, application_name text, contract_migrations text[], started_at timestamptz, last_seen"
				+ " timestamptz, lapses_at timestamptz); INSERT INTO migration_instance SELECT t, t, t, t, t, '{}', now(),"
				+ " now(), now() + interval '1 h' FROM (SELECT " + literal(TEXT) + " AS t) x");
		this.scripts.with("2_b.sql", "SELECT 2;\n-- migrate:down\nSELECT 3")
			.with("3_c.sql", "-- migrate:phase contract\nSELECT 3");
		Migrator migrator = migrator();
		assertThat(migrator.status().applied()).anyMatch((row) -> row.name().startsWith("x\\u001B]0;title"));
		migrator.migrate();
		assertEndpointVisible(migrator, "1_a.sql", "2_b.sql");
		assertCommandsVisible("status", "status --json", "check", "check --json", "rollback --last 2 --dry-run",
				"rollback --last 2 --json --yes", "contract", "contract --json", "repair", "ping");
		assertLogVisible();
		assertThat(this.database.value("SELECT count(*) FROM migration_history WHERE migration_name LIKE '%FORGED%'"))
			.isEqualTo("2");
		migrator.history().repair(migrator.history().repairs());
		assertThat(this.database.value("SELECT count(*) FROM migration_history WHERE migration_name LIKE '%FORGED%'"))
			.isEqualTo("0");
		assertLogVisible();
	}

	@Test
	void rowsOfAnotherToolAreShownVisibly() {
		this.database
			.execute("CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text, description"
					+ " text, type text, script text, checksum int, installed_by text, installed_on timestamp, execution_time"
					+ " int, success bool); INSERT INTO flyway_schema_history SELECT n, CASE n WHEN 1 THEN '1' ELSE t END, t,"
					+ " CASE n WHEN 3 THEN t ELSE 'SQL' END, t, n, t, now(), 1, n <> 2 FROM generate_series(1, 3) n, (SELECT "
					+ literal(TEXT) + " AS t) x");
		this.scripts.with("V1__a.sql", "SELECT 1");
		failure(migrator());
		assertCommandsVisible("status", "status --json", "up", "up --json", "adopt flyway --dry-run",
				"adopt flyway --dry-run --json", "adopt flyway --json");
		assertEndpointVisible(migrator(), "V1__a.sql");
		assertLogVisible();
	}

	@Test
	void tablesOfASchemaWithoutHistoryAreShownVisibly() {
		this.database.execute("CREATE TABLE " + quoted(NAME) + " ()");
		this.scripts.with("1_a.sql", "SELECT 1");
		assertCommandsVisible("status", "baseline 1 --dry-run");
		migrator().migrate();
		assertLogVisible("x\\u001B[2J\\nFORGED\\u202E");
	}

	@Test
	void rolesDatabasesAndSchemasAreShownVisibly() throws SQLException {
		this.database.executeOnServer("CREATE ROLE " + quoted(NAME) + " LOGIN SUPERUSER");
		this.database.executeOnServer("CREATE DATABASE " + quoted(NAME) + " OWNER " + quoted(NAME));
		this.open.add(() -> this.database.executeOnServer("DROP DATABASE " + quoted(NAME) + " WITH (FORCE)"));
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource(NAME);
		dataSource.setDatabaseName(NAME);
		dataSource.setApplicationName(TEXT);
		Migrator migrator = Migrator.builder(dataSource, this.scripts.with("1_a.sql", "CREATE TABLE t ()")).build();
		assertThat(migrator.migrate().facts().role()).isEqualTo("x\\u001B[2J\\nFORGED\\u202E");
		assertThat(migrator.status().applied()).hasSize(1);
		this.scripts.with("2_b.sql", "SELECT missing");
		failure(migrator);
		assertVisible("ping", migrator.database().ping().toString());
		assertEndpointVisible(migrator, "1_a.sql", "2_b.sql");
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE ROLE poor LOGIN");
			this.open.add(0, () -> this.database.executeOnServer("DROP ROLE poor"));
		}
		PGSimpleDataSource poor = (PGSimpleDataSource) this.database.dataSource("poor");
		poor.setDatabaseName(NAME);
		assertThat(failure(Migrator.builder(poor, this.scripts).build()).getMessage())
			.contains("in database U&\"x\\+00001B");
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE SCHEMA " + quoted(NAME) + "; ALTER ROLE " + quoted(NAME) + " SET search_path = "
					+ quoted(NAME));
		}
		assertThat(failure(migrator).getMessage()).contains("U&\"x\\+00001B[2J\\+00000AFORGED\\+00202E\"");
		assertLogVisible("x\\u001B[2J\\nFORGED\\u202E");
	}

	@Test
	void whoIsInTheWayIsShownVisibly() throws Exception {
		this.database.executeOnServer("CREATE ROLE " + quoted(NAME) + " LOGIN SUPERUSER");
		this.database.execute("CREATE TABLE busy ()");
		PGSimpleDataSource other = (PGSimpleDataSource) this.database.dataSource(NAME);
		other.setApplicationName("x\u001b\nFORGED\u202e");
		Connection reader = other.getConnection();
		this.open.add(0, reader);
		reader.setAutoCommit(false);
		try (Statement statement = reader.createStatement()) {
			statement
				.execute("SELECT \"\u001b[2J\u202e\nFORGED\"\n.* FROM (SELECT) AS \"\u001b[2J\u202e\nFORGED\", busy");
		}
		MigratorOptions options = MigratorOptions.defaults();
		Migrator migrator = Migrator
			.builder(this.database.dataSource(), this.scripts.with("1_a.sql", "ALTER TABLE busy ADD c int"))
			.options(options
				.with(new MigratorOptions.Waiting(options.waiting().database(), options.waiting().advisoryLock(),
						options.waiting().replay(), new LockLimits(Duration.ofMillis(300), Duration.ofSeconds(5)))))
			.build();
		CompletableFuture<MigrationException> run = CompletableFuture.supplyAsync(() -> failure(migrator));
		await().until(() -> run.isDone() || this.log.text().contains("In the way"));
		assertCommandsVisible("status", "status --json");
		assertEndpointVisible(migrator, "1_a.sql");
		assertThat(run.get(60, TimeUnit.SECONDS).description()).contains("In the way at last", "\\u001B[2J");
		assertLogVisible("role x\\u001B[2J\\nFORGED\\u202E");
	}

	@Test
	void tablesThatAreNotBelievedAreShownVisibly() {
		this.scripts.with("1_a.sql", "SELECT 1");
		migrator().migrate();
		this.database.executeOnServer("CREATE ROLE " + quoted(NAME));
		this.open.add(() -> this.database
			.execute("ALTER TABLE migration_history OWNER TO postgres; DROP OWNED BY " + quoted(NAME)));
		this.database.execute("GRANT CREATE ON SCHEMA public TO " + quoted(NAME) + "; SET ROLE " + quoted(NAME)
				+ "; CREATE FUNCTION " + quoted(NAME)
				+ "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';" + " RESET ROLE; CREATE TRIGGER "
				+ quoted(NAME) + " BEFORE INSERT ON migration_history FOR EACH ROW EXECUTE" + " FUNCTION "
				+ quoted(NAME) + "()");
		this.scripts.with("2_b.sql", "SELECT 2");
		assertThat(failure(migrator()).getMessage()).contains("U&\"x\\+00001B[2J\\+00000AFORGED\\+00202E\"");
		this.database.execute("DROP TRIGGER " + quoted(NAME)
				+ " ON migration_history; ALTER TABLE migration_history OWNER TO " + quoted(NAME));
		assertThat(failure(migrator()).getMessage()).contains("U&\"x\\+00001B[2J\\+00000AFORGED\\+00202E\"");
		assertCommandsVisible("up", "up --json", "status", "status --json");
		assertEndpointVisible(migrator(), "1_a.sql");
		assertLogVisible();
	}

	@Test
	void argumentsOfACommandAreShownVisibly() {
		this.scripts.with("1_a.sql", "SELECT 1");
		for (String argument : List.of("\u001b[2J\nFORGED\u202e", "1\u001b[2J")) {
			for (List<String> command : List.of(List.of("run", argument), List.of("rollback", "--to", argument),
					List.of("baseline", argument), List.of("adopt", argument), List.of("run", argument, "--json"))) {
				CommandProcess.Result result = new CommandInProcess(this.database, this.scripts)
					.migrations(command.toArray(String[]::new));
				assertThat(result.code()).isNotZero();
				assertThat(result.out()).isEqualTo(VisibleText.lines(result.out()));
				assertThat(result.err()).isEqualTo(VisibleText.lines(result.err()));
			}
		}
	}

	@Test
	void directivesAreShownVisibly() {
		this.scripts.with("1_a.sql", "-- migrate:requires x\u001b[2J\u202e\nSELECT 1")
			.with("2_b.sql", "-- migrate:x\u001b[2J\u202e yes\nSELECT 1")
			.with("3_c.sql", "\\x\u001b[2J\nSELECT 1")
			.with("4_d.sql", "SELECT '${x\u001b}'");
		Migrator migrator = Migrator.builder(this.database.dataSource(), this.scripts)
			.options(placeholders("y", "z"))
			.build();
		failure(migrator);
		assertCommandsVisible("check", "check --json");
		assertEndpointVisible(migrator, "1_a.sql", "3_c.sql");
		assertLogVisible();
	}

	@Test
	void namesOfOurOwnTablesHaveNoHiddenCharacters() {
		for (String name : List.of("x\u001b", "x\n", "x\u202e")) {
			assertThatIllegalArgumentException().isThrownBy(() -> new MigratorOptions.History(name, "h", false));
			assertThatIllegalArgumentException().isThrownBy(() -> new MigratorOptions.History(null, name, false))
				.withMessageContaining(VisibleText.line(name));
		}
	}

	@Test
	void scriptForPsqlArrivesAsItIs() {
		this.scripts.with("1_a.sql", "CREATE TABLE t AS SELECT '\u202e\u001b' AS v");
		CommandProcess.Result result = new CommandInProcess(this.database, this.scripts).migrations("script");
		assertThat(result.out()).contains("'\u202e\u001b'");
	}

}
