package dev.appmigrations.engine.backfill;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import ch.qos.logback.classic.Level;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.options.ThrottleOptions;
import dev.appmigrations.engine.options.ThrottleOptions.Size;
import dev.appmigrations.engine.options.ThrottleOptions.Time;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FakeTime;
import dev.appmigrations.support.PrimaryAndStandby;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ReplicaLagThrottle} and {@link SlotThrottle} with a standby that
 * replays late.
 */
class ReplicaLagThrottleTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	@TempDir
	private static Path directory;

	private static PrimaryAndStandby servers;

	private static EmbeddedPostgres primary;

	private static EmbeddedPostgres standby;

	@BeforeAll
	static void startServers() throws Exception {
		servers = PrimaryAndStandby.start(directory, "CREATE TABLE t (id int PRIMARY KEY);"
				+ " CREATE ROLE sees_little LOGIN; GRANT SELECT ON t TO sees_little");
		primary = servers.primary();
		standby = servers.standby();
	}

	@AfterAll
	static void stopServers() throws IOException {
		servers.close();
	}

	private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
		PrimaryAndStandby.execute(server, sql);
	}

	private static String value(String sql) throws SQLException {
		return PrimaryAndStandby.value(primary, sql);
	}

	private static Throttles throttles(Session session, ThrottleOptions options, FakeTime time) {
		return new Throttles(session, WalkedTableReader.read(session, Specs.of("t"), null), options, time);
	}

	private static ThrottleOptions lag(Duration stop, Duration go) {
		return new ThrottleOptions(new Time(stop, go), null, null, null, null, null);
	}

	private static String reason(Throttles throttles, FakeTime time) {
		time.sleep(Duration.ofSeconds(5));
		return String.valueOf(throttles.reason());
	}

	@Test
	void reasonWhenAStandbyReplaysLateSaysHowFarItIsBehind() throws Exception {
		execute(standby, "ALTER SYSTEM SET recovery_min_apply_delay = '1500ms'");
		execute(standby, "SELECT pg_reload_conf()");
		try (Session session = Specs.session(primary.getPostgresDatabase())) {
			FakeTime time = new FakeTime();
			Throttles throttles = throttles(session, lag(Duration.ofSeconds(1), Duration.ofMillis(500)), time);
			await().atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> {
				execute(primary, "INSERT INTO t SELECT coalesce(max(id), 0) + 1 FROM t");
				// Each has its own time, so that only what the server reports counts.
				return reason(throttles(session, lag(Duration.ofSeconds(1), Duration.ZERO), new FakeTime()),
						new FakeTime())
					.contains("the standby reports is ");
			});
			assertThat(reason(throttles, time)).contains("the standby reports is ");
			execute(standby, "ALTER SYSTEM RESET recovery_min_apply_delay");
			execute(standby, "SELECT pg_reload_conf()");
			await().atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> {
				execute(primary, "INSERT INTO t SELECT coalesce(max(id), 0) + 1 FROM t");
				return reason(throttles, time).equals("null");
			});
		}
	}

	@Test
	void reasonWhenAStandbyReplaysNothingSaysForHowLong() throws Exception {
		execute(standby, "SELECT pg_wal_replay_pause()");
		try (Session session = Specs.session(primary.getPostgresDatabase())) {
			FakeTime time = new FakeTime();
			Throttles throttles = throttles(session, lag(Duration.ofMinutes(10), Duration.ofMinutes(5)), time);
			execute(primary, "INSERT INTO t SELECT coalesce(max(id), 0) + 1 FROM t");
			await().atMost(SOON)
				.until(() -> value("SELECT sent_lsn > replay_lsn FROM pg_stat_replication").equals("t"));
			assertThat(reason(throttles, time)).isEqualTo("null");
			time.sleep(Duration.ofMinutes(9));
			assertThat(reason(throttles, time)).isEqualTo("null");
			time.sleep(Duration.ofMinutes(1));
			assertThat(reason(throttles, time)).isEqualTo("the standby reports is 610 s behind");
			execute(standby, "SELECT pg_wal_replay_resume()");
			await().atMost(SOON).until(() -> reason(throttles, time).equals("null"));
		}
	}

	@Test
	void reasonWhenTheRoleDoesNotSeeStandbysIsNoneAndToldOnce() throws Exception {
		try (Session session = Specs.session(primary.getDatabase("sees_little", "postgres"));
				CapturedLog log = CapturedLog.open()) {
			FakeTime time = new FakeTime();
			Throttles throttles = throttles(session, lag(Duration.ZERO, Duration.ZERO), time);
			assertThat(reason(throttles, time)).isEqualTo("null");
			assertThat(reason(throttles, time)).isEqualTo("null");
			assertThat(log.messages(Level.WARN)).singleElement()
				.asString()
				.contains("without knowing how far standbys are behind", "GRANT pg_monitor");
		}
	}

	@Test
	void reasonWhenASlotLosesWalNamesItUntilItIsDropped() throws Exception {
		try (Session session = Specs.session(primary.getPostgresDatabase())) {
			FakeTime time = new FakeTime();
			Throttles throttles = throttles(session,
					new ThrottleOptions(null, new Size(1L << 40, 1L << 39), null, null, null, null), time);
			execute(primary, "SELECT pg_create_physical_replication_slot('forgotten', true)");
			assertThat(reason(throttles, time)).isEqualTo("null");
			await().atMost(SOON).until(() -> {
				execute(primary, "SELECT pg_switch_wal()");
				execute(primary, "INSERT INTO t SELECT coalesce(max(id), 0) + 1 FROM t");
				execute(primary, "CHECKPOINT");
				return reason(throttles, time).contains("the replication slot forgotten has lost WAL: drop it");
			});
			execute(primary, "SELECT pg_drop_replication_slot('forgotten')");
			assertThat(reason(throttles, time)).isEqualTo("null");
		}
	}

}
