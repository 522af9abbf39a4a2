package dev.appmigrations.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.NoticeReport;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.HiddenDriver;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * What the server says while a script runs: each notice once, with its place, between the
 * events of its migration.
 */
@OldestAndNewest
class NoticeTests {

	private final MemoryScripts scripts = new MemoryScripts();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private volatile boolean waited;

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator(DataSource dataSource) {
		return Migrator.builder(dataSource, this.scripts).listener(this::event).build();
	}

	private Migrator migrator() {
		return migrator(this.database.dataSource());
	}

	private void event(MigrationEvent event) {
		if (event instanceof MigrationEvent.Noticed noticed) {
			NoticeReport notice = noticed.notice();
			this.events.add(notice.severity() + " " + notice.place().replace("db/migration/", "") + " "
					+ notice.message() + ((notice.detail() != null) ? " / " + notice.detail() : ""));
		}
		else if (event instanceof MigrationEvent.Started started) {
			this.events.add("started " + started.migration().name());
		}
		else if (event instanceof MigrationEvent.Applied applied) {
			this.events.add("applied " + applied.step().name());
		}
		else if (event instanceof MigrationEvent.Failed failed) {
			this.events.add("failed " + failed.migration().name());
		}
		else if (event instanceof MigrationEvent.AttemptFailed) {
			this.events.add("attempt failed");
		}
		else if (event instanceof MigrationEvent.RolledBack) {
			this.events.add("undone");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void migrateTellsEachNoticeOnceWithItsLineBetweenTheEventsOfItsMigration(boolean hidden) {
		this.scripts.with("1_a.sql", """
				CREATE TABLE a (id int);
				CREATE TABLE IF NOT EXISTS a (id int);

				DO $$
				BEGIN
				  RAISE NOTICE 'half of %', 10;
				  RAISE WARNING 'careful' USING DETAIL = 'why', ERRCODE = 'P0001';
				END $$;
				DROP TABLE IF EXISTS gone;
				""").with("2_b.sql", "SELECT 1;\nDO $$ BEGIN RAISE NOTICE 'last'; END $$;");
		DataSource dataSource = this.database.dataSource();
		migrator((hidden) ? HiddenDriver.hide(dataSource) : dataSource).migrate();
		assertThat(this.events).containsExactly("started 1_a.sql",
				"NOTICE 1_a.sql:2 relation \"a\" already exists, skipping", "NOTICE 1_a.sql:6 half of 10",
				"WARNING 1_a.sql:7 careful / why", "NOTICE 1_a.sql:9 table \"gone\" does not exist, skipping",
				"applied 1_a.sql", "started 2_b.sql", "NOTICE 2_b.sql:2 last", "applied 2_b.sql");
	}

	@Test
	void migrateWhenManyMessagesTravelKnowsTheLineOfEach() {
		StringBuilder script = new StringBuilder("CREATE TABLE a (id int);\n");
		for (int i = 2; i <= 3000; i++) {
			script.append((i % 500 == 0) ? "DO $$ BEGIN RAISE NOTICE 'line " + i + "'; END $$;\n"
					: "INSERT INTO a VALUES (" + i + ");\n");
		}
		this.scripts.with("1_a.sql", script.toString());
		migrator().migrate();
		assertThat(this.events).containsExactly("started 1_a.sql", "NOTICE 1_a.sql:500 line 500",
				"NOTICE 1_a.sql:1000 line 1000", "NOTICE 1_a.sql:1500 line 1500", "NOTICE 1_a.sql:2000 line 2000",
				"NOTICE 1_a.sql:2500 line 2500", "NOTICE 1_a.sql:3000 line 3000", "applied 1_a.sql");
	}

	@Test
	void migrateTellsWhatTriggersSayDuringCopyAndAtCommit() {
		this.scripts.with("1_a.sql", """
				CREATE TABLE a (id int);
				CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
				  RAISE NOTICE 'row %', new.id;
				  RETURN NULL;
				END $$;
				CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
				CREATE CONSTRAINT TRIGGER d AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED
				  FOR EACH ROW EXECUTE FUNCTION f();
				COPY a FROM stdin;
				7
				\\.
				""");
		migrator().migrate();
		assertThat(this.events).containsExactly("started 1_a.sql", "NOTICE 1_a.sql:3 row 7", "NOTICE 1_a.sql row 7",
				"applied 1_a.sql");
	}

	@Test
	void migrateWhenTheParserRemarksKnowsWhichStatementItRead() {
		String name = "x".repeat(70);
		this.scripts.with("1_a.sql", "SELECT 1;\nSELECT 2;\nCREATE TABLE " + name + " (id int);\nSELECT 3;");
		migrator().migrate();
		assertThat(this.events).hasSize(3)
			.element(1)
			.asString()
			.startsWith("NOTICE 1_a.sql:3 identifier \"" + name + "\" will be truncated");
	}

	@Test
	void migrateWhenStatementsRunOutsideATransactionTellsTheirNotices() {
		this.scripts.with("1_a.sql", "-- migrate:transaction false\nCREATE TABLE a (id int);\n"
				+ "DO $$ BEGIN RAISE NOTICE 'alone'; COMMIT; END $$;\nVACUUM a;\n");
		migrator().migrate();
		assertThat(this.events).contains("NOTICE 1_a.sql:3 alone").hasSize(3);
	}

	@Test
	void migrateWhenItFailsTellsWhatWasSaidBefore() {
		this.scripts.with("1_a.sql", "DO $$ BEGIN RAISE NOTICE 'before'; END $$;\nSELECT nonsense;");
		assertThat(catchThrowable(() -> migrator().migrate())).isNotNull();
		assertThat(this.events).containsExactly("started 1_a.sql", "NOTICE 1_a.sql:1 before", "failed 1_a.sql");
	}

	@Test
	void migrateWhenAnAttemptIsRepeatedTellsTheSameOnce() {
		this.scripts.with("1_a.sql", """
				DO $$ BEGIN FOR i IN 1..3 LOOP RAISE NOTICE 'again'; END LOOP; END $$;
				DO $$ BEGIN
				  IF nextval('tries') < 3 THEN RAISE SQLSTATE '55P03'; END IF;
				  RAISE NOTICE 'at last';
				END $$;
				""");
		this.database.execute("CREATE SEQUENCE tries");
		migrator().migrate();
		assertThat(this.events).containsExactly("started 1_a.sql", "NOTICE 1_a.sql:1 again", "NOTICE 1_a.sql:1 again",
				"NOTICE 1_a.sql:1 again", "attempt failed", "attempt failed", "NOTICE 1_a.sql:4 at last",
				"applied 1_a.sql");
	}

	@Test
	void migrateWhenALoopRaisesMoreThanAListenerTakesLeavesOutTheRest() {
		this.database.execute("CREATE SEQUENCE raised");
		this.scripts.with("1_a.sql", "DO $$ BEGIN FOR i IN 1..3000 LOOP RAISE DEBUG 'unseen'; RAISE INFO '%',"
				+ " repeat('x', 12000); PERFORM nextval('raised'); END LOOP; END $$;");
		((Logger) LoggerFactory.getLogger("dev.appmigrations.notice")).setLevel(Level.OFF);
		Thread run = Thread.currentThread();
		migrator().withListener((event) -> awaitAll(event, run)).migrate();
		((Logger) LoggerFactory.getLogger("dev.appmigrations.notice")).setLevel(null);
		assertThat(this.events).hasSizeBetween(2000, 2010)
			.startsWith("started 1_a.sql")
			.allMatch((event) -> event.length() < 10_100)
			.element(this.events.size() - 2)
			.asString()
			.containsPattern("NOTICE 1_a.sql \\d+ more messages of the server are left out");
	}

	/**
	 * Until the run has read all: what the server has sent may still be on its way.
	 */
	private void awaitAll(MigrationEvent event, Thread run) {
		if (event instanceof MigrationEvent.Noticed && !this.waited) {
			this.waited = true;
			await().atMost(Duration.ofMinutes(1))
				.until(() -> Arrays.stream(run.getStackTrace())
					.anyMatch((frame) -> frame.getMethodName().equals("awaitDelivery")));
			assertThat(this.database.value("SELECT last_value FROM raised")).isEqualTo("3000");
		}
	}

	@Test
	void rollbackAndDryRunTellTheirNotices() {
		this.scripts.with("1_a.sql", "DO $$ BEGIN RAISE NOTICE 'up'; END $$;")
			.with("1_a.down.sql", "SELECT 1;\nDO $$ BEGIN RAISE NOTICE 'down'; END $$;");
		migrator().safety().tryOut(null);
		assertThat(this.events).containsExactly("NOTICE 1_a.sql:1 up");
		migrator().migrate();
		this.events.clear();
		migrator().rollbacks().run(new RollbackRequest.Last(1));
		assertThat(this.events).containsExactly("NOTICE 1_a.down.sql:2 down", "undone");
	}

	@Test
	void logHasWarningsAndWhatScriptsRaiseWithTheirPlace() {
		this.scripts.with("1_a.sql", """
				DO $$ BEGIN
				  RAISE NOTICE E'two\\nlines';
				  RAISE WARNING 'careful';
				END $$;
				DROP TABLE IF EXISTS gone;
				""");
		try (CapturedLog log = CapturedLog.open()) {
			migrator().migrate();
			assertThat(log.messages(Level.WARN)).containsExactly("db/migration/1_a.sql:3: careful");
			assertThat(log.messages(Level.INFO)).contains("db/migration/1_a.sql:2: two\\nlines");
			assertThat(log.messages(Level.DEBUG))
				.contains("db/migration/1_a.sql:5: table \"gone\" does not exist, skipping");
		}
	}

}
