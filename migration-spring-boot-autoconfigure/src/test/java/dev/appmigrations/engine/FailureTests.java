package dev.appmigrations.engine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.safety.facts.FactsReading;
import dev.appmigrations.engine.safety.facts.FactsRequest;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FakeTime;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.LateServer;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Everything that can be wrong with a database has its own text, and no text shows a
 * password.
 */
class FailureTests {

	private static final String PASSWORD = "Xk9_this-is_a-password";

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id int);");

	@FreshDatabase
	private TestDatabase database;

	private CapturedLog log;

	@BeforeEach
	void setUp() {
		this.log = CapturedLog.open();
	}

	@AfterEach
	void tearDown() {
		this.log.close();
		assertThat(this.log.text()).doesNotContain(PASSWORD);
	}

	private Migrator migrator(DataSource dataSource) {
		return Migrator.builder(dataSource, this.scripts).build();
	}

	private Migrator migrator(DataSource dataSource, String schema) {
		return Migrator.builder(dataSource, this.scripts)
			.options(MigratorOptions.defaults().with(new MigratorOptions.History(schema, "migration_history", false)))
			.build();
	}

	/** The failure, none of whose texts shows a password. */
	private static MigrationException failure(Callable<MigrationReport> operation) {
		MigrationException failure = catchThrowableOfType(MigrationException.class, operation::call);
		assertThat(failure).isNotNull();
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).doesNotContain(PASSWORD);
		assertThat(failure.getMessage()).isEqualTo(failure.description() + "\n" + failure.action());
		return failure;
	}

	/** Does as the action says. */
	private void obey(MigrationException failure) {
		List<String> statements = Pattern.compile("(?m)^ {2}([A-Z][^;]*);")
			.matcher(failure.action())
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
		assertThat(statements).isNotEmpty();
		statements.forEach(this.database::execute);
	}

	private String createRole() {
		String role = this.database.name() + "_role";
		this.database.execute("CREATE ROLE " + role + " LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
		return role;
	}

	private TestDatabase database() {
		return this.database;
	}

	private MemoryScripts scripts() {
		return this.scripts;
	}

	private CapturedLog log() {
		return this.log;
	}

	private static void awaitSleeping(TestDatabase database) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> !database
				.list("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")
				.isEmpty());
	}

	private static <T> FutureTask<T> inBackground(Callable<T> task) {
		FutureTask<T> future = new FutureTask<>(task);
		Thread thread = new Thread(future, "migrator");
		thread.setDaemon(true);
		thread.start();
		return future;
	}

	private static <T> T get(FutureTask<T> future) {
		try {
			return future.get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("The migrator did not come to an end", ex);
		}
	}

	@Nested
	class NotThere {

		private final FakeTime time = new FakeTime();

		@Test
		void migrateWhenNothingListensWaitsUntilTheDeadline() {
			AtomicInteger attempts = new AtomicInteger();
			try (LateServer server = new LateServer()) {
				MigrationException failure = failure(
						Migrator.builder(server.dataSource(database(), PASSWORD), scripts())
							.listener(new MigrationListener() {

								@Override
								public void onEvent(MigrationEvent event) {
									if (event instanceof MigrationEvent.DatabaseAwaited awaited) {
										assertThat(awaited.attempt()).isEqualTo(attempts.incrementAndGet());
										assertThat(awaited.reason()).contains("refused");
									}
								}

							})
							.time(this.time, this.time)
							.build()::migrate);
				assertThat(failure.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
				assertThat(failure.description()).contains("within 30 s", "refused", "08001");
				assertThat(failure.action()).contains("MigratorOptions.Waiting.database");
			}
			assertThat(attempts).hasValueGreaterThan(10);
			assertThat(log().messages(Level.WARN)).singleElement().asString().contains("not available yet", "refused");
		}

		@Test
		void migrateWhenThePoolFindsNothingListeningWaitsToo() {
			try (LateServer server = new LateServer(); HikariDataSource dataSource = new HikariDataSource()) {
				dataSource.setJdbcUrl(server.url(database()));
				dataSource.setUsername("postgres");
				dataSource.setPassword(PASSWORD);
				MigrationException failure = failure(Migrator.builder(dataSource, scripts())
					// The pool makes a pause of its own at each attempt.
					.options(MigratorOptions.defaults()
						.with(new MigratorOptions.Waiting(Duration.ofSeconds(2), null, Duration.ZERO,
								LockLimits.DEFAULT)))
					.time(this.time, this.time)
					.build()::migrate);
				assertThat(failure.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
				assertThat(failure.description()).contains("within 2 s", "refused");
			}
		}

		@Test
		void migrateWhenItShallNotWaitFailsAtOnce() {
			try (LateServer server = new LateServer()) {
				MigrationException failure = failure(Migrator
					.builder(server.dataSource(database(), PASSWORD), scripts())
					.options(MigratorOptions.defaults()
						.with(new MigratorOptions.Waiting(Duration.ZERO, null, Duration.ZERO, LockLimits.DEFAULT)))
					.build()::migrate);
				assertThat(failure.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
				assertThat(failure.description()).startsWith("No connection to the database.");
			}
			assertThat(log().messages(Level.WARN)).isEmpty();
		}

		@Test
		void migrateWhenTheServerComesUpLateWaitsForIt() {
			List<String> reasons = new ArrayList<>();
			try (LateServer server = new LateServer()) {
				MigrationReport report = Migrator.builder(server.dataSource(database(), PASSWORD), scripts())
					.listener(new MigrationListener() {

						@Override
						public void onEvent(MigrationEvent event) {
							if (event instanceof MigrationEvent.DatabaseAwaited awaited) {
								reasons.add(awaited.reason());
								if (awaited.attempt() == 2) {
									server.startUp();
								}
								if (awaited.attempt() == 4) {
									server.ready();
								}
							}
						}

					})
					.time(this.time, this.time)
					.build()
					.migrate();
				assertThat(report.steps()).hasSize(1);
			}
			assertThat(reasons).hasSize(4);
			assertThat(reasons.subList(2, 4)).allSatisfy((reason) -> assertThat(reason).contains("starting up"));
			assertThat(log().messages(Level.WARN)).hasSize(1);
		}

		@Test
		void migrateWhenTheDatabaseIsMissingTellsSo() {
			database().close();
			PGSimpleDataSource dataSource = (PGSimpleDataSource) database().dataSource();
			dataSource.setPassword(PASSWORD);
			MigrationException failure = failure(migrator(dataSource)::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.DATABASE_MISSING);
			assertThat(failure.description()).contains(database().name(), "3D000");
			assertThat(failure.action()).contains("Migrator.database().create");
		}

		@Test
		void migrateWhenTheConnectionIsCutTellsWhatBecameOfIt() {
			scripts().with("2_b.sql",
					"CREATE TABLE b (id int);\nSELECT pg_sleep(600) WHERE to_regclass('opened') IS NULL");
			try (LateServer server = new LateServer()) {
				server.startUp();
				server.ready();
				FutureTask<MigrationException> run = inBackground(
						() -> failure(migrator(server.dataSource(database(), PASSWORD))::migrate));
				awaitSleeping(database());
				server.cut();
				MigrationException failure = get(run);
				assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
				assertThat(failure.description()).contains("2_b.sql", "08006", "Nobody can tell whether");
				assertThat(failure.action()).contains("nothing to repair");
			}
			database().execute("CREATE TABLE opened ()");
			assertThat(migrator(database().dataSource()).migrate().steps()).extracting("name")
				.containsExactly("2_b.sql");
		}

	}

	@Nested
	class NotPermitted {

		@Test
		void migrateWhenTheTableMayNotBeCreatedTellsWhatToGrant() {
			DataSource dataSource = database().dataSource(createRole());
			MigrationException failure = failure(migrator(dataSource)::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThat(failure.description()).contains("may not create the migration history in schema \"public\"",
					"42501");
			obey(failure);
			assertThat(migrator(dataSource).migrate().steps()).hasSize(1);
		}

		@Test
		void migrateWhenTheSchemaMayNotBeCreatedTellsWhatToGrant() {
			DataSource dataSource = database().dataSource(createRole());
			MigrationException failure = failure(migrator(dataSource, "App")::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThat(failure.action()).contains("GRANT CREATE ON DATABASE");
			obey(failure);
			assertThat(migrator(dataSource, "App").migrate().steps()).hasSize(1);
			assertThat(database().value("SELECT to_regclass('\"App\".a')")).isNotNull();
		}

		@Test
		void statusWhenTheHistoryMayNotBeReadTellsWhatToGrant() {
			migrator(database().dataSource()).migrate();
			DataSource dataSource = database().dataSource(createRole());
			MigrationException failure = failure(migrator(dataSource)::status);
			assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThat(failure.description()).contains("may not read the migration history");
			obey(failure);
			assertThat(migrator(dataSource).status().applied()).hasSize(1);
		}

		@Test
		void migrateWhenAThreeColumnHistoryMayNotBeUpgradedTellsTheExactStatements() {
			database().execute("CREATE TABLE migration_history (id SERIAL PRIMARY KEY, migration_name TEXT NOT NULL"
					+ " UNIQUE, applied_at TIMESTAMPTZ DEFAULT now());"
					+ " INSERT INTO migration_history (migration_name) VALUES ('1_a.sql')");
			scripts().with("2_b.sql", "SELECT 1;");
			String role = createRole();
			database().execute("GRANT SELECT, INSERT ON migration_history TO " + role);
			DataSource dataSource = database().dataSource(role);
			assertThat(migrator(dataSource).status().applied()).hasSize(1);
			MigrationException failure = failure(migrator(dataSource)::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThat(failure.action()).contains(
					"  ALTER TABLE \"public\".\"migration_history\" ADD COLUMN IF NOT EXISTS version pg_catalog.text, ",
					"  CREATE TABLE \"public\".\"migration_log\" (",
					"  GRANT SELECT, INSERT, UPDATE, DELETE ON \"public\".\"migration_history\","
							+ " \"public\".\"migration_log\" TO \"" + role + "\";");
			obey(failure);
			assertThat(migrator(dataSource).migrate().steps()).extracting("name").containsExactly("2_b.sql");
			assertThat(database().list("SELECT checksum IS NOT NULL FROM migration_history")).containsExactly("t", "t");
		}

		@Test
		void migrateWhenTheRecordMayNotBeWrittenRollsBack() {
			migrator(database().dataSource()).migrate();
			scripts().with("2_b.sql", "SELECT 1;");
			String role = createRole();
			database().execute("GRANT SELECT ON migration_history TO " + role);
			MigrationException failure = failure(migrator(database().dataSource(role))::migrate);
			assertThat(failure.description()).contains("2_b.sql", "could not be recorded",
					"permission denied for table");
			assertThat(failure.action()).contains("Grant the role");
			assertThat(database().list("SELECT migration_name FROM migration_history")).containsExactly("1_a.sql");
		}

	}

	@Nested
	class Unusable {

		@Test
		void migrateWhenTheDatabaseIsReadOnlyTellsWhatIsPending() {
			database().execute("ALTER DATABASE " + database().name() + " SET default_transaction_read_only = on");
			MigrationException failure = failure(migrator(database().dataSource())::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.DATABASE_READ_ONLY);
			assertThat(failure.description()).contains("default_transaction_read_only is on", "1_a.sql");
			scripts().without("1_a.sql");
			assertThat(migrator(database().dataSource()).migrate().pending()).isEmpty();
		}

		@Test
		void migrateWhenTheSearchPathLeadsNowhereAsksForASchema() {
			database().execute("ALTER DATABASE " + database().name() + " SET search_path = nowhere");
			MigrationException failure = failure(migrator(database().dataSource())::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.HISTORY_UNUSABLE);
			assertThat(failure.description()).contains("none of the schemas in the search path");
			assertThat(failure.action()).contains("MigratorOptions.History.schema");
			assertThat(log().text()).doesNotContain("null");
			assertThat(migrator(database().dataSource(), "app").migrate().steps()).hasSize(1);
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "CREATE VIEW migration_history AS SELECT 1 AS one", "CREATE SEQUENCE migration_history",
						"CREATE TABLE migration_history (id uuid, migration_name text, applied_at timestamptz);"
								+ " INSERT INTO migration_history VALUES (gen_random_uuid(), '1_a.sql', now())",
						"CREATE TABLE migration_history (id int, migration_name text, applied_at timestamptz);"
								+ " INSERT INTO migration_history (id) VALUES (1)",
						"CREATE TABLE migration_history (id int, migration_name text, applied_at timestamptz);"
								+ " INSERT INTO migration_history (migration_name) VALUES ('1_a.sql')" })
		void migrateWhenTheTableIsNoHistoryRefuses(String sql) {
			database().execute(sql);
			MigrationException failure = failure(migrator(database().dataSource())::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.HISTORY_UNUSABLE);
			assertThat(failure.description()).contains("migration_history", "is not a migration history");
			assertThat(failure.action()).contains("MigratorOptions.History.table");
			assertThat(database().value("SELECT to_regclass('a')")).isNull();
		}

		@Test
		void migrateWhenTheHistoryIsAViewSaysSo() {
			database().execute("CREATE VIEW migration_history AS SELECT 1 AS id, '0_x.sql' AS migration_name,"
					+ " now() AS applied_at");
			MigrationException failure = failure(migrator(database().dataSource())::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.HISTORY_UNUSABLE);
			assertThat(failure.description()).contains("\"public\".\"migration_history\" is a view");
			assertThat(failure.action()).contains("MigratorOptions.History.table");
		}

		@Test
		void migrateWhenTheHistoryHasOddRowsReadsThem() {
			migrator(database().dataSource()).migrate();
			database().execute("INSERT INTO migration_history (migration_name, applied_at, version, checksum, kind)"
					+ " VALUES ('not a file', NULL, 'no version', NULL, NULL), ('5_x.sql', 'infinity', '5', '', 'odd'),"
					+ " ('6_y.sql', '-infinity', '', 'deadbeef', ''), ('7_z.sql', '0044-03-15 BC', '7', '', ''),"
					+ " ('8_z.sql', '2026-01-01 00:00:00+05:45', '8', '1:abc', '')");
			scripts().with("7_z.sql", "SELECT 7;").with("9_b.sql", "SELECT 9;");
			MigrationReport report = migrator(database().dataSource()).migrate();
			assertThat(report.steps()).extracting("name").containsExactly("9_b.sql");
			assertThat(report.applied()).extracting("name")
				.containsExactly("1_a.sql", "not a file", "5_x.sql", "6_y.sql", "7_z.sql", "8_z.sql", "9_b.sql");
		}

	}

	/**
	 * A server that asks for passwords, is shut down, and gets a standby: in this order.
	 */
	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class OwnServer {

		private @Nullable Path directory;

		private @Nullable EmbeddedPostgres server;

		@BeforeAll
		void start(@TempDir Path temporary) throws IOException {
			this.directory = temporary;
			Files.writeString(this.directory.resolve("pg_hba.conf"), """
					host all postgres all trust
					host replication postgres all trust
					host all app all scram-sha-256
					""");
			this.server = start("primary");
			execute("CREATE ROLE app LOGIN PASSWORD '" + PASSWORD + "'; CREATE ROLE other LOGIN;"
					+ " GRANT CREATE ON SCHEMA public TO app");
		}

		@AfterAll
		void stop() throws IOException {
			server().close();
		}

		@Test
		@Order(1)
		void migrateWhenThePasswordIsWrongTellsSoAtOnce() {
			MigrationException failure = failure(migrator(dataSource("app", PASSWORD + "!"))::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
			assertThat(failure.description()).contains("user \"app\"", "28P01");
			assertThat(failure.action()).contains("the password of the migrator's DataSource");
			assertThat(log().messages(Level.WARN)).isEmpty();
		}

		@Test
		@Order(2)
		void migrateWhenNoPasswordIsGivenTellsSo() {
			MigrationException failure = failure(migrator(dataSource("app", ""))::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
			assertThat(failure.description()).contains("SCRAM-based authentication", "08004");
			assertThat(failure.action()).contains("the password of the migrator's DataSource");
		}

		@Test
		@Order(3)
		void migrateWhenTheServerKnowsNoRuleForTheRoleTellsSo() {
			MigrationException failure = failure(migrator(dataSource("other", PASSWORD))::migrate);
			assertThat(failure.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
			assertThat(failure.description()).contains("pg_hba.conf", "28000");
		}

		@Test
		@Order(4)
		void migrateWhenTheServerIsShutDownTellsWhatBecameOfIt() throws IOException {
			scripts().with("2_b.sql",
					"CREATE TABLE b (id int);\nSELECT pg_sleep(600) WHERE to_regclass('opened') IS NULL");
			DataSource dataSource = dataSource("app", PASSWORD);
			FutureTask<MigrationException> run = inBackground(() -> failure(migrator(dataSource)::migrate));
			await().atMost(Duration.ofSeconds(30))
				.until(() -> value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'").equals("1"));
			server().close();
			MigrationException failure = get(run);
			assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
			assertThat(failure.description()).contains("2_b.sql", "terminating connection due to administrator command",
					"57P01", "nothing of it remains");
			this.server = start("primary");
			DataSource again = dataSource("app", PASSWORD);
			assertThat(migrator(again).status().pending()).extracting("name").containsExactly("2_b.sql");
			execute("CREATE TABLE opened ()");
			assertThat(migrator(again).migrate().steps()).extracting("name").containsExactly("2_b.sql");
		}

		@Test
		@Order(5)
		void migrateOnAStandbyWaitsForWhatThePrimaryDoes() throws IOException {
			server().close();
			copy("primary", "standby");
			this.server = start("primary");
			Files.createFile(this.directory.resolve("standby/standby.signal"));
			Files.writeString(this.directory.resolve("standby/postgresql.auto.conf"),
					"primary_conninfo = 'host=localhost port=" + server().getPort() + " user=postgres'\n",
					StandardOpenOption.APPEND);
			try (EmbeddedPostgres standby = start("standby")) {
				DataSource primary = server().getDatabase("postgres", "postgres");
				DataSource replica = standby.getDatabase("postgres", "postgres");
				scripts().with("2_b.sql",
						"CREATE TABLE b (id int);\nSELECT pg_sleep(600) WHERE to_regclass('opened') IS NULL");
				assertThat(migrator(replica).migrate().pending()).isEmpty();
				assertThatInstanceStartsQuietly(replica);
				execute("ALTER TABLE migration_history OWNER TO postgres");
				execute("ALTER TABLE migration_log OWNER TO postgres");
				InstanceDdl.create(new HistoryTables("public", HistoryTables.DEFAULT_HISTORY)).forEach(this::execute);
				await().atMost(Duration.ofSeconds(30))
					.until(() -> "t".equals(value(replica, "SELECT to_regclass('migration_instance') IS NOT NULL")));
				assertThatInstanceStartsQuietly(replica);
				assertThatFactsAreReadWithoutCounters(replica);
				scripts().with("3_c.sql", "CREATE TABLE c (id int)");
				FakeTime time = new FakeTime();
				MigrationException failure = failure(
						Migrator.builder(replica, scripts()).time(time, time).build()::migrate);
				assertThat(failure.code()).isEqualTo(ErrorCode.DATABASE_READ_ONLY);
				assertThat(failure.description()).contains("is a standby", "3_c.sql");
				assertThat(failure.action()).contains("targetServerType=primary");
				AtomicInteger pauses = new AtomicInteger();
				Sleeper primaryMigrates = (pause) -> {
					if (pauses.incrementAndGet() == 1) {
						migrator(primary).migrate();
					}
					TimeUnit.MILLISECONDS.sleep(pause.toMillis());
				};
				assertThat(Migrator.builder(replica, scripts())
					.time(Clock.systemUTC(), primaryMigrates)
					.build()
					.migrate()
					.applied()).hasSize(3);
				assertThat(pauses).hasPositiveValue();
				scripts().with("4_d.sql", "CREATE TABLE d (id int)");
				Sleeper promoted = (pause) -> execute(replica, "SELECT pg_promote()");
				assertThat(Migrator.builder(replica, scripts()).time(time, promoted).build().migrate().steps())
					.extracting("name")
					.containsExactly("4_d.sql");
			}
		}

		private void assertThatFactsAreReadWithoutCounters(DataSource standby) {
			FactsReading reading = migrator(standby).database()
				.facts(FactsRequest.ofEverything(List.of(), Duration.ofSeconds(30)));
			assertThat(reading.reason()).isNull();
			assertThat(reading.facts()).isNotNull().satisfies((facts) -> {
				assertThat(facts.standby()).isTrue();
				assertThat(facts.relations()).extracting(RelationFacts::name).contains("a", "migration_history");
				assertThat(facts.relations()).allSatisfy((relation) -> {
					assertThat(relation.traffic()).isNull();
					assertThat(relation.indexes()).allSatisfy((index) -> assertThat(index.scans()).isEqualTo(-1));
				});
			});
		}

		private void assertThatInstanceStartsQuietly(DataSource dataSource) {
			try (MigratorInstance instance = migrator(dataSource).instance(dataSource,
					new InstanceSettings("shop", Duration.ofHours(1), Duration.ofHours(2), true), new NeverSuspended(),
					new Heartbeats())) {
				assertThat(instance.migrate().pending()).isEmpty();
			}
			assertThat(log().messages(Level.WARN)).isEmpty();
		}

		private EmbeddedPostgres server() {
			assertThat(this.server).isNotNull();
			return this.server;
		}

		private EmbeddedPostgres start(String name) throws IOException {
			return EmbeddedPostgres.builder()
				.setDataDirectory(this.directory.resolve(name))
				.setCleanDataDirectory(false)
				.setPGStartupWait(Duration.ofSeconds(60))
				.setServerConfig("fsync", "off")
				.setServerConfig("max_connections", "20")
				.setServerConfig("hba_file", this.directory.resolve("pg_hba.conf").toString())
				.start();
		}

		private void copy(String from, String to) throws IOException {
			Path source = this.directory.resolve(from);
			try (Stream<Path> files = Files.walk(source)) {
				files.filter((file) -> !List.of("postmaster.pid", "epg-lock").contains(file.getFileName().toString()))
					.forEach((file) -> copyFile(file, this.directory.resolve(to).resolve(source.relativize(file))));
			}
		}

		private static void copyFile(Path from, Path to) {
			try {
				Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private DataSource dataSource(String role, String password) {
			PGSimpleDataSource dataSource = (PGSimpleDataSource) server().getDatabase(role, "postgres");
			dataSource.setPassword(password);
			return dataSource;
		}

		private void execute(String sql) {
			execute(server().getPostgresDatabase(), sql);
		}

		private static void execute(DataSource dataSource, String sql) {
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private String value(String sql) throws SQLException {
			return value(server().getPostgresDatabase(), sql);
		}

		private static String value(DataSource dataSource, String sql) throws SQLException {
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement();
					var result = statement.executeQuery(sql)) {
				result.next();
				return result.getString(1);
			}
		}

	}

}
