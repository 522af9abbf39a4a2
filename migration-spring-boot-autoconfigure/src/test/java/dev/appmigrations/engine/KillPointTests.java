package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.Wiretap;
import dev.appmigrations.support.Wiretap.Message;
import dev.appmigrations.support.Wiretap.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process that is killed at any point of a script with all kinds of statements, and the
 * next start: the schema becomes what it is without a kill.
 */
@OldestAndNewest
class KillPointTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	@TempDir
	private static Path folder;

	@FreshDatabase
	private TestDatabase database;

	@BeforeAll
	static void writeScripts() throws IOException {
		Files.writeString(folder.resolve(MixedScript.BASE_NAME), MixedScript.BASE);
		Files.writeString(folder.resolve(MixedScript.NAME), MixedScript.TEXT);
	}

	@BeforeEach
	void setUp() {
		MixedScript.createRole(this.database.dataSource());
	}

	static Stream<Point> points() {
		return Stream.of(before("the first transaction", MixedScript.unit("ADD COLUMN price")),
				during("transactional DDL", MixedScript.unit("ADD COLUMN price"), MixedScript.READS_ITEM),
				during("transactional DDL", MixedScript.unit("ADD COLUMN price"), MixedScript.READS_ITEM).thatLivesOn(),
				after("a transaction in one message", MixedScript.unit("ADD COLUMN price")),
				during("a BEGIN … COMMIT of the script", MixedScript.unit("amount_positive"), MixedScript.READS_ITEM),
				after("a BEGIN … COMMIT of the script", MixedScript.unit("amount_positive")),
				before("COPY", MixedScript.sent("COPY item")),
				before("the end of the data of COPY", MixedScript.sent("COPY item"), Wiretap.COPY_DONE::equals),
				after("COPY", MixedScript.sent("COPY item"), Wiretap.COPY_DONE::equals),
				before("the commit of a transaction", MixedScript.BEHIND_COPY),
				after("the commit of a transaction", MixedScript.BEHIND_COPY),
				before("the intent to create an index", MixedScript.intent("item_name")),
				after("the intent to create an index", MixedScript.intent("item_name")),
				during("CREATE INDEX CONCURRENTLY, as it waits for writers",
						MixedScript.sent("CREATE INDEX CONCURRENTLY item_name"), MixedScript.WRITES_ITEM),
				during("CREATE INDEX CONCURRENTLY, as it waits for writers",
						MixedScript.sent("CREATE INDEX CONCURRENTLY item_name"), MixedScript.WRITES_ITEM)
					.thatLivesOn(),
				during("CREATE INDEX CONCURRENTLY, as it waits for snapshots",
						MixedScript.sent("CREATE INDEX CONCURRENTLY item_name"), MixedScript.SEES_THE_PAST),
				after("CREATE INDEX CONCURRENTLY", MixedScript.sent("CREATE INDEX CONCURRENTLY item_name")),
				after("the checkpoint of an index", MixedScript.sent("CREATE INDEX CONCURRENTLY item_name"),
						MixedScript.CHECKPOINT),
				during("CREATE INDEX CONCURRENTLY without a name", MixedScript.sent("CREATE INDEX CONCURRENTLY ON"),
						MixedScript.WRITES_ITEM),
				during("CREATE INDEX CONCURRENTLY without a name", MixedScript.sent("CREATE INDEX CONCURRENTLY ON"),
						MixedScript.WRITES_ITEM)
					.thatLivesOn(),
				after("CREATE INDEX CONCURRENTLY without a name", MixedScript.sent("CREATE INDEX CONCURRENTLY ON")),
				during("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS", MixedScript.sent("CREATE UNIQUE INDEX"),
						MixedScript.SEES_THE_PAST),
				during("DROP INDEX CONCURRENTLY", MixedScript.sent("DROP INDEX CONCURRENTLY item_old"),
						MixedScript.READS_ITEM),
				during("DROP INDEX CONCURRENTLY", MixedScript.sent("DROP INDEX CONCURRENTLY item_old"),
						MixedScript.READS_ITEM)
					.thatLivesOn(),
				after("DROP INDEX CONCURRENTLY", MixedScript.sent("DROP INDEX CONCURRENTLY item_old")),
				during("REINDEX CONCURRENTLY, before it exchanges the indexes", MixedScript.sent("REINDEX"),
						MixedScript.WRITES_ITEM),
				during("REINDEX CONCURRENTLY, when it has exchanged the indexes", MixedScript.sent("REINDEX"),
						MixedScript.READS_ITEM),
				after("REINDEX CONCURRENTLY", MixedScript.sent("REINDEX")),
				during("DETACH PARTITION CONCURRENTLY", MixedScript.sent("ALTER TABLE part"), MixedScript.READS_PART),
				during("DETACH PARTITION CONCURRENTLY", MixedScript.sent("ALTER TABLE part"), MixedScript.READS_PART)
					.thatLivesOn(),
				after("DETACH PARTITION CONCURRENTLY", MixedScript.sent("ALTER TABLE part")),
				during("VACUUM", MixedScript.sent("VACUUM"), MixedScript.VACUUMS_ITEM),
				before("SET and SET ROLE", MixedScript.unit("CREATE TABLE box")),
				after("SET and SET ROLE", MixedScript.unit("CREATE TABLE box")),
				after("CREATE INDEX CONCURRENTLY in another role and search path",
						MixedScript.sent("CREATE INDEX CONCURRENTLY box")),
				during("DROP INDEX CONCURRENTLY in another role and search path",
						MixedScript.sent("DROP INDEX CONCURRENTLY shelf"), MixedScript.READS_SHELF),
				before("DISCARD ALL", MixedScript.sent("DISCARD ALL")),
				after("DISCARD ALL", MixedScript.sent("DISCARD ALL")),
				before("a procedure that commits", MixedScript.sent("CALL fill()")).thatAsks(),
				during("a procedure that commits", MixedScript.sent("CALL fill()"), MixedScript.LOCKS_GATE).thatAsks(),
				during("a procedure that commits", MixedScript.sent("CALL fill()"), MixedScript.LOCKS_GATE)
					.thatLivesOn()
					.thatAsks(),
				after("a procedure that commits", MixedScript.sent("CALL fill()")).thatAsks(),
				before("the last commit", MixedScript.sent("CALL fill()"), MixedScript.CHECKPOINT, MixedScript.LAST),
				after("the last commit", MixedScript.sent("CALL fill()"), MixedScript.CHECKPOINT, MixedScript.LAST));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("points")
	void migrateAfterAKillCompletes(Point point) throws Exception {
		try (Wiretap tap = new Wiretap(TestDatabase.port());
				KilledProcess process = KilledProcess.start(tap.url(this.database.name()), folder)) {
			tap.stop(point.side(), point.messages());
			await().atMost(SOON).until(() -> {
				process.assertAlive();
				return tap.isStopped();
			});
			if (point.blocker() != null) {
				killDuring(point, point.blocker(), tap, process);
				return;
			}
			process.kill();
		}
		assertNextStartCompletes(point);
	}

	private void killDuring(Point point, String blocker, Wiretap tap, KilledProcess process) throws Exception {
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute(blocker);
			tap.resume();
			await().atMost(SOON).until(() -> !killedBackends("wait_event_type = 'Lock'").isEmpty());
			if (point.livesOn()) {
				tap.linger();
				process.kill();
				CompletableFuture<Void> next = CompletableFuture.runAsync(() -> assertNextStartCompletes(point));
				await().atMost(SOON)
					.until(() -> !this.database
						.list("SELECT 1 FROM pg_stat_activity WHERE application_name = 'next' AND datname ="
								+ " current_database() AND query LIKE '%advisory%'")
						.isEmpty());
				assertThat(killedBackends("wait_event_type = 'Lock'")).hasSize(1);
				other.rollback();
				next.get(SOON.toSeconds(), TimeUnit.SECONDS);
			}
			else {
				process.kill();
				this.database.list("SELECT pg_terminate_backend(" + killedBackends("true").get(0) + ")");
				other.rollback();
				assertNextStartCompletes(point);
			}
		}
	}

	private List<@Nullable String> killedBackends(String condition) {
		return this.database.list("SELECT pid FROM pg_stat_activity WHERE application_name = 'killed' AND datname ="
				+ " current_database() AND " + condition);
	}

	private void assertNextStartCompletes(Point point) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.database.url());
		dataSource.setUser(this.database.username());
		dataSource.setApplicationName("next");
		assertThat(MixedScript.assertNextStartCompletes(dataSource)).isEqualTo(point.asks());
	}

	private static Point before(String name, Message... messages) {
		return new Point("before " + name, Side.BEFORE, List.of(messages), null, false, false);
	}

	private static Point after(String name, Message... messages) {
		return new Point("after " + name, Side.BEHIND, List.of(messages), null, false, false);
	}

	private static Point during(String name, Message message, String blocker) {
		return new Point("during " + name, Side.BEFORE, List.of(message), blocker, false, false);
	}

	/**
	 * Where a process is killed.
	 *
	 * @param messages what it sends on its way there, the last where it stops
	 * @param blocker what somebody else does, so that the statement waits
	 * @param livesOn whether the server finishes the statement on its own
	 * @param asks whether the next start needs a person's word
	 */
	private record Point(String name, Side side, List<Message> messages, @Nullable String blocker, boolean livesOn,
			boolean asks) {

		Point thatLivesOn() {
			return new Point(this.name + ", which the server finishes", this.side, this.messages, this.blocker, true,
					this.asks);
		}

		Point thatAsks() {
			return new Point(this.name, this.side, this.messages, this.blocker, this.livesOn, true);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
