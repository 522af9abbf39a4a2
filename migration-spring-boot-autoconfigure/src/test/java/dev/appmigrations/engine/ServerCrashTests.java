package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.Wiretap;
import dev.appmigrations.support.Wiretap.Message;
import dev.appmigrations.support.Wiretap.Side;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A server that shuts down at once, as {@code pg_ctl stop -m immediate} makes it, in the
 * middle of each kind of statement, and recovers when it is started again.
 */
class ServerCrashTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	@TempDir
	private static Path temporary;

	private static EmbeddedPostgres server;

	private static int databases;

	@BeforeAll
	static void start() throws IOException {
		server = EmbeddedPostgres.builder()
			.setDataDirectory(temporary.resolve("data"))
			.setCleanDataDirectory(false)
			.setServerConfig("fsync", "off")
			// Otherwise it may lose what has committed.
			.setServerConfig("synchronous_commit", "on")
			.start();
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
	}

	static Stream<Point> points() {
		return Stream.of(new Point(MixedScript.unit("ADD COLUMN price"), MixedScript.READS_ITEM, false),
				new Point(MixedScript.unit("amount_positive"), MixedScript.READS_ITEM, false),
				new Point(Wiretap.COPY_DONE::equals, null, false),
				new Point(MixedScript.sent("CREATE INDEX CONCURRENTLY item_name"), MixedScript.SEES_THE_PAST, false),
				new Point(MixedScript.sent("CREATE INDEX CONCURRENTLY ON"), MixedScript.WRITES_ITEM, false),
				new Point(MixedScript.sent("DROP INDEX CONCURRENTLY item_old"), MixedScript.READS_ITEM, false),
				new Point(MixedScript.sent("REINDEX"), MixedScript.READS_ITEM, false),
				new Point(MixedScript.sent("ALTER TABLE part"), MixedScript.READS_PART, false),
				new Point(MixedScript.sent("VACUUM"), MixedScript.VACUUMS_ITEM, false),
				new Point(MixedScript.sent("CALL fill()"), MixedScript.LOCKS_GATE, true));
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("points")
	void migrateAfterACrashOfTheServerCompletes(Point point) throws Exception {
		String database = "crash_" + ++databases;
		execute("CREATE DATABASE " + database);
		MixedScript.createRole(server.getPostgresDatabase());
		try (Wiretap tap = new Wiretap(server.getPort())) {
			tap.stop(Side.BEFORE, List.of(point.message()));
			CompletableFuture<MigrationReport> run = CompletableFuture
				.supplyAsync(() -> MixedScript.migrate(tap.dataSource(database)));
			await().atMost(SOON).until(() -> {
				assertThat(run).isNotDone();
				return tap.isStopped();
			});
			if (point.blocker() != null) {
				crashDuring(database, point.blocker(), tap);
			}
			else {
				crash();
			}
			tap.resume();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> run.get(SOON.toSeconds(), TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOfSatisfying(MigrationException.class,
						(ex) -> assertThat(ex.code()).as(ex.getMessage()).isEqualTo(ErrorCode.CONNECTION_LOST));
		}
		server.close();
		start();
		assertThat(MixedScript.assertNextStartCompletes(server.getDatabase("postgres", database)))
			.isEqualTo(point.asks());
	}

	private static void crashDuring(String database, String blocker, Wiretap tap) throws Exception {
		try (Connection other = server.getDatabase("postgres", database).getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute(blocker);
			tap.resume();
			await().atMost(SOON).until(ServerCrashTests::somebodyWaits);
			crash();
		}
	}

	private static boolean somebodyWaits() throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
			return result.next();
		}
	}

	/** SIGQUIT is what pg_ctl sends. */
	private static void crash() throws Exception {
		String pid = Files.readAllLines(temporary.resolve("data/postmaster.pid")).get(0);
		ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
		assertThat(new ProcessBuilder("kill", "-QUIT", pid).start().waitFor()).isZero();
		postmaster.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
	}

	private static void execute(String sql) throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Where the server is stopped.
	 *
	 * @param message the statement
	 * @param blocker what somebody else does, so that the statement waits
	 * @param asks whether the next start needs a person's word
	 */
	private record Point(Message message, @Nullable String blocker, boolean asks) {

	}

}
