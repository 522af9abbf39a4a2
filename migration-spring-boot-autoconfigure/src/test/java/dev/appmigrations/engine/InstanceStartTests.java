package dev.appmigrations.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.CountingProxy;
import dev.appmigrations.support.CountingProxy.Traffic;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.PgBouncer;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.Wiretap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * An instance that signs on in front of its first look at the history.
 */
@OldestAndNewest
class InstanceStartTests {

	private static final String CONTRACT = "2_contract.sql";

	private static final Duration SOON = Duration.ofSeconds(20);

	/** No sign of life comes in between. */
	private static final Duration NEVER = Duration.ofHours(1);

	private final MemoryScripts scripts = new MemoryScripts().with("1_one.sql", "CREATE TABLE one (id int);");

	private final List<MigratorInstance> open = new ArrayList<>();

	private final List<String> suspensions = new CopyOnWriteArrayList<>();

	@FreshDatabase
	private TestDatabase database;

	@AfterEach
	void tearDown() {
		this.open.forEach(MigratorInstance::close);
		assertThat(this.suspensions).isEmpty();
	}

	private MigratorInstance instance(Migrator migrator, DataSource own, Duration beat, boolean creates) {
		MigratorInstance instance = migrator.instance(own,
				new InstanceSettings("shop", beat, beat.multipliedBy(20), creates), new InstanceListener() {

					@Override
					public void suspended(String reason) {
						InstanceStartTests.this.suspensions.add(reason);
					}

					@Override
					public void resumed() {
						throw new IllegalStateException("It was not suspended");
					}

				}, new Heartbeats());
		this.open.add(instance);
		return instance;
	}

	private MigratorInstance instance(DataSource dataSource, DataSource own, Duration beat, boolean creates) {
		return instance(Migrator.builder(dataSource, this.scripts).build(), own, beat, creates);
	}

	private MigratorInstance instance(DataSource dataSource) {
		return instance(dataSource, this.database.dataSource(), NEVER, true);
	}

	private PGSimpleDataSource with(String options) {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setOptions(options);
		return dataSource;
	}

	private String rows() {
		return rows("migration_instance");
	}

	private String rows(String table) {
		return this.database.value("SELECT count(*) FROM " + table + " WHERE lapses_at > now()");
	}

	private int sessions() {
		return this.database
			.list("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
			.size();
	}

	/** A session ends a moment after its client. */
	private void awaitSessions(int number) {
		await().atMost(SOON).until(() -> sessions() == number);
	}

	@Test
	void aLookThatFailedAfterALateSignOnIsMadeAgain() throws SQLException {
		Migrator
			.builder(this.database.dataSource(),
					new MemoryScripts().with("1_one.sql", "CREATE TABLE one (id int);")
						.with(CONTRACT, "-- migrate:phase contract\nDROP TABLE one;"))
			.build()
			.migrate();
		instance(this.database.dataSource()).join();
		String role = "late_" + this.database.name();
		this.database.execute("CREATE ROLE " + role + " LOGIN; GRANT ALL ON migration_instance TO " + role);
		try {
			DataSource dataSource = this.database.dataSource(role);
			MigratorInstance late = instance(dataSource, dataSource, Duration.ofMillis(100), false);
			try (Connection locks = this.database.dataSource().getConnection();
					Statement statement = locks.createStatement()) {
				locks.setAutoCommit(false);
				statement.execute("LOCK TABLE migration_instance IN SHARE MODE");
				late.join();
				locks.rollback();
			}
			await().atMost(SOON).until(() -> rows().equals("2"));
			// Long enough for a few signs of life.
			await().pollDelay(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(this.suspensions).isEmpty());
			this.database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(this.suspensions).singleElement()
					.asString()
					.contains("A newer release has removed"));
			late.close();
			this.suspensions.clear();
		}
		finally {
			this.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void migrateThroughAPoolerWithASingleSessionLeavesItFree(String mode, @TempDir Path folder) throws Exception {
		assumeTrue(PgBouncer.program().isPresent(), "PgBouncer is not installed");
		try (PgBouncer bouncer = PgBouncer.start(folder, this.database, mode, 1, "SELECT 1")) {
			// The table is missing first, and then it is there.
			for (int start = 1; start <= 2; start++) {
				try (HikariDataSource pool = bouncer.pool("shop")) {
					assertThat(instance(pool).migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
					try (Connection connection = pool.getConnection();
							Statement statement = connection.createStatement()) {
						assertThatNoException().isThrownBy(() -> statement.execute("VACUUM migration_instance"));
					}
				}
				assertThat(rows()).isEqualTo(String.valueOf(start));
			}
		}
	}

	@Nested
	class KnownDatabase {

		@BeforeEach
		void start() {
			instance(InstanceStartTests.this.database.dataSource()).migrate();
			InstanceStartTests.this.open.remove(0).close();
		}

		private Traffic trafficOf(CountingProxy proxy, Runnable start) throws SQLException {
			DataSource dataSource = proxy.dataSource(InstanceStartTests.this.database);
			proxy.reset();
			try (Connection opened = dataSource.getConnection()) {
				assertThat(opened.isClosed()).isFalse();
			}
			Traffic connection = proxy.traffic();
			proxy.reset();
			start.run();
			return proxy.traffic().without(connection);
		}

		@ParameterizedTest
		@CsvSource({ "false, false", "true, false", "false, true" })
		void migrateOrValidateIsOneConnectionAndOneRoundTrip(boolean validate, boolean schema) throws SQLException {
			try (CountingProxy proxy = CountingProxy.start()) {
				DataSource dataSource = proxy.dataSource(InstanceStartTests.this.database);
				MigratorOptions options = MigratorOptions.defaults();
				MigratorInstance instance = instance(Migrator.builder(dataSource, InstanceStartTests.this.scripts)
					.options((schema) ? options.with(new MigratorOptions.History("public", "migration_history", false))
							: options)
					.build(), dataSource, NEVER, true);
				Traffic traffic = trafficOf(proxy, (validate) ? instance::validate : instance::migrate);
				assertThat(rows()).isEqualTo("1");
				assertThat(traffic.roundTrips()).isOne();
				assertThat(traffic.queries()).singleElement()
					.asString()
					.containsSubsequence("BEGIN", "INSERT", "COMMIT", "SELECT h.*")
					.doesNotContain("CREATE", "advisory");
			}
		}

		@Test
		void theFirstSignOfLifeOpensTheSecondConnection() {
			awaitSessions(0);
			try (HikariDataSource pool = Pools.of(InstanceStartTests.this.database, (config) -> {
			})) {
				instance(pool, InstanceStartTests.this.database.dataSource(), Duration.ofSeconds(2), true).migrate();
				assertThat(sessions()).isOne();
				awaitSessions(2);
			}
		}

		@Test
		void migrateAfterCloseLeavesNoInstanceBehind() {
			MigratorInstance instance = instance(InstanceStartTests.this.database.dataSource());
			instance.close();
			assertThat(instance.migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
			assertThat(rows()).isEqualTo("0");
			awaitSessions(0);
		}

		@Test
		void closeBeforeTheFirstSignOfLifeSignsOff() {
			MigratorInstance instance = instance(InstanceStartTests.this.database.dataSource());
			instance.migrate();
			assertThat(rows()).isEqualTo("1");
			instance.close();
			assertThat(rows()).isEqualTo("0");
			instance.close();
		}

		@Test
		void closeWhenTheServerDoesNotAnswerDoesNotWaitForLong() throws IOException {
			try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				PGSimpleDataSource own = (PGSimpleDataSource) InstanceStartTests.this.database.dataSource();
				own.setPortNumbers(new int[] { silent.getLocalPort() });
				MigratorInstance instance = instance(InstanceStartTests.this.database.dataSource(), own, NEVER, true);
				instance.migrate();
				Instant start = Instant.now();
				instance.close();
				assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
			}
			assertThat(rows()).isEqualTo("1");
		}

		@Test
		void closeWhenSeveralSignOffTogetherWaitsForTheirServersAtTheSameTime() throws IOException {
			try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
				PGSimpleDataSource own = (PGSimpleDataSource) InstanceStartTests.this.database.dataSource();
				own.setPortNumbers(new int[] { silent.getLocalPort() });
				List<MigratorInstance> instances = new ArrayList<>();
				for (int i = 0; i < 4; i++) {
					MigratorInstance instance = instance(InstanceStartTests.this.database.dataSource(), own, NEVER,
							true);
					instance.migrate();
					instances.add(instance);
				}
				Instant start = Instant.now();
				instances.forEach(MigratorInstance::signOff);
				instances.forEach(MigratorInstance::close);
				assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(9));
			}
		}

		@Test
		void firstHeartbeatForgetsInstancesOfLongAgo() {
			insertInstancesOfLongAgo();
			DataSource dataSource = InstanceStartTests.this.database.dataSource();
			instance(dataSource, dataSource, Duration.ofMillis(50), true).migrate();
			await().atMost(SOON).untilAsserted(() -> assertThat(names()).containsExactly("29 days", "shop"));
		}

		@Test
		void firstHeartbeatWhileTenantsHaveContractMigrationsForgetsInstancesOfLongAgo() {
			insertInstancesOfLongAgo();
			InstanceStartTests.this.database.execute("UPDATE migration_instance SET contract_migrations ="
					+ " '{tenant:9_drop.sql}', lapses_at = now() + interval '1 day' WHERE application_name = '29 days'");
			DataSource dataSource = InstanceStartTests.this.database.dataSource();
			instance(dataSource, dataSource, Duration.ofMillis(50), true).migrate();
			await().atMost(SOON).untilAsserted(() -> assertThat(names()).containsExactly("29 days", "shop"));
		}

		@Test
		void firstHeartbeatWhileAContractMigrationWaitsForgetsNobody() {
			insertInstancesOfLongAgo();
			InstanceStartTests.this.scripts.with("9_drop.sql", "-- migrate:phase contract\nSELECT 1;");
			DataSource dataSource = InstanceStartTests.this.database.dataSource();
			instance(dataSource, dataSource, Duration.ofMillis(50), true).migrate();
			await().atMost(SOON)
				.until(() -> InstanceStartTests.this.database
					.value("SELECT bool_or(last_seen > started_at + interval '1s' AND lapses_at > last_seen)"
							+ " FROM migration_instance WHERE application_name = 'shop'")
					.equals("t"));
			assertThat(names()).containsExactly("29 days", "31 days", "shop");
			Migrator.builder(dataSource, InstanceStartTests.this.scripts).build().contract(ContractRequest.forced());
			instance(dataSource, dataSource, Duration.ofMillis(50), true).migrate();
			await().atMost(SOON).untilAsserted(() -> assertThat(names()).containsExactly("29 days", "shop"));
		}

		private void insertInstancesOfLongAgo() {
			InstanceStartTests.this.database.execute("INSERT INTO migration_instance (id, application_name,"
					+ " contract_migrations, lapses_at) SELECT gen_random_uuid(), age, '{}', now() - age::interval"
					+ " FROM unnest('{29 days, 31 days}'::text[]) age");
		}

		private List<String> names() {
			return InstanceStartTests.this.database
				.list("SELECT DISTINCT application_name FROM migration_instance ORDER BY 1");
		}

		@Test
		void migrateWhenOthersLockTheTableGoesOnAndLeavesThePoolAsItWas() throws SQLException {
			try (CapturedLog log = CapturedLog.open();
					HikariDataSource pool = Pools.of(InstanceStartTests.this.database, (config) -> {
					});
					Connection locks = InstanceStartTests.this.database.dataSource().getConnection();
					Statement statement = locks.createStatement()) {
				locks.setAutoCommit(false);
				statement.execute("LOCK TABLE migration_instance IN SHARE MODE");
				MigratorInstance instance = instance(pool, InstanceStartTests.this.database.dataSource(),
						Duration.ofMillis(500), true);
				assertThat(instance.migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				assertThat(log.messages(Level.WARN)).singleElement()
					.asString()
					.contains("could not sign on yet, and tries again", "lock timeout");
				assertThat(InstanceStartTests.this.database.value("SELECT count(*) FROM pg_stat_activity WHERE datname"
						+ " = current_database() AND query LIKE '%server_version%' AND state = 'idle'"))
					.isEqualTo("1");
				locks.rollback();
				await().atMost(SOON).until(() -> rows().equals("1"));
			}
		}

		@Test
		void migrateWhenTheSessionHasAShorterLimitKeepsIt() throws SQLException {
			DataSource hasty = with("-c lock_timeout=20ms");
			try (CapturedLog log = CapturedLog.open();
					Connection locks = InstanceStartTests.this.database.dataSource().getConnection();
					Statement statement = locks.createStatement()) {
				locks.setAutoCommit(false);
				statement.execute("LOCK TABLE migration_instance IN SHARE MODE");
				Instant start = Instant.now();
				instance(hasty).migrate();
				// Its own limit would be 10 seconds.
				assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
				assertThat(log.messages(Level.WARN)).hasSize(1);
				locks.rollback();
			}
			assertThat(instance(hasty).migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
			assertThat(rows()).isEqualTo("1");
		}

		@Test
		void migrateWhenTransactionsHaveAShorterLimitGoesOn() throws SQLException {
			String version = InstanceStartTests.this.database.value("SHOW server_version_num");
			assumeTrue(Integer.parseInt(version) >= 170_000, "Transactions have no limit before PostgreSQL 17");
			try (CapturedLog log = CapturedLog.open();
					Connection locks = InstanceStartTests.this.database.dataSource().getConnection();
					Statement statement = locks.createStatement()) {
				locks.setAutoCommit(false);
				statement.execute("LOCK TABLE migration_instance IN SHARE MODE");
				MigratorInstance instance = instance(with("-c transaction_timeout=2s"));
				assertThat(instance.migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				assertThat(log.messages(Level.WARN)).singleElement().asString().contains("lock timeout");
				locks.rollback();
			}
		}

		@Test
		void migrateWhenTheDriverWaitsForLessThanTheLockGoesOn() throws SQLException {
			PGSimpleDataSource hasty = (PGSimpleDataSource) InstanceStartTests.this.database.dataSource();
			hasty.setSocketTimeout(2);
			try (CapturedLog log = CapturedLog.open();
					Connection locks = InstanceStartTests.this.database.dataSource().getConnection();
					Statement statement = locks.createStatement()) {
				locks.setAutoCommit(false);
				statement.execute("LOCK TABLE migration_instance IN SHARE MODE");
				assertThat(instance(hasty).migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				assertThat(log.messages(Level.WARN)).singleElement().asString().contains("lock timeout");
				locks.rollback();
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "SELECT", "SELECT, INSERT" })
		void migrateWithARoleThatLacksARightSaysSo(String rights) {
			TestDatabase database = InstanceStartTests.this.database;
			String role = "lacks_" + database.name();
			database.execute("CREATE ROLE " + role + " LOGIN; GRANT SELECT ON migration_history TO " + role + "; GRANT "
					+ rights + " ON migration_instance TO " + role);
			try (CapturedLog log = CapturedLog.open();
					HikariDataSource pool = Pools.of(database, (config) -> config.setUsername(role))) {
				assertThat(instance(pool).migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				assertThat(log.messages(Level.WARN)).singleElement()
					.asString()
					.contains("cannot sign on", "permission denied for table migration_instance",
							"Grant what is missing");
				assertThat(rows()).isEqualTo("0");
			}
			finally {
				database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
			}
		}

		@Test
		void migrateWhenOnlyThePoolReachesTheDatabaseSaysSoAndServes() throws IOException {
			PGSimpleDataSource own = (PGSimpleDataSource) InstanceStartTests.this.database.dataSource();
			try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				own.setPortNumbers(new int[] { silent.getLocalPort() });
			}
			try (CapturedLog log = CapturedLog.open();
					HikariDataSource pool = Pools.of(InstanceStartTests.this.database, (config) -> {
					})) {
				instance(pool, own, Duration.ofMillis(50), true).migrate();
				// Longer than it may be silent.
				await().pollDelay(Duration.ofSeconds(2))
					.untilAsserted(() -> assertThat(log.messages(Level.WARN)).singleElement()
						.asString()
						.contains("no connection for heartbeats", "refused"));
			}
		}

		@Test
		void migrateWithARoleThatGetsNoSecondConnectionSaysSoAndServes() {
			TestDatabase database = InstanceStartTests.this.database;
			String role = "single_" + database.name();
			database.execute("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 1; GRANT ALL ON ALL TABLES IN SCHEMA"
					+ " public TO " + role);
			try (CapturedLog log = CapturedLog.open();
					HikariDataSource pool = Pools.of(database, (config) -> config.setUsername(role))) {
				MigratorInstance instance = instance(pool, database.dataSource(role), Duration.ofMillis(50), true);
				instance.migrate();
				await().atMost(SOON).until(() -> !log.messages(Level.WARN).isEmpty());
				// Longer than it may be silent.
				await().pollDelay(Duration.ofSeconds(2))
					.untilAsserted(() -> assertThat(log.messages(Level.WARN)).singleElement()
						.asString()
						.contains("no connection for heartbeats", "too many connections for role"));
				instance.close();
			}
			finally {
				database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
			}
		}

	}

	@Nested
	class Races {

		private final MemoryScripts newRelease = new MemoryScripts().with("1_one.sql", "CREATE TABLE one (id int);")
			.with(CONTRACT, "-- migrate:phase contract\n-- migrate:requires 1\nDROP TABLE one;");

		private final CountDownLatch announced = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private String admin;

		@BeforeEach
		void start() {
			instance(InstanceStartTests.this.database.dataSource()).migrate();
			InstanceStartTests.this.open.remove(0).close();
			// With a role of its own, it does not wait for sessions of the application.
			this.admin = "admin_" + InstanceStartTests.this.database.name();
			InstanceStartTests.this.database.execute("CREATE ROLE " + this.admin + " SUPERUSER LOGIN");
		}

		@AfterEach
		void dropRole() {
			this.goOn.countDown();
			InstanceStartTests.this.database
				.execute("REASSIGN OWNED BY " + this.admin + " TO postgres; DROP ROLE " + this.admin);
		}

		private CompletableFuture<MigrationReport> contract() {
			Migrator migrator = Migrator
				.builder(InstanceStartTests.this.database.dataSource(this.admin), this.newRelease)
				.listener(new MigrationListener() {

					@Override
					public void onEvent(MigrationEvent event) {
						if (event instanceof MigrationEvent.Started) {
							Races.this.announced.countDown();
							try {
								assertThat(Races.this.goOn.await(1, TimeUnit.MINUTES)).isTrue();
							}
							catch (InterruptedException ex) {
								throw new IllegalStateException(ex);
							}
						}
					}

				})
				.build();
			return CompletableFuture.supplyAsync(() -> migrator.contract(ContractRequest.now()));
		}

		private void awaitAnnouncement() throws InterruptedException {
			assertThat(this.announced.await(1, TimeUnit.MINUTES)).isTrue();
		}

		@ParameterizedTest
		@ValueSource(strings = { "read committed", "repeatable read", "serializable" })
		void migrateFindsWhatWasAnnouncedBeforeItHadSignedOn(String isolation) throws Exception {
			MigratorInstance old = instance(with("-c default_transaction_isolation=" + isolation.replace(" ", "\\ ")));
			CompletableFuture<MigrationReport> start;
			CompletableFuture<MigrationReport> contract;
			try (Connection locks = InstanceStartTests.this.database.dataSource().getConnection();
					Statement statement = locks.createStatement()) {
				locks.setAutoCommit(false);
				statement.execute("LOCK TABLE migration_instance IN SHARE MODE");
				start = CompletableFuture.supplyAsync(old::migrate);
				await().atMost(SOON)
					.until(() -> InstanceStartTests.this.database.list(
							"SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'migration_instance'::regclass")
						.size() == 1);
				contract = contract();
				awaitAnnouncement();
				assertThat(start).isNotDone();
				locks.rollback();
			}
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> start.get(1, TimeUnit.MINUTES))
				.havingCause()
				.isInstanceOfSatisfying(InvalidMigrationsException.class,
						(ex) -> assertThat(ex.problems()).extracting(Problem::code)
							.contains(Problem.Code.DATABASE_AHEAD));
			this.goOn.countDown();
			assertThat(contract.get(1, TimeUnit.MINUTES).steps()).hasSize(1);
		}

		@Test
		void migrateHasSignedOnForAllToSeeBeforeItReadsTheHistory() throws Exception {
			CompletableFuture<MigrationReport> start;
			try (Connection locks = InstanceStartTests.this.database.dataSource().getConnection();
					Statement statement = locks.createStatement()) {
				locks.setAutoCommit(false);
				statement.execute("LOCK TABLE migration_history IN ACCESS EXCLUSIVE MODE");
				MigratorInstance instance = instance(InstanceStartTests.this.database.dataSource());
				start = CompletableFuture.supplyAsync(instance::migrate);
				await().atMost(SOON).until(() -> rows().equals("1"));
				assertThat(start).isNotDone();
				locks.rollback();
			}
			assertThat(start.get(1, TimeUnit.MINUTES).state()).isEqualTo(MigrationReport.State.CURRENT);
		}

		@Test
		void migrateFindsWhatIsAppliedWhileItLooks() throws Exception {
			CompletableFuture<MigrationReport> contract = contract();
			awaitAnnouncement();
			try (Wiretap wiretap = new Wiretap(TestDatabase.port())) {
				// It has seen a history without the migration, and asks what is going on.
				wiretap.stop(Wiretap.Side.BEFORE,
						List.of((text) -> text.contains("FROM \"public\".\"migration_progress\"")));
				MigratorInstance old = instance(wiretap.dataSource(InstanceStartTests.this.database.name()));
				CompletableFuture<MigrationReport> start = CompletableFuture.supplyAsync(old::migrate);
				await().atMost(SOON).until(wiretap::isStopped);
				this.goOn.countDown();
				assertThat(contract.get(1, TimeUnit.MINUTES).steps()).hasSize(1);
				wiretap.resume();
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> start.get(1, TimeUnit.MINUTES))
					.withCauseInstanceOf(InvalidMigrationsException.class);
			}
		}

		@Test
		void contractFindsWhoHasSignedOnInFrontOfTheLook() {
			instance(InstanceStartTests.this.database.dataSource()).migrate();
			this.goOn.countDown();
			assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> contract().join())
				.withMessageContaining("does not know it");
		}

	}

	@Nested
	class OtherPlaces {

		private DataSource both;

		@BeforeEach
		void createSchemas() {
			InstanceStartTests.this.database.execute("CREATE SCHEMA front; CREATE SCHEMA back");
			this.both = with("-c search_path=front,back");
			Migrator.builder(with("-c search_path=back"), InstanceStartTests.this.scripts).build().migrate();
		}

		@Test
		void migrateCreatesTheTableBesideTheHistory() {
			instance(this.both).migrate();
			assertThat(rows("back.migration_instance")).isEqualTo("1");
			InstanceStartTests.this.open.get(0).close();
			assertThat(rows("back.migration_instance")).isEqualTo("0");
		}

		@ParameterizedTest
		@ValueSource(strings = { "(LIKE back.migration_instance INCLUDING ALL)", "(id integer)" })
		void migrateWhenAnotherTableStandsInFrontLeavesItAlone(String columns) {
			instance(this.both).migrate();
			InstanceStartTests.this.database.execute("CREATE TABLE front.migration_instance " + columns);
			try (CapturedLog log = CapturedLog.open()) {
				assertThat(instance(this.both).migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				assertThat(log.messages(Level.WARN)).isEmpty();
			}
			assertThat(InstanceStartTests.this.database.list("SELECT 1 FROM front.migration_instance")).isEmpty();
			assertThat(rows("back.migration_instance")).isEqualTo("2");
		}

		@Test
		void migrateWhenAnotherTableThatMayNotBeWrittenStandsInFrontSignsOnInItsOwn() {
			instance(this.both).migrate();
			TestDatabase database = InstanceStartTests.this.database;
			String role = "back_" + database.name();
			database.execute("CREATE ROLE " + role + " LOGIN; GRANT USAGE ON SCHEMA front, back TO " + role
					+ "; GRANT ALL ON ALL TABLES IN SCHEMA back TO " + role
					+ "; CREATE TABLE front.migration_instance (LIKE back.migration_instance INCLUDING ALL)");
			PGSimpleDataSource dataSource = with("-c search_path=front,back");
			dataSource.setUser(role);
			try (CapturedLog log = CapturedLog.open()) {
				assertThat(instance(dataSource).migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				assertThat(log.messages(Level.WARN)).isEmpty();
				assertThat(rows("back.migration_instance")).isEqualTo("2");
			}
			finally {
				database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
			}
		}

		@Test
		void validateWhenTheTableIsMissingDoesNotCreateItAndAwaitsIt() {
			InstanceStartTests.this.database.execute("SET search_path = back; DROP TABLE IF EXISTS migration_instance");
			DataSource dataSource = with("-c search_path=back");
			assertThat(instance(dataSource, dataSource, Duration.ofMillis(100), false).validate().state())
				.isEqualTo(MigrationReport.State.CURRENT);
			assertThat(InstanceStartTests.this.database.value("SELECT to_regclass('back.migration_instance')"))
				.isNull();
			instance(this.both).migrate();
			await().atMost(SOON).until(() -> rows("back.migration_instance").equals("2"));
		}

		@Test
		void migrateWithoutScriptsDoesNotSignOn() {
			DataSource empty = with("-c search_path=front");
			MigratorInstance instance = instance(Migrator.builder(empty, new MemoryScripts()).build(), empty,
					Duration.ofMillis(100), true);
			instance.migrate();
			instance.close();
			assertThat(InstanceStartTests.this.database.value("SELECT to_regclass('front.migration_instance')"))
				.isNull();
		}

	}

}
