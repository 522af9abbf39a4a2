package dev.appmigrations.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.LateServer;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.PgBouncer;
import dev.appmigrations.support.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * For each row of the tables in {@code Advice}: an error that a real server reports, and
 * what is said to do about it.
 */
class AdviceTests {

	private static final String DIRECTIVE = "-- migrate:transaction false";

	private static final String DEFERRED = "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (a int REFERENCES a"
			+ " DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO b VALUES (1);\nALTER TABLE b ADD COLUMN c int;\n";

	private static final String PARTITIONED = "CREATE TABLE p (id int) PARTITION BY RANGE (id);\nCREATE TABLE p1 PARTITION"
			+ " OF p DEFAULT;\nCREATE INDEX ON p (id);\n";

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private MigrationException failure(DataSource dataSource, String script) {
		this.scripts.with("1_a.sql", script);
		MigrationException failure = catchThrowableOfType(MigrationException.class,
				() -> Migrator.builder(dataSource, this.scripts).build().migrate());
		assertThat(failure).isNotNull();
		return failure;
	}

	private StatementFailedException failure(String script) {
		return (StatementFailedException) failure(this.database.dataSource(), script);
	}

	private TestDatabase database() {
		return this.database;
	}

	private MemoryScripts scripts() {
		return this.scripts;
	}

	static Stream<Arguments> statements() {
		return Stream.of(
				Arguments.of("23505", "CREATE TABLE a (id int UNIQUE);\nINSERT INTO a VALUES (1), (1);",
						"Correct the rows"),
				Arguments.of("23503", DEFERRED.replaceFirst("ALTER.*\n", ""), "Correct the rows"),
				Arguments.of("25001", "SELECT 1;\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;",
						"in front of all queries"),
				Arguments.of("25001", "DO $$ BEGIN EXECUTE 'VACUUM'; END $$;", "no function, procedure or DO block"),
				Arguments.of("25001", DIRECTIVE + "\nDO $$ BEGIN EXECUTE 'VACUUM'; END $$;",
						"no function, procedure or DO block"),
				Arguments.of("25001", PARTITIONED + "BEGIN;\nREINDEX TABLE p;\nCOMMIT;", "Move it out of the BEGIN"),
				Arguments.of("25001", PARTITIONED + "REINDEX TABLE p;", DIRECTIVE),
				Arguments.of("25006", "SET TRANSACTION READ ONLY;\nCREATE TABLE a ();",
						"has made its transaction read-only"),
				Arguments.of("53100", "CREATE TABLE a AS SELECT 1 AS id;\nCOPY a TO '/dev/full';", "Free space"),
				Arguments.of("53400",
						"SET temp_file_limit = 0;\nSET work_mem = '64kB';\nSELECT count(*) FROM (SELECT i FROM"
								+ " generate_series(1, 100000) i ORDER BY i DESC OFFSET 1) x;",
						"temp_file_limit"),
				Arguments.of("54001",
						"CREATE FUNCTION f(i int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN f(i + 1); END';"
								+ "\nSET max_stack_depth = '100kB';\nSELECT f(1);",
						"max_stack_depth"),
				Arguments.of("54000", "SELECT array_fill(1, ARRAY[1000000000]);", "split it"),
				Arguments.of("55006", DEFERRED, DIRECTIVE),
				Arguments.of("55006", "BEGIN;\n" + DEFERRED + "COMMIT;", "end the BEGIN … COMMIT"),
				Arguments.of("55006",
						"CREATE TABLE a AS SELECT 1 AS id;\nDO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM a"
								+ " LOOP ALTER TABLE a ADD COLUMN b int; END LOOP; END $$;",
						"let that one end first"),
				Arguments.of("55P04",
						"CREATE TYPE e AS ENUM ('a');\nBEGIN;\nCOMMIT;\nBEGIN;\nALTER TYPE e ADD VALUE 'b';\n"
								+ "SELECT 'b'::e;\nCOMMIT;",
						"End the BEGIN … COMMIT behind"),
				Arguments.of("57014", "-- migrate:statement-timeout 100ms\nSELECT pg_sleep(60);",
						"-- migrate:statement-timeout"),
				Arguments.of("57014", "SET statement_timeout = '100ms';\nSELECT pg_sleep(60);",
						"SET statement_timeout"),
				Arguments.of("58P01", "CREATE TABLE a (id int);\nCOPY a FROM '/nowhere/a.csv';",
						"on the server, not here"),
				Arguments.of("XX000",
						"CREATE TABLE a (id int);\nDELETE FROM pg_attribute WHERE attrelid = 'a'::regclass AND"
								+ " attnum = 1;\nDO $$ BEGIN EXECUTE 'ANALYZE a'; END $$;\nSELECT id FROM a;",
						"inside the server"));
	}

	@ParameterizedTest
	@MethodSource("statements")
	void migrateWhenAStatementFailsAdvisesWhatFits(String sqlState, String script, String advice) {
		StatementFailedException failure = failure(script);
		assertThat(failure.sqlState()).as(failure.getMessage()).isEqualTo(sqlState);
		assertThat(failure.action()).as(failure.description()).contains(advice);
		if (!advice.equals(DIRECTIVE)) {
			assertThat(failure.action()).doesNotContain("transaction false");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { DIRECTIVE + "\n" + DEFERRED, DIRECTIVE + "\n" + PARTITIONED + "REINDEX TABLE p;" })
	void migrateWhenTheAdviceIsFollowedGoesOn(String script) {
		if (script.contains("REFERENCES")) {
			assertThat(failure(script).sqlState()).isEqualTo("23503");
			assertThat(failure(script).action()).doesNotContain("transaction false");
			return;
		}
		this.scripts.with("1_a.sql", script);
		assertThat(Migrator.builder(this.database.dataSource(), this.scripts).build().migrate().steps()).hasSize(1);
	}

	@Test
	void migrateWhenTheEncodingHasNotTheCharacterNamesItsPlace() throws SQLException {
		String name = this.database.name() + "_latin1";
		this.database
			.execute("CREATE DATABASE " + name + " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
		try {
			PGSimpleDataSource latin1 = (PGSimpleDataSource) this.database.dataSource();
			latin1.setDatabaseName(name);
			StatementFailedException failure = (StatementFailedException) failure(latin1,
					"CREATE TABLE a (t text);\nINSERT INTO a VALUES ('ä');\nINSERT INTO a VALUES ('1 €');\n");
			assertThat(failure.location()).isEqualTo("db/migration/1_a.sql:3:26");
			assertThat(failure.action()).contains("encoding UTF8");
		}
		finally {
			this.database.execute("DROP DATABASE " + name + " WITH (FORCE)");
		}
	}

	@Test
	void migrateWhenADatabaseIsInUseNamesTheSessions() throws SQLException {
		try (TestDatabase other = TestDatabase.create(); Connection session = other.dataSource().getConnection()) {
			StatementFailedException failure = failure("ALTER DATABASE " + other.name() + " RENAME TO renamed;");
			assertThat(failure.sqlState()).isEqualTo("55006");
			assertThat(failure.action()).contains("end their sessions");
			assertThat(session.isValid(1)).isTrue();
		}
	}

	@Test
	void migrateWhenTheRoleMayNotAdvisesAGrant() {
		String role = this.database.name() + "_role";
		this.database.execute("CREATE ROLE " + role + " LOGIN; GRANT CREATE ON SCHEMA public TO " + role
				+ "; CREATE TABLE theirs ()");
		assertThat(failure(this.database.dataSource(role), "SELECT * FROM theirs;").action())
			.contains("Grant the role");
	}

	@Test
	void migrateWhenAPersonCancelsSaysSo() {
		Thread canceller = new Thread(() -> await().atMost(Duration.ofSeconds(30))
			.until(() -> this.database
				.list("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
						+ " AND datname = current_database()")
				.contains("t")));
		canceller.start();
		StatementFailedException failure = failure("-- migrate:statement-timeout 10min\nSELECT pg_sleep(60);");
		assertThat(failure.action()).contains("Somebody has cancelled it").doesNotContain("statement-timeout");
	}

	@Nested
	class RaisedByTheScript {

		@ParameterizedTest
		@ValueSource(strings = { "40001", "40P01", "55P03", "2D000", "25001", "55P04", "08006", "57P01", "57014",
				"53100", "53200", "55006", "25006", "42501", "22012", "P0001" })
		void migrateWhenTheScriptRaisesACodeBlamesNobody(String code) {
			database().execute("CREATE TABLE a (id int)");
			String raise = "DO $$ BEGIN INSERT INTO a VALUES (1); RAISE EXCEPTION 'not today' USING ERRCODE = '" + code
					+ "'; END $$;";
			StatementFailedException failure = failure("INSERT INTO a VALUES (0);\n" + raise);
			assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_FAILED);
			assertThat(failure.sqlState()).isEqualTo(code);
			assertThat(failure.location()).isEqualTo("db/migration/1_a.sql:2:7");
			assertThat(failure.action()).contains("raises this error itself").doesNotContain("pg_terminate_backend");
			assertThat(failure.description()).doesNotContain("In the way", "Others");
			assertThat(database().list("SELECT id FROM a")).isEmpty();
		}

		@Test
		void migrateWhenItPassesThenSucceeds() {
			database().execute("CREATE SEQUENCE attempts");
			scripts().with("1_a.sql",
					"DO $$ BEGIN IF nextval('attempts') < 3 THEN RAISE EXCEPTION 'again' USING ERRCODE ="
							+ " '40001'; END IF; END $$;");
			assertThat(Migrator.builder(database().dataSource(), scripts()).build().migrate().steps()).singleElement()
				.satisfies((step) -> assertThat(step.attempts()).isEqualTo(3));
		}

		@Test
		void migrateWhenABystanderHoldsALockOnTheTableDoesNotBlameIt() throws SQLException {
			database().execute("CREATE TABLE a (id int)");
			try (Connection bystander = database().dataSource().getConnection()) {
				bystander.setAutoCommit(false);
				bystander.createStatement().execute("SELECT * FROM a");
				StatementFailedException failure = failure(
						"DO $$ BEGIN PERFORM 1 FROM a; RAISE EXCEPTION 'x' USING ERRCODE = '55P03'; END $$;");
				assertThat(failure.getMessage()).doesNotContain("backend", "In the way");
				assertThat(failure.description()).contains("at each of 3 attempts");
			}
		}

	}

	@Nested
	class OfOurs {

		@ParameterizedTest
		@ValueSource(strings = { "START TRANSACTION READ ONLY;\nSELECT 1;\nCOMMIT;",
				"SET TRANSACTION READ ONLY;\nSELECT 1;", "SELECT 1;\nSET transaction_read_only = on;",
				"SET default_transaction_read_only TO 'on';\nBEGIN;\nSELECT 1;\nCOMMIT;",
				"BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE;\nSELECT 1;\nCOMMIT;",
				"SELECT set_config('transaction_read_only', 'on', true);" })
		void migrateWhenTheScriptMakesItsTransactionReadOnlyNamesTheStatement(String script) {
			StatementFailedException failure = failure(script);
			int line = script.substring(0, script.toLowerCase(Locale.ROOT).replace('_', ' ').indexOf("read only"))
				.split("\n", -1).length;
			assertThat(failure.description()).contains("could not be recorded",
					"has made its transaction read-only at db/migration/1_a.sql:" + line + ":1");
			assertThat(failure.action()).contains("Leave READ ONLY").doesNotContain("Correct db/migration");
			if (!script.contains("default_transaction")) {
				scripts().with("1_a.sql", "SELECT 1;");
				assertThat(Migrator.builder(database().dataSource(), scripts()).build().migrate().steps()).hasSize(1);
			}
		}

		@Test
		void migrateWhenTheDiskIsFullAtTheRecordSaysSo() {
			failure("SELECT 1/0;");
			database()
				.execute("CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN COPY pg_class (relname) TO"
						+ " ''/dev/full''; RETURN NEW; END'; CREATE TRIGGER fill AFTER INSERT ON migration_history FOR EACH ROW"
						+ " EXECUTE FUNCTION fill()");
			StatementFailedException failure = failure("SELECT 1;");
			assertThat(failure.description()).contains("could not be recorded", "53100");
			assertThat(failure.action()).contains("Free space").doesNotContain("Correct");
		}

		@Test
		void migrateWhenATriggerRefusesTheRecordDoesNotBlameTheFile() {
			failure("SELECT 1/0;");
			database()
				.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''closed''; END';"
						+ " CREATE TRIGGER refuse AFTER INSERT ON migration_history FOR EACH ROW EXECUTE FUNCTION refuse()");
			StatementFailedException failure = failure("SELECT 1;");
			assertThat(failure.description()).contains("could not be recorded", "closed");
			assertThat(failure.action()).contains("A trigger on the tables of the history");
		}

		@Test
		void migrateWhenTheRolesLimitEndsTheFirstQueryNamesTheLimit() throws SQLException {
			failure("SELECT 1/0;");
			String role = database().name() + "_hasty";
			database().execute("CREATE ROLE " + role + " LOGIN SUPERUSER; ALTER ROLE " + role
					+ " SET statement_timeout = '300ms'");
			try (Connection bystander = database().dataSource().getConnection()) {
				bystander.setAutoCommit(false);
				bystander.createStatement().execute("LOCK TABLE migration_history IN ACCESS EXCLUSIVE MODE");
				MigrationException failure = failure(database().dataSource(role), "SELECT 1;");
				assertThat(failure.getMessage()).contains("57014");
				assertThat(failure.action()).contains("ALTER ROLE").doesNotContain("Correct db/migration");
				database().execute("ALTER ROLE " + role + " SET lock_timeout = '100ms'");
				failure = failure(database().dataSource(role), "SELECT 1;");
				assertThat(failure.getMessage()).contains("55P03");
				assertThat(failure.action()).contains("holds a lock on the tables of the history");
			}
			finally {
				database().execute("DROP ROLE " + role);
			}
		}

	}

	@Nested
	class Connecting {

		@Test
		void migrateWhenThereAreTooManyConnectionsNamesTheLimits() {
			String role = database().name() + "_many";
			database().execute("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 0");
			scripts().with("1_a.sql", "SELECT 1;");
			MigrationException failure = catchThrowableOfType(MigrationException.class,
					() -> Migrator.builder(database().dataSource(role), scripts())
						.options(MigratorOptions.defaults()
							.with(new MigratorOptions.Waiting(Duration.ZERO, null, Duration.ZERO, LockLimits.DEFAULT)))
						.build()
						.migrate());
			assertThat(failure.description()).contains("53300");
			assertThat(failure.action()).contains("CONNECTION LIMIT").doesNotContain("Start the database");
			database().execute("DROP ROLE " + role);
		}

		private MigrationException failureAtOnce(DataSource dataSource) {
			scripts().with("1_a.sql", "SELECT 1;");
			return catchThrowableOfType(MigrationException.class,
					() -> Migrator.builder(dataSource, scripts())
						.options(MigratorOptions.defaults()
							.with(new MigratorOptions.Waiting(Duration.ZERO, null, Duration.ZERO, LockLimits.DEFAULT)))
						.build()
						.migrate());
		}

		@Test
		void migrateWhenTheServerShutsDownSaysToWait(@TempDir Path folder) throws Exception {
			Path data = folder.resolve("data");
			try (EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setDataDirectory(data)
				.setServerConfig("fsync", "off")
				.start(); Connection open = server.getPostgresDatabase().getConnection()) {
				assertThat(open.isValid(5)).isTrue();
				// A smart shutdown waits for the open session, and lets nobody in.
				long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
				assertThat(ProcessHandle.of(postmaster).orElseThrow().destroy()).isTrue();
				await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
					MigrationException failure = failureAtOnce(server.getPostgresDatabase());
					assertThat(failure.description()).contains("57P03");
					assertThat(failure.action()).contains("starting, stopping or recovering")
						.doesNotContain("Start the database");
				});
			}
		}

		@Test
		void migrateWhenTheServerStartsSaysToWait() {
			try (LateServer server = new LateServer()) {
				server.startUp();
				MigrationException failure = failureAtOnce(server.dataSource(database(), "postgres"));
				assertThat(failure.description()).contains("57P03", "starting up");
				assertThat(failure.action()).contains("starting, stopping or recovering");
			}
		}

	}

	@Nested
	class BehindAPooler {

		@TempDir
		private Path folder;

		private MigrationException failureBehind(String script, String connectQuery, String... settings)
				throws IOException {
			assumeTrue(PgBouncer.program().isPresent(), "PgBouncer is not installed");
			try (PgBouncer bouncer = PgBouncer.start(this.folder, database(), "transaction", 4, connectQuery, settings);
					HikariDataSource dataSource = bouncer.pool("shop", 3)) {
				return failure(dataSource, script);
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "DO $$ BEGIN PERFORM pg_sleep(1); COMMIT; END $$;",
				"CREATE TABLE a AS SELECT 1 AS id;\nCREATE FUNCTION slow(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
						+ " 'BEGIN PERFORM pg_sleep(1); RETURN 1; END';\nCREATE INDEX CONCURRENTLY i ON a (slow(id));" })
		void migrateWhenThePoolersSessionHasALimitNamesIt(String script) throws IOException {
			MigrationException failure = failureBehind(script, "SET statement_timeout = '500ms'");
			assertThat(failure.description()).contains("57014");
			assertThat(failure.action()).contains("Behind a pooler, the statement_timeout of the role")
				.doesNotContain("that the script sets");
		}

		@Test
		void migrateWhenTheFileHasItsOwnLimitAdvisesToRaiseThat() throws IOException {
			MigrationException failure = failureBehind("-- migrate:statement-timeout 300ms\nSELECT pg_sleep(60);",
					"SELECT 1");
			assertThat(failure.action()).contains("-- migrate:statement-timeout").doesNotContain("pooler");
		}

		@Test
		void migrateWhenThePoolerEndsTheQueryDoesNotBlameTheFile() throws IOException {
			MigrationException failure = failureBehind("SELECT pg_sleep(60);", "SELECT 1", "query_timeout = 2");
			assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.CONNECTION_LOST);
			assertThat(failure.getMessage()).contains("The pooler has ended it", "query_timeout")
				.doesNotContain("Correct db/migration");
		}

	}

	@Nested
	class OnASmallServer {

		@Test
		void migrateWhenTheServerHasNoMemoryLeftAdvisesToTakeLess() {
			assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit is not installed");
			PGSimpleDataSource limited = new PGSimpleDataSource() {

				@Override
				public Connection getConnection() throws SQLException {
					Connection connection = super.getConnection();
					limitMemory(connection.unwrap(PGConnection.class).getBackendPID());
					return connection;
				}

			};
			limited.setUrl(database().url());
			limited.setUser(database().username());
			MigrationException failure = failure(limited,
					"CREATE TABLE a ();\nSELECT length(string_agg(repeat('x', 1000000), '')) FROM generate_series(1, 900);");
			assertThat(failure.description()).contains("53200");
			assertThat(failure.action()).contains("ran out of memory", "work_mem")
				.doesNotContain("max_locks_per_transaction", "transaction false");
			assertThat(database().value("SELECT to_regclass('a')")).isNull();
		}

		private static void limitMemory(int backend) {
			try {
				String size = Files.readAllLines(Path.of("/proc/" + backend + "/status"))
					.stream()
					.filter((line) -> line.startsWith("VmSize:"))
					.findAny()
					.orElseThrow()
					.replaceAll("\\D", "");
				long bytes = (Long.parseLong(size) + 100_000) * 1024;
				assertThat(new ProcessBuilder("prlimit", "--pid", String.valueOf(backend), "--as=" + bytes).start()
					.waitFor()).isZero();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Test
		void migrateWhenAnotherTableOfTheServerIsFullNamesItsSetting() throws Exception {
			try (EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setServerConfig("max_pred_locks_per_transaction", "10")
				.setServerConfig("max_locks_per_transaction", "2000")
				.setServerConfig("max_connections", "10")
				.setServerConfig("fsync", "off")
				.start()) {
				MigrationException failure = failure(server.getPostgresDatabase(),
						"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nDO $$ BEGIN FOR i IN 1..3000 LOOP EXECUTE"
								+ " 'CREATE TABLE t' || i || ' ()'; END LOOP; END $$;\nDO $$ BEGIN FOR i IN 1..3000"
								+ " LOOP EXECUTE 'SELECT FROM t' || i; END LOOP; END $$;");
				assertThat(failure.description()).contains("53200", "max_pred_locks_per_transaction");
				assertThat(failure.action()).contains("the setting that the hint names")
					.doesNotContain("ran out of memory", "max_locks_per_transaction");
			}
		}

		@Test
		void migrateWhenTheLockTableIsFullAdvisesWhatHelps() throws Exception {
			String tables = "DO $$ BEGIN FOR i IN 1..4000 LOOP EXECUTE 'CREATE TABLE t' || i || ' ()'; END LOOP; END $$;\n";
			try (EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setServerConfig("max_locks_per_transaction", "10")
				.setServerConfig("max_connections", "10")
				.setServerConfig("fsync", "off")
				.start()) {
				DataSource dataSource = server.getPostgresDatabase();
				MigrationException shared = failure(dataSource, "SELECT 1;\n" + tables);
				assertThat(shared.description()).contains("53200");
				assertThat(shared.action()).contains(DIRECTIVE, "max_locks_per_transaction");
				MigrationException own = failure(dataSource, "BEGIN;\nSELECT 1;\n" + tables + "COMMIT;");
				assertThat(own.action()).contains("End the BEGIN", "max_locks_per_transaction");
				MigrationException single = failure(dataSource, tables);
				assertThat(single.action()).contains("fewer tables at once").doesNotContain("transaction false");
			}
		}

	}

}
