package dev.appmigrations.engine.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import ch.qos.logback.classic.Level;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.options.ThrottleOptions;
import dev.appmigrations.engine.options.ThrottleOptions.DeadRows;
import dev.appmigrations.engine.options.ThrottleOptions.Size;
import dev.appmigrations.engine.options.ThrottleOptions.Time;
import dev.appmigrations.engine.options.ThrottleOptions.Window;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FakeTime;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Throttles}. Standbys are in {@link ReplicaLagThrottleTests}.
 */
class ThrottlesTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	@FreshDatabase
	private TestDatabase database;

	private final FakeTime time = new FakeTime();

	private Session session;

	@BeforeEach
	void createTable() throws SQLException {
		this.database.execute("CREATE TABLE t (id int PRIMARY KEY, n int) WITH (autovacuum_enabled = off)");
		this.session = Specs.session(this.database.dataSource());
	}

	@AfterEach
	void closeSession() {
		this.session.close();
	}

	private Throttles throttles(ThrottleOptions options) {
		return throttles(this.session, options);
	}

	private Throttles throttles(Session session, ThrottleOptions options) {
		return new Throttles(session, WalkedTableReader.read(session, Specs.of("t"), null), options, this.time);
	}

	private String reasonNow(Throttles throttles) {
		this.time.sleep(INTERVAL);
		return String.valueOf(throttles.reason());
	}

	@Test
	void reasonWhenAllIsWellIsNone() {
		try (CapturedLog log = CapturedLog.open()) {
			Throttles throttles = throttles(ThrottleOptions.DEFAULT);
			assertThat(throttles.reason()).isNull();
			assertThat(throttles.duty()).isZero();
			assertThat(throttles(ThrottleOptions.OFF).reason()).isNull();
			assertThat(log.messages(Level.WARN)).isEmpty();
		}
	}

	@Test
	void reasonIsAskedForEveryFiveSeconds() {
		this.database.execute("CREATE TABLE reasons (text text); INSERT INTO reasons VALUES ('too hot')");
		Throttles throttles = throttles(sql("SELECT text FROM reasons"));
		assertThat(throttles.reason()).isEqualTo("too hot");
		this.database.execute("TRUNCATE reasons");
		this.time.sleep(Duration.ofMillis(4999));
		assertThat(throttles.reason()).isEqualTo("too hot");
		this.time.sleep(Duration.ofMillis(1));
		assertThat(throttles.reason()).isNull();
	}

	private static ThrottleOptions sql(String sql) {
		return new ThrottleOptions(null, null, null, null, null, sql);
	}

	@Nested
	class Slots {

		private String slot;

		@BeforeEach
		void createSlot() {
			this.slot = ThrottlesTests.this.database.name();
			ThrottlesTests.this.database
				.execute("SELECT pg_create_physical_replication_slot('" + this.slot + "', true)");
		}

		@AfterEach
		void dropSlot() {
			ThrottlesTests.this.database.execute("SELECT pg_drop_replication_slot('" + this.slot + "')");
		}

		private void write(int megabytes) {
			ThrottlesTests.this.database.execute("SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000))"
					+ " FROM generate_series(1, " + megabytes + "); CHECKPOINT");
		}

		private void advance(int megabytesLeft) {
			ThrottlesTests.this.database.execute("SELECT pg_replication_slot_advance('" + this.slot
					+ "', pg_current_wal_flush_lsn() - " + megabytesLeft * 1_000_000L + ")");
		}

		@Test
		void reasonWhenASlotRetainsMuchWalNamesItUntilItIsFarBelow() {
			Throttles throttles = throttles(
					new ThrottleOptions(null, new Size(20_000_000, 10_000_000), null, null, null, null));
			assertThat(reasonNow(throttles)).isEqualTo("null");
			write(25);
			assertThat(reasonNow(throttles)).contains("the replication slot " + this.slot + " retains", "MB of WAL");
			advance(15);
			assertThat(reasonNow(throttles)).contains(this.slot);
			advance(2);
			assertThat(reasonNow(throttles)).isEqualTo("null");
			write(12);
			assertThat(reasonNow(throttles)).isEqualTo("null");
		}

	}

	@Nested
	class Snapshots {

		private final ThrottleOptions options = new ThrottleOptions(null, null,
				new Time(Duration.ofMillis(300), Duration.ofMillis(200)), null, null, null);

		@Test
		void dutyWhenASnapshotIsOldIsSmall() throws Exception {
			Throttles throttles = throttles(this.options);
			assertThat(throttles.duty()).isZero();
			try (Connection connection = ThrottlesTests.this.database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
				statement.execute("SELECT 1");
				Thread.sleep(400);
				assertThat(reasonNow(throttles)).isEqualTo("null");
				assertThat(throttles.duty()).isEqualTo(0.1);
				assertThat(throttles.slowdown()).contains("session ", "has had a snapshot for 0 min");
			}
			// The server needs a moment to notice.
			await().atMost(SOON).until(() -> {
				reasonNow(throttles);
				return throttles.duty() == 0;
			});
		}

		@Test
		void dutyWhenAPreparedTransactionIsOldIsSmall() throws Exception {
			Throttles throttles = throttles(this.options);
			String name = ThrottlesTests.this.database.name();
			ThrottlesTests.this.database.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION '" + name + "'");
			try {
				Thread.sleep(400);
				assertThat(throttles.duty()).isEqualTo(0.1);
				assertThat(throttles.slowdown()).contains("prepared transaction " + name);
			}
			finally {
				ThrottlesTests.this.database.execute("ROLLBACK PREPARED '" + name + "'");
			}
			reasonNow(throttles);
			assertThat(throttles.duty()).isZero();
		}

		@Test
		void dutyWhenATransactionHasNoSnapshotIsNotLimited() throws Exception {
			Throttles throttles = throttles(this.options);
			try (Connection connection = ThrottlesTests.this.database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute("SET LOCAL work_mem = '1MB'");
				Thread.sleep(400);
				assertThat(throttles.duty()).isZero();
			}
		}

	}

	@Nested
	class DeadTuples {

		private final DeadRows limits = new DeadRows(0.3, 0.15, 500, Duration.ofMinutes(10));

		private Throttles throttles;

		@BeforeEach
		void createThrottles() {
			this.throttles = throttles(new ThrottleOptions(null, null, null, this.limits, null, null));
		}

		private void awaitReason(String expected) {
			await().atMost(SOON).until(() -> reasonNow(this.throttles).contains(expected));
		}

		@Test
		void reasonWhenManyRowsAreDeadWaitsForAVacuum() {
			ThrottlesTests.this.database.execute("INSERT INTO t SELECT g, 0 FROM generate_series(1, 2000) g");
			ThrottlesTests.this.database.execute("UPDATE t SET n = 1 WHERE id <= 1200");
			awaitReason("38 % of the rows of public.t are dead");
			ThrottlesTests.this.database.execute("INSERT INTO t SELECT g, 0 FROM generate_series(2001, 5000) g");
			awaitReason("19 % of the rows");
			ThrottlesTests.this.database.execute("VACUUM t");
			awaitReason("null");
		}

		@Test
		void reasonWhenNoVacuumComesIsGivenUpAfterTheLongestPause() {
			ThrottlesTests.this.database.execute("INSERT INTO t SELECT g, 0 FROM generate_series(1, 2000) g");
			ThrottlesTests.this.database.execute("UPDATE t SET n = 1");
			awaitReason("50 %");
			ThrottlesTests.this.time.sleep(Duration.ofMinutes(9));
			assertThat(reasonNow(this.throttles)).contains("50 %");
			ThrottlesTests.this.time.sleep(Duration.ofMinutes(1));
			assertThat(reasonNow(this.throttles)).isEqualTo("null");
			ThrottlesTests.this.time.sleep(Duration.ofHours(1));
			assertThat(reasonNow(this.throttles)).isEqualTo("null");
		}

		@Test
		void reasonWhenFewRowsAreDeadIsNone() {
			ThrottlesTests.this.database.execute("INSERT INTO t SELECT g, 0 FROM generate_series(1, 400) g");
			ThrottlesTests.this.database.execute("UPDATE t SET n = 1");
			await().atMost(SOON)
				.until(() -> "400".equals(ThrottlesTests.this.database
					.value("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 't'")));
			assertThat(reasonNow(this.throttles)).isEqualTo("null");
		}

		@Test
		void reasonCountsThePartitions() {
			ThrottlesTests.this.database.execute("DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, n int) PARTITION BY"
					+ " RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10000)"
					+ " WITH (autovacuum_enabled = off); INSERT INTO t SELECT g, 0 FROM generate_series(1, 2000) g");
			ThrottlesTests.this.database.execute("UPDATE t SET n = 1");
			Throttles partitioned = throttles(new ThrottleOptions(null, null, null, this.limits, null, null));
			await().atMost(SOON).until(() -> reasonNow(partitioned).contains("50 %"));
		}

	}

	@Nested
	class Windows {

		@ParameterizedTest
		@CsvSource({ "22:00-06:00 Europe/Vienna, 2026-01-15T21:00:00Z, true",
				"22:00-06:00 Europe/Vienna, 2026-01-15T20:59:59Z, false",
				"22:00-06:00 Europe/Vienna, 2026-07-15T20:00:00Z, true",
				"22:00-06:00 Europe/Vienna, 2026-01-15T04:59:59Z, true",
				"22:00-06:00 Europe/Vienna, 2026-01-15T05:00:00Z, false", "09:00-17:30 UTC, 2026-01-15T17:29:59Z, true",
				"09:00-17:30 UTC, 2026-01-15T17:30:00Z, false", "09:00-17:30 UTC, 2026-01-15T08:59:59Z, false",
				"00:00-00:00 UTC, 2026-01-15T08:59:59Z, true" })
		void reasonOutsideOfTheWindowNamesIt(String window, Instant instant, boolean inside) {
			ThrottleOptions options = new ThrottleOptions(null, null, null, null, Window.parse(window), null);
			Throttles throttles = new Throttles(ThrottlesTests.this.session,
					WalkedTableReader.read(ThrottlesTests.this.session, Specs.of("t"), null), options,
					Clock.fixed(instant, ZoneId.of("Asia/Tokyo")));
			assertThat(throttles.reason())
				.isEqualTo((inside) ? null : "it runs in the time " + window.replace("UTC", "UTC") + " only");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "22:00", "22:00-06:00", "22-06 UTC", "22:00-25:00 UTC", "22:00-06:00 Mars/Base",
				"22:00 06:00 UTC now" })
		void parseWhenItIsNoWindowSaysWhatOneIs(String text) {
			assertThatIllegalArgumentException().isThrownBy(() -> Window.parse(text))
				.withMessageContaining("22:00-06:00 Europe/Vienna");
		}

	}

	@Nested
	class Queries {

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				value = { "SELECT 'busy' | busy", "SELECT NULL | null", "SELECT 1 WHERE false | null",
						"SELECT 'a', 'b' UNION ALL SELECT 'a', 'c' -- two | a", "VALUES (7) | 7", "SELECT '' | ''" })
		void reasonIsWhatTheQueryReturns(String sql, String expected) {
			assertThat(reasonNow(throttles(sql(sql)))).isEqualTo(expected);
		}

		@ParameterizedTest
		@ValueSource(strings = { "SELECT text FROM nowhere", "SELEC 1", "SELECT 1 / 0", "SELECT nextval('s')",
				"SELECT pg_cancel_backend(pg_backend_pid())" })
		void reasonWhenTheQueryFailsIsNoneAndToldOnce(String sql) {
			ThrottlesTests.this.database.execute("CREATE SEQUENCE s");
			try (CapturedLog log = CapturedLog.open()) {
				Throttles throttles = throttles(sql(sql));
				assertThat(reasonNow(throttles)).isEqualTo("null");
				assertThat(reasonNow(throttles)).isEqualTo("null");
				assertThat(log.messages(Level.WARN)).singleElement()
					.asString()
					.contains("goes on without the answer to the query", "ERROR: ");
			}
		}

		@Test
		void reasonWhenTheConnectionIsLostThrows() {
			assertThatExceptionOfType(DatabaseErrorException.class)
				.isThrownBy(() -> throttles(sql("SELECT pg_terminate_backend(pg_backend_pid())")).reason());
		}

	}

	@Nested
	class Rights {

		@Test
		void reasonWhenTheRoleSeesLittleTellsSoOnce() throws Exception {
			ThrottlesTests.this.database.executeOnServer(
					"DO $$ BEGIN CREATE ROLE sees_little LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
			try (Connection connection = ThrottlesTests.this.database.dataSource().getConnection();
					Statement statement = connection.createStatement();
					Session session = Specs.session(ThrottlesTests.this.database.dataSource("sees_little"));
					CapturedLog log = CapturedLog.open()) {
				statement.execute("SELECT 1");
				Throttles throttles = throttles(session, ThrottleOptions.DEFAULT);
				assertThat(reasonNow(throttles)).isEqualTo("null");
				assertThat(reasonNow(throttles)).isEqualTo("null");
				List<String> warnings = log.messages(Level.WARN);
				assertThat(warnings).singleElement()
					.asString()
					.contains("how old the transactions of other roles are", "GRANT pg_monitor");
			}
		}

	}

}
