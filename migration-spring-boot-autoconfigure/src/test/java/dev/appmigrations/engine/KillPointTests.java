package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.SchemaSnapshot;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.Wiretap;
import dev.appmigrations.support.Wiretap.Message;
import dev.appmigrations.support.Wiretap.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
class KillPointTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final String READS_ITEM = "LOCK TABLE item IN ACCESS SHARE MODE";

	private static final String WRITES_ITEM = "LOCK TABLE item IN ROW EXCLUSIVE MODE";

	private static final String SEES_THE_PAST = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1";

	private static final String LOCKS_GATE = "LOCK TABLE gate IN ACCESS EXCLUSIVE MODE";

	private static final Message COMMIT = (text) -> text.startsWith("COMMIT");

	private static final Message CHECKPOINT = (text) -> text.startsWith("BEGIN") && text.contains("'done'");

	@TempDir
	private static Path folder;

	private static List<String> undisturbed;

	private TestDatabase database;

	@BeforeAll
	static void migrateUndisturbed() throws IOException {
		Files.writeString(folder.resolve(MixedScript.BASE_NAME), MixedScript.BASE);
		Files.writeString(folder.resolve(MixedScript.NAME), MixedScript.TEXT);
		try (TestDatabase database = TestDatabase.create()) {
			database.execute("DROP ROLE IF EXISTS " + MixedScript.ROLE + "; CREATE ROLE " + MixedScript.ROLE);
			migrate(database);
			undisturbed = SchemaSnapshot.of(database);
		}
		assertThat(undisturbed).hasSizeGreaterThan(500);
	}

	@AfterAll
	static void dropRole() {
		try (TestDatabase database = TestDatabase.create()) {
			database.execute("DROP ROLE " + MixedScript.ROLE);
		}
	}

	@BeforeEach
	void createDatabase() {
		this.database = TestDatabase.create();
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	static Stream<Point> points() {
		return Stream.of(before("the first transaction", unit("ADD COLUMN price")),
				during("transactional DDL", unit("ADD COLUMN price"), READS_ITEM),
				during("transactional DDL", unit("ADD COLUMN price"), READS_ITEM).thatLivesOn(),
				before("the commit of a transaction", unit("ADD COLUMN price"), COMMIT),
				after("the commit of a transaction", unit("ADD COLUMN price"), COMMIT),
				during("a BEGIN … COMMIT of the script", unit("amount_positive"), READS_ITEM),
				before("the COMMIT of the script", unit("amount_positive"), COMMIT),
				after("the COMMIT of the script", unit("amount_positive"), COMMIT), before("COPY", sent("COPY item")),
				before("the end of the data of COPY", sent("COPY item"), Wiretap.COPY_DONE::equals),
				after("COPY", sent("COPY item"), Wiretap.COPY_DONE::equals),
				before("the intent to create an index", intent("item_name")),
				after("the intent to create an index", intent("item_name")),
				during("CREATE INDEX CONCURRENTLY, as it waits for writers",
						sent("CREATE INDEX CONCURRENTLY item_name"), WRITES_ITEM),
				during("CREATE INDEX CONCURRENTLY, as it waits for writers",
						sent("CREATE INDEX CONCURRENTLY item_name"), WRITES_ITEM)
					.thatLivesOn(),
				during("CREATE INDEX CONCURRENTLY, as it waits for snapshots",
						sent("CREATE INDEX CONCURRENTLY item_name"), SEES_THE_PAST),
				after("CREATE INDEX CONCURRENTLY", sent("CREATE INDEX CONCURRENTLY item_name")),
				after("the checkpoint of an index", sent("CREATE INDEX CONCURRENTLY item_name"), CHECKPOINT),
				during("CREATE INDEX CONCURRENTLY without a name", sent("CREATE INDEX CONCURRENTLY ON"), WRITES_ITEM),
				during("CREATE INDEX CONCURRENTLY without a name", sent("CREATE INDEX CONCURRENTLY ON"), WRITES_ITEM)
					.thatLivesOn(),
				after("CREATE INDEX CONCURRENTLY without a name", sent("CREATE INDEX CONCURRENTLY ON")),
				during("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS", sent("CREATE UNIQUE INDEX"), SEES_THE_PAST),
				during("DROP INDEX CONCURRENTLY", sent("DROP INDEX CONCURRENTLY item_old"), READS_ITEM),
				during("DROP INDEX CONCURRENTLY", sent("DROP INDEX CONCURRENTLY item_old"), READS_ITEM).thatLivesOn(),
				after("DROP INDEX CONCURRENTLY", sent("DROP INDEX CONCURRENTLY item_old")),
				during("REINDEX CONCURRENTLY, before it exchanges the indexes", sent("REINDEX"), WRITES_ITEM),
				during("REINDEX CONCURRENTLY, when it has exchanged the indexes", sent("REINDEX"), READS_ITEM),
				after("REINDEX CONCURRENTLY", sent("REINDEX")),
				during("DETACH PARTITION CONCURRENTLY", sent("ALTER TABLE part"),
						"LOCK TABLE ONLY part IN ACCESS SHARE MODE"),
				during("DETACH PARTITION CONCURRENTLY", sent("ALTER TABLE part"),
						"LOCK TABLE ONLY part IN ACCESS SHARE MODE")
					.thatLivesOn(),
				after("DETACH PARTITION CONCURRENTLY", sent("ALTER TABLE part")),
				during("VACUUM", sent("VACUUM"), "LOCK TABLE item IN SHARE UPDATE EXCLUSIVE MODE"),
				before("the commit of SET and SET ROLE", unit("CREATE TABLE box"), COMMIT),
				after("the commit of SET and SET ROLE", unit("CREATE TABLE box"), COMMIT),
				after("CREATE INDEX CONCURRENTLY in another role and search path",
						sent("CREATE INDEX CONCURRENTLY box")),
				during("DROP INDEX CONCURRENTLY in another role and search path", sent("DROP INDEX CONCURRENTLY shelf"),
						"LOCK TABLE depot.shelf IN ACCESS SHARE MODE"),
				before("DISCARD ALL", sent("DISCARD ALL")), after("DISCARD ALL", sent("DISCARD ALL")),
				before("a procedure that commits", sent("CALL fill()")).thatAsks(),
				during("a procedure that commits", sent("CALL fill()"), LOCKS_GATE).thatAsks(),
				during("a procedure that commits", sent("CALL fill()"), LOCKS_GATE).thatLivesOn().thatAsks(),
				after("a procedure that commits", sent("CALL fill()")).thatAsks(),
				before("the last commit", sent("CALL fill()"), CHECKPOINT, COMMIT),
				after("the last commit", sent("CALL fill()"), CHECKPOINT, COMMIT));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("points")
	void migrateAfterAKillCompletes(Point point) throws Exception {
		try (Wiretap tap = new Wiretap(TestDatabase.port());
				KilledProcess process = KilledProcess.start(tap.url(this.database), folder)) {
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
		boolean asked = false;
		try {
			migrate(this.database);
		}
		catch (MigrationException ex) {
			assertThat(ex.code()).as(ex.getMessage()).isEqualTo(ErrorCode.MIGRATION_INTERRUPTED);
			assertThat(ex.description()).contains(MixedScript.NAME, "CALL fill()");
			asked = true;
			decide(ex);
			migrate(this.database);
		}
		assertThat(asked).isEqualTo(point.asks());
		assertThat(SchemaSnapshot.of(this.database)).isEqualTo(undisturbed);
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY id"))
			.containsExactly(MixedScript.BASE_NAME, MixedScript.NAME);
		assertThat(this.database.list("SELECT migration_name FROM migration_log WHERE action = 'applied' ORDER BY id"))
			.containsExactly(MixedScript.BASE_NAME, MixedScript.NAME);
		assertThat(this.database.list("SELECT migration_name FROM migration_progress")).isEmpty();
	}

	/** Looks what is there, and does what the message says about it. */
	private void decide(MigrationException question) {
		boolean done = "2".equals(this.database.value("SELECT count(*) FROM filled"));
		List<String> answers = Pattern.compile("UPDATE [^;]*;")
			.matcher(question.action())
			.results()
			.map(MatchResult::group)
			.toList();
		assertThat(answers).hasSize(2);
		this.database.execute(answers.get((done) ? 0 : 1));
	}

	private static MigrationReport migrate(TestDatabase database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(database.url());
		dataSource.setUser(database.username());
		dataSource.setApplicationName("next");
		return Migrator.builder(dataSource, MixedScript.scripts())
			.options(MigratorOptions.defaults().with(new MigratorOptions.Waiting(Duration.ZERO, SOON, Duration.ZERO)))
			.build()
			.migrate();
	}

	private static Message unit(String content) {
		return (text) -> text.startsWith("/* migration " + MixedScript.NAME) && text.contains(content);
	}

	private static Message sent(String statement) {
		return (text) -> text.startsWith(statement);
	}

	private static Message intent(String content) {
		return (text) -> text.startsWith("BEGIN") && text.contains("'intent'") && text.contains(content);
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
