package dev.appmigrations.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.InstanceReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.SoakReport;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Contract migrations, and the instances that they wait for.
 */
@OldestAndNewest
class ContractTests {

	private static final String BASE = "20260101000000_person.sql";

	private static final String EXPAND = "20260102000000_full_name.sql";

	private static final String CONTRACT = "20260103000000_drop_name.sql";

	private static final Duration BEAT = Duration.ofMillis(100);

	private static final Duration LAPSE = Duration.ofMillis(1500);

	private static final Duration SOON = Duration.ofSeconds(20);

	private final MemoryScripts oldRelease = new MemoryScripts().with(BASE, "CREATE TABLE person (name text);");

	private final MemoryScripts newRelease = new MemoryScripts().with(BASE, "CREATE TABLE person (name text);")
		.with(EXPAND, "ALTER TABLE person ADD COLUMN full_name text;")
		.with(CONTRACT, """
				-- migrate:phase contract
				-- migrate:requires 20260102000000
				ALTER TABLE person DROP COLUMN name;
				""");

	private final List<AutoCloseable> open = new ArrayList<>();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		Migrator.builder(named("first"), this.oldRelease).build().migrate();
		// A session ends a moment after its client: until then it would be in the way.
		await().until(() -> this.database.list("SELECT pid FROM pg_stat_activity WHERE application_name = 'first'")
			.isEmpty());
	}

	@AfterEach
	void tearDown() throws Exception {
		for (AutoCloseable resource : this.open) {
			resource.close();
		}
	}

	private PGSimpleDataSource named(String applicationName) {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setApplicationName(applicationName);
		return dataSource;
	}

	private Migrator migrator(MemoryScripts scripts, MigrationListener... listeners) {
		MigratorBuilder builder = Migrator.builder(named("command"), scripts)
			.options(MigratorOptions.defaults().with(new MigratorOptions.Identity("shop", "1.0")));
		List.of(listeners).forEach(builder::listener);
		return builder.build();
	}

	private MigratorInstance instance(MemoryScripts scripts, String applicationName) {
		return instance(scripts, applicationName, new Availability());
	}

	private MigratorInstance instance(MemoryScripts scripts, String applicationName, InstanceListener listener) {
		MigratorInstance instance = migrator(scripts).instance(named(applicationName + " migrations"),
				new InstanceSettings(applicationName, BEAT, LAPSE, true), listener, new Heartbeats());
		this.open.add(instance);
		return instance;
	}

	private List<String> columns() {
		return this.database.list("SELECT attname FROM pg_attribute WHERE attrelid = 'person'::regclass AND attnum > 0"
				+ " AND NOT attisdropped ORDER BY attnum");
	}

	private List<String> instances() {
		return this.database.list("SELECT application_name FROM migration_instance WHERE lapses_at > now() ORDER BY 1");
	}

	private List<String> announced() {
		return this.database.list("SELECT migration_name FROM migration_progress WHERE direction = 'contract'");
	}

	@Test
	void contractWhenEveryInstanceKnowsItAppliesIt() {
		instance(this.newRelease, "new").migrate();
		assertThat(columns()).containsExactly("name", "full_name");
		MigrationReport report = migrator(this.newRelease).contract(ContractRequest.now());
		assertThat(report.steps()).extracting("name").containsExactly(CONTRACT);
		assertThat(columns()).containsExactly("full_name");
		assertThat(announced()).isEmpty();
	}

	@Test
	void anInstanceWhoseScriptsCannotBeReadKeepsNoConnection() {
		MigratorInstance instance = Migrator.builder(named("command"), (location) -> {
			throw new IOException("it is on fire");
		})
			.build()
			.instance(named("burning migrations"), new InstanceSettings("burning", BEAT, LAPSE, true),
					new Availability(), new Heartbeats());
		this.open.add(instance);
		assertThatExceptionOfType(MigrationException.class).isThrownBy(instance::migrate)
			.withMessageContaining("it is on fire");
		await().untilAsserted(() -> assertThat(this.database
			.value("SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('burning migrations', 'command')"))
			.isEqualTo("0"));
	}

	@Test
	void contractWhenAnOldInstanceLivesFailsAndLeavesNothingBehind() {
		instance(this.oldRelease, "old").migrate();
		instance(this.newRelease, "new").migrate();
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator(this.newRelease).contract(ContractRequest.now()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.CONTRACT_BLOCKED))
			.withMessageContaining(CONTRACT)
			.withMessageContaining("(shop 1.0), seen 0 s ago, does not know it")
			.withMessageContaining("ContractRequest.untilDrained()");
		assertThat(columns()).containsExactly("name", "full_name");
		assertThat(this.database.value("SELECT to_regclass('migration_progress')")).isNull();
	}

	@Test
	void contractWhenForcedAppliesItWhoeverLives() {
		instance(this.oldRelease, "old").migrate();
		migrator(this.newRelease).contract(ContractRequest.forced());
		assertThat(columns()).containsExactly("full_name");
	}

	@Test
	void contractWhenItWaitsAppliesItAsSoonAsTheOldInstanceSignsOff() throws Exception {
		MigratorInstance old = instance(this.oldRelease, "old");
		old.migrate();
		CountDownLatch awaited = new CountDownLatch(1);
		Migrator migrator = migrator(this.newRelease, new MigrationListener() {

			@Override
			public void onEvent(MigrationEvent event) {
				if (event instanceof MigrationEvent.ContractAwaited waits) {
					assertThat(waits.waiting()).singleElement()
						.satisfies((report) -> assertThat(report.reasons()).singleElement()
							.asString()
							.endsWith("does not know it"));
					awaited.countDown();
				}
			}

		});
		CompletableFuture<MigrationReport> contract = CompletableFuture
			.supplyAsync(() -> migrator.contract(ContractRequest.untilDrained()));
		assertThat(awaited.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(columns()).containsExactly("name");
		old.close();
		assertThat(contract.get(SOON.toSeconds(), TimeUnit.SECONDS).steps()).extracting("name")
			.containsExactly(EXPAND, CONTRACT);
		assertThat(columns()).containsExactly("full_name");
	}

	@Test
	void contractWhenTheTimeIsOverFails() {
		instance(this.oldRelease, "old").migrate();
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator(this.newRelease).contract(ContractRequest.waiting(Duration.ofMillis(1100))))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.CONTRACT_BLOCKED))
			.withMessageContaining("waited 1 s");
	}

	@Test
	void contractWhenASessionOfTheApplicationsRoleBelongsToNobodyFails() throws SQLException {
		instance(this.newRelease, "new").migrate();
		try (Connection pool = named("new").getConnection(); Connection stray = named("psql").getConnection()) {
			assertThat(pool.isValid(1) && stray.isValid(1)).isTrue();
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator(this.newRelease).contract(ContractRequest.now()))
				.withMessageContaining("(psql, postgres, 127.0.0.1) belongs to no known instance");
		}
		await().atMost(SOON)
			.ignoreExceptions()
			.until(() -> migrator(this.newRelease).contract(ContractRequest.now()).steps().size() == 1);
	}

	@Test
	void contractWhenTheMigrationFailsWithdrawsTheAnnouncement() {
		this.newRelease.with(CONTRACT, """
				-- migrate:phase contract
				-- migrate:requires 20260102000000
				ALTER TABLE person DROP COLUMN no_such_column;
				""");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator(this.newRelease).contract(ContractRequest.now()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.STATEMENT_FAILED));
		assertThat(announced()).isEmpty();
		assertThat(instance(this.oldRelease, "old").migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
	}

	@Test
	void contractWhenAPartOfItIsCommittedKeepsTheAnnouncementUntilItIsDone() {
		String end = "CREATE INDEX CONCURRENTLY ON person (full_name);\n";
		String header = "-- migrate:phase contract\n-- migrate:requires 20260102000000\n";
		this.newRelease.with(CONTRACT,
				header + "ALTER TABLE person DROP COLUMN name;\n" + end + "SELECT 1 FROM gate;\n");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator(this.newRelease).contract(ContractRequest.now()));
		assertThat(columns()).containsExactly("full_name");
		assertThat(announced()).containsExactly(CONTRACT);
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> instance(this.oldRelease, "old").migrate())
			.withMessageContaining(CONTRACT);
		this.database.execute("CREATE TABLE gate ()");
		migrator(this.newRelease).contract(ContractRequest.forced());
		assertThat(announced()).isEmpty();
	}

	@Test
	void contractOnANewDatabaseAppliesEverything() {
		this.database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		assertThat(instance(this.newRelease, "new").migrate().steps()).hasSize(3);
		assertThat(columns()).containsExactly("full_name");
	}

	@Test
	void contractWithAPoolOfOneWaitsAndWorks() {
		MigratorInstance old = instance(this.oldRelease, "old");
		old.migrate();
		try (HikariDataSource pool = Pools.of(this.database, (config) -> config.setConnectionTimeout(2000))) {
			Migrator migrator = Migrator.builder(pool, this.newRelease).time(Clock.systemUTC(), (duration) -> {
				old.close();
				Sleeper.THREAD.sleep(duration);
			}).build();
			assertThat(migrator.contract(ContractRequest.untilDrained()).steps()).hasSize(2);
		}
	}

	@Nested
	class Soaking {

		private static final String AGE = "UPDATE migration_instance SET %1$s = %1$s - interval '25 h'";

		@BeforeEach
		void soak() {
			ContractTests.this.newRelease.with(CONTRACT, """
					-- migrate:phase contract after 24h
					-- migrate:requires 20260102000000
					ALTER TABLE person DROP COLUMN name;
					""");
		}

		private String reason() {
			return migrator(ContractTests.this.newRelease).status().waiting().get(0).reasons().get(0);
		}

		private void refused() {
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator(ContractTests.this.newRelease).contract(ContractRequest.now()))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.CONTRACT_BLOCKED))
				.withMessageContaining("soaks for 24 h after the old release, until ");
		}

		@Test
		void contractAfterAllOldInstancesHaveSignedOffSoaks() {
			MigratorInstance old = instance(ContractTests.this.oldRelease, "old");
			old.migrate();
			instance(ContractTests.this.newRelease, "new").migrate();
			ContractTests.this.database.execute(AGE.formatted("started_at"));
			assertThat(migrator(ContractTests.this.newRelease).status().waiting()).singleElement()
				.satisfies((waiting) -> {
					assertThat(waiting.reasons()).hasSize(2).last().isEqualTo("soaks for 24 h after that");
					assertThat(waiting.soak()).isEqualTo(new SoakReport(86400, null));
				});
			old.close();
			assertThat(reason()).startsWith("soaks for 24 h after the old release, until ").endsWith(" (23 h left)");
			refused();
			// Those that know it do not matter.
			ContractTests.this.database.execute(AGE.formatted("last_seen") + ", lapses_at = lapses_at - interval '25 h'"
					+ " WHERE application_name = 'old'");
			assertThat(migrator(ContractTests.this.newRelease).contract(ContractRequest.now()).steps()).hasSize(1);
		}

		@Test
		void contractThatNobodyHasSeenWaitingBeginsToSoakWhenItIsCalled() {
			MigratorInstance old = instance(ContractTests.this.oldRelease, "old");
			old.migrate();
			old.close();
			ContractTests.this.database.execute(AGE.formatted("started_at")
					+ ", last_seen = last_seen - interval '25 h', lapses_at = lapses_at - interval '25 h'");
			assertThat(reason()).startsWith("soaks for 24 h from the first start of an instance that knows it");
			refused();
			refused();
			assertThat(ContractTests.this.database.list("SELECT application_name FROM migration_instance"
					+ " WHERE lapses_at = last_seen AND '" + CONTRACT + "' = ANY (contract_migrations)"))
				.containsExactly("contract");
			assertThat(migrator(ContractTests.this.newRelease).status().instances()).isEmpty();
			ContractTests.this.database.execute(AGE.formatted("started_at"));
			ContractTests.this.database
				.execute(AGE.formatted("last_seen") + ", lapses_at = lapses_at - interval '25 h'");
			assertThat(migrator(ContractTests.this.newRelease).contract(ContractRequest.now()).steps()).hasSize(2);
		}

		@Test
		void contractAfterAnInstanceWasKilledSoaksFromItsExpiry() {
			instance(ContractTests.this.newRelease, "new").migrate();
			ContractTests.this.database.execute(AGE.formatted("started_at"));
			ContractTests.this.database.execute("INSERT INTO migration_instance (id, application_name,"
					+ " contract_migrations, started_at, last_seen, lapses_at) SELECT gen_random_uuid(), 'killed', '{}',"
					+ " t, t, t + interval '60 s' FROM (SELECT now() - interval '90 min') x(t)");
			refused();
			assertThat(reason()).endsWith(" (22 h left)");
		}

		@Test
		void contractOfWhatHasSoakedIsNotForced() {
			instance(ContractTests.this.newRelease, "new").migrate();
			try (CapturedLog log = CapturedLog.open()) {
				migrator(ContractTests.this.newRelease).contract(ContractRequest.forced());
				assertThat(log.messages(Level.WARN)).singleElement()
					.asString()
					.contains(CONTRACT + " is applied by force, although it had to wait: soaks for 24 h");
			}
		}

		@Test
		void contractOnANewDatabaseDoesNotSoak() {
			ContractTests.this.database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
			assertThat(migrator(ContractTests.this.newRelease).migrate().steps()).hasSize(3);
		}

	}

	@Nested
	class Announcements {

		private void announce() {
			// As a run leaves it that is killed between the announcement and its work.
			migrator(ContractTests.this.newRelease).migrate();
			ContractTests.this.database.execute("""
					CREATE TABLE migration_progress (migration_name TEXT NOT NULL, direction TEXT NOT NULL,
					unit INTEGER NOT NULL, statement BIGINT NOT NULL, rolling_hash TEXT NOT NULL,
					state TEXT NOT NULL, before JSONB, backend_pid INTEGER, backend_start TIMESTAMPTZ, cursor TEXT,
					upper_bound TEXT, updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
					PRIMARY KEY (migration_name, direction))""");
			ContractTests.this.database
				.execute("INSERT INTO migration_progress VALUES ('" + CONTRACT + "', 'contract', 0, 0, '', 'done')");
		}

		@Test
		void anInstanceThatDoesNotKnowWhatIsAnnouncedDoesNotStart() {
			announce();
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> instance(ContractTests.this.oldRelease, "old").migrate())
				.satisfies((ex) -> assertThat(ex.problems()).extracting(Problem::code)
					.contains(Problem.Code.DATABASE_AHEAD));
			assertThat(instance(ContractTests.this.newRelease, "new").migrate().state())
				.isEqualTo(MigrationReport.State.CURRENT);
		}

		@Test
		void statusShowsWhatIsAnnounced() {
			announce();
			assertThat(migrator(ContractTests.this.newRelease).status().waiting()).singleElement()
				.satisfies((waiting) -> assertThat(waiting.announced()).isTrue());
		}

		@Test
		void contractThatIsBlockedWithdrawsWhatAnotherLeftBehind() {
			MigratorInstance old = instance(ContractTests.this.oldRelease, "old");
			old.migrate();
			announce();
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator(ContractTests.this.newRelease).contract(ContractRequest.now()))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.CONTRACT_BLOCKED));
			assertThat(announced()).isEmpty();
		}

		@Test
		void repairWithdrawsWhatAnotherLeftBehind() {
			announce();
			Migrator migrator = migrator(ContractTests.this.oldRelease);
			List<HistoryRepair> repairs = migrator.history()
				.repairs()
				.stream()
				.filter((repair) -> repair.name().equals(CONTRACT))
				.toList();
			assertThat(repairs).hasSize(1);
			migrator.history().repair(repairs);
			assertThat(announced()).isEmpty();
		}

		@Test
		void anInstanceThatSignsOnAfterTheLookKeepsTheContractFromRunning() {
			List<String> seen = new ArrayList<>();
			Migrator migrator = migrator(ContractTests.this.newRelease, new MigrationListener() {

				@Override
				public void onEvent(MigrationEvent event) {
					if (event instanceof MigrationEvent.Planned) {
						instance(ContractTests.this.oldRelease, "late").migrate();
					}
					else if (event instanceof MigrationEvent.ContractAwaited awaited) {
						awaited.waiting().forEach((migration) -> seen.addAll(migration.reasons()));
					}
				}

			});
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator.contract(ContractRequest.waiting(Duration.ofMillis(200))))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.CONTRACT_BLOCKED));
			assertThat(seen).isNotEmpty();
		}

	}

	@Nested
	class Signs {

		@Test
		void closeEndsTheLifeOfTheRow() {
			MigratorInstance instance = instance(ContractTests.this.newRelease, "new");
			instance.migrate();
			assertThat(instances()).containsExactly("new");
			instance.close();
			assertThat(instances()).isEmpty();
			assertThat(ContractTests.this.database.list("SELECT application_name || (lapses_at = last_seen)::text"
					+ " || (lapses_at > started_at)::text FROM migration_instance"))
				.containsExactly("newtruetrue");
			assertThat(migrator(ContractTests.this.newRelease).status().instances()).isEmpty();
		}

		@Test
		void statusShowsWhoIsThereAndWhyAContractMigrationWaits() {
			instance(ContractTests.this.oldRelease, "old").migrate();
			instance(ContractTests.this.newRelease, "new").migrate();
			MigrationReport report = migrator(ContractTests.this.newRelease).status();
			assertThat(report.instances()).hasSize(2)
				.allSatisfy((instance) -> assertThat(instance.alive()).isTrue())
				.extracting(InstanceReport::application, InstanceReport::release, InstanceReport::knowsAll)
				.containsExactly(tuple("shop", "1.0", false), tuple("shop", "1.0", true));
			assertThat(report.waiting()).singleElement().satisfies((waiting) -> {
				assertThat(waiting.name()).isEqualTo(CONTRACT);
				assertThat(waiting.reasons()).hasSize(1);
			});
		}

		@RepeatedTest(5)
		void tenInstancesThatStartAtOnceAllSignOn() {
			List<CompletableFuture<MigrationReport>> starts = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				MigratorInstance instance = instance(ContractTests.this.newRelease, "new " + i);
				starts.add(CompletableFuture.supplyAsync(instance::migrate));
			}
			starts.forEach(CompletableFuture::join);
			assertThat(instances()).hasSize(10);
		}

		@Test
		void aTableThatMayNotBeCreatedIsAwaited() {
			MigratorInstance instance = migrator(ContractTests.this.newRelease).instance(named("quiet"),
					new InstanceSettings("quiet", BEAT, LAPSE, false), new Availability(), new Heartbeats());
			ContractTests.this.open.add(instance);
			instance.join();
			assertThat(ContractTests.this.database.value("SELECT to_regclass('migration_instance')")).isNull();
			instance(ContractTests.this.newRelease, "new").migrate();
			await().atMost(SOON).untilAsserted(() -> assertThat(instances()).containsExactly("new", "quiet"));
		}

		@Test
		void aTableThatOthersLockIsTriedAgain() throws SQLException {
			instance(ContractTests.this.newRelease, "new").migrate();
			MigratorInstance late = instance(ContractTests.this.newRelease, "late");
			try (Connection locks = named("locks").getConnection(); Statement statement = locks.createStatement()) {
				locks.setAutoCommit(false);
				statement.execute("LOCK TABLE migration_instance IN SHARE MODE");
				assertThat(late.migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				assertThat(instances()).containsExactly("new");
				locks.rollback();
			}
			await().atMost(SOON).untilAsserted(() -> assertThat(instances()).containsExactly("late", "new"));
		}

		@Test
		void aTableThatMayNotBeWrittenKeepsNobodyFromStarting() {
			instance(ContractTests.this.newRelease, "new").migrate();
			TestDatabase database = ContractTests.this.database;
			String role = "denied_" + database.name();
			database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'postgres';"
					+ " GRANT SELECT ON migration_history, migration_instance TO " + role);
			try (CapturedLog log = CapturedLog.open()) {
				MigratorInstance instance = Migrator.builder(database.dataSource(role), ContractTests.this.newRelease)
					.build()
					.instance(database.dataSource(role), new InstanceSettings("denied", BEAT, LAPSE, true),
							new Availability(), new Heartbeats());
				assertThat(instance.migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				instance.close();
				assertThat(log.messages(Level.WARN)).singleElement()
					.asString()
					.contains("cannot sign on", "permission denied for table migration_instance",
							"Grant what is missing");
				assertThat(instances()).containsExactly("new");
			}
			finally {
				database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
			}
		}

		@Test
		void aRoleThatMayOnlyReadStartsNevertheless() throws SQLException {
			TestDatabase database = ContractTests.this.database;
			String role = "reader_" + database.name();
			database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'postgres'");
			try {
				// Before PostgreSQL 15, everybody may create tables there.
				database.execute(
						"REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT SELECT ON migration_history TO " + role);
				MigratorInstance instance = Migrator.builder(database.dataSource(role), ContractTests.this.oldRelease)
					.build()
					.instance(database.dataSource(role), new InstanceSettings("reader", BEAT, LAPSE, true),
							new Availability(), new Heartbeats());
				assertThat(instance.migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
				assertThat(migrator(ContractTests.this.oldRelease).status().instances()).isEmpty();
				instance.close();
			}
			finally {
				database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
			}
		}

		@Test
		void aDatabaseThatIsReadOnlyIsLeftAlone() {
			PGSimpleDataSource readOnly = named("reader");
			readOnly.setOptions("-c default_transaction_read_only=on");
			MigratorInstance instance = Migrator.builder(readOnly, ContractTests.this.oldRelease)
				.build()
				.instance(readOnly, new InstanceSettings("reader", BEAT, LAPSE, true), new Availability(),
						new Heartbeats());
			assertThat(instance.migrate().state()).isEqualTo(MigrationReport.State.CURRENT);
			instance.close();
			assertThat(ContractTests.this.database.value("SELECT to_regclass('migration_instance')")).isNull();
		}

		@Test
		void aConnectionThatTheServerEndsIsReplaced() {
			Availability availability = new Availability();
			instance(ContractTests.this.newRelease, "new", availability).migrate();
			String seen = "SELECT last_seen FROM migration_instance";
			await().atMost(SOON)
				.until(() -> !ContractTests.this.database
					.list("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
							+ " WHERE application_name = 'new migrations'")
					.isEmpty());
			String before = ContractTests.this.database.value(seen);
			await().atMost(SOON).until(() -> !ContractTests.this.database.value(seen).equals(before));
			assertThat(availability.suspensions).isEmpty();
		}

		@Test
		void anInstanceThatCannotGiveSignsIsSuspendedUntilItCan() {
			Availability availability = new Availability();
			instance(ContractTests.this.newRelease, "new", availability).migrate();
			ContractTests.this.database.execute("ALTER TABLE migration_instance RENAME COLUMN last_seen TO gone");
			await().atMost(SOON).untilAsserted(() -> assertThat(availability.suspensions).hasSize(1));
			assertThat(availability.resumptions).isEmpty();
			ContractTests.this.database.execute("ALTER TABLE migration_instance RENAME COLUMN gone TO last_seen");
			await().atMost(SOON).untilAsserted(() -> assertThat(availability.resumptions).hasSize(1));
		}

		@Test
		void anInstanceThatWasContractedMeanwhileStaysSuspended() throws Exception {
			Availability availability = new Availability();
			instance(ContractTests.this.oldRelease, "old", availability).migrate();
			ContractTests.this.database.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
					+ " $$ BEGIN RAISE EXCEPTION 'no beat'; END $$; CREATE TRIGGER refuse BEFORE UPDATE ON"
					+ " migration_instance FOR EACH ROW EXECUTE FUNCTION refuse()");
			await().atMost(SOON).untilAsserted(() -> assertThat(availability.suspensions).hasSize(1));
			migrator(ContractTests.this.newRelease).contract(ContractRequest.forced());
			ContractTests.this.database.execute("DROP TRIGGER refuse ON migration_instance");
			String seen = "SELECT last_seen FROM migration_instance";
			String before = ContractTests.this.database.value(seen);
			await().atMost(SOON).until(() -> !ContractTests.this.database.value(seen).equals(before));
			await().pollDelay(LAPSE).untilAsserted(() -> assertThat(availability.resumptions).isEmpty());
		}

	}

	/**
	 * What an application is told.
	 */
	private static final class Availability implements InstanceListener {

		private final List<String> suspensions = new CopyOnWriteArrayList<>();

		private final List<String> resumptions = new CopyOnWriteArrayList<>();

		@Override
		public void suspended(String reason) {
			this.suspensions.add(reason);
		}

		@Override
		public void resumed() {
			this.resumptions.add("resumed");
		}

	}

}
