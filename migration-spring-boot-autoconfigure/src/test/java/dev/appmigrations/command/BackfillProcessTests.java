package dev.appmigrations.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.report.InstanceReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The command {@code backfill} in a process of its own: how it ends, what a terminal
 * shows, and what others see of it meanwhile.
 */
class BackfillProcessTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final int ROWS = 12_000;

	private static final Map<String, String> SCRIPTS = Map.of("1_count.sql", """
			-- migrate:backfill table=counted key=id batch=fixed:100
			-- migrate:verify SELECT id FROM counted WHERE n <> 1
			UPDATE counted SET n = n + 1 WHERE id BETWEEN :from AND :to;
			""", "2_drop.sql", """
			-- migrate:phase contract
			-- migrate:requires 1
			ALTER TABLE counted DROP COLUMN old;
			""");

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	private Path folder;

	private CommandProcess application;

	@BeforeEach
	void fill() throws Exception {
		this.database.execute("CREATE TABLE counted (id bigint PRIMARY KEY, n int NOT NULL, old int, older int);"
				+ " INSERT INTO counted SELECT i, 0 FROM generate_series(1, " + ROWS + ") i;"
				+ " CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
				+ " 'BEGIN PERFORM pg_sleep(0.03); RETURN NULL; END';"
				+ " CREATE TRIGGER slow AFTER UPDATE ON counted FOR EACH STATEMENT EXECUTE FUNCTION slow()");
		this.application = new CommandProcess(this.folder).database(this.database)
			.property("spring.application.name", "shop")
			.property("app.migrations.release", "1.4")
			.property("app.migrations.instances.heartbeat-interval", "500ms")
			.property("app.migrations.instances.heartbeat-expiry", "3s");
		for (Map.Entry<String, String> script : SCRIPTS.entrySet()) {
			this.application.script(script.getKey(), script.getValue());
			this.scripts.with(script.getKey(), script.getValue());
		}
		// An instance has been here: the registry is there.
		try (MigratorInstance instance = migrator().instance(this.database.dataSource(),
				new InstanceSettings("web", Duration.ofMillis(500), Duration.ofSeconds(3), true), new Deaf(),
				new Heartbeats())) {
			instance.migrate();
		}
		assertThat(migrator().status().instances()).isEmpty();
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private Process start() throws Exception {
		Process process = this.application.start(List.of("migrations", "backfill"));
		await().atMost(SOON).until(() -> done() > 1000);
		return process;
	}

	private long done() {
		return Long.parseLong(
				String.valueOf(this.database.value("SELECT coalesce(sum(rows_done), 0) FROM migration_progress")));
	}

	private List<String> counts() {
		return this.database.list("SELECT concat_ws(' ', n, count(*)) FROM counted GROUP BY n ORDER BY n");
	}

	@Test
	void backfillWhenTerminatedKeepsItsBatchesAndTheNextGoesOnFromThere() throws Exception {
		Process process = start();
		process.destroy();
		CommandProcess.Result result = this.application.finish(process);
		assertThat(result.code()).isEqualTo(143);
		assertThat(result.err()).contains("Interrupted. The batch that was running is rolled back by the server");
		await().atMost(SOON)
			.until(() -> this.database.list("SELECT 1 FROM pg_stat_activity WHERE application_name = 'shop migrations'")
				.isEmpty());
		long done = done();
		assertThat(done).isBetween(1000L, ROWS - 1000L);
		assertThat(counts()).containsExactly("0 " + (ROWS - done), "1 " + done);
		// It could not sign off.
		await().atMost(SOON).until(() -> migrator().status().instances().stream().noneMatch(InstanceReport::alive));
		assertThat(this.application.migrations("backfill", "--finish").code()).isEqualTo(ExitCode.OK);
		assertThat(counts()).containsExactly("1 " + ROWS);
	}

	@Test
	void backfillIsAnInstanceOfItsReleaseUntilItEnds() throws Exception {
		Process process = start();
		MigrationReport report = migrator().status();
		assertThat(report.instances()).singleElement().satisfies((instance) -> {
			assertThat(instance.application()).isEqualTo("shop");
			assertThat(instance.release()).isEqualTo("1.4");
			assertThat(instance.alive()).isTrue();
			assertThat(instance.knowsAll()).isTrue();
		});
		// It knows the contract migration, and its sessions belong to it.
		assertThat(report.waiting()).singleElement()
			.satisfies((waiting) -> assertThat(waiting.reasons()).singleElement()
				.asString()
				.startsWith("waits for the backfill 1_count.sql"));
		this.scripts.with("3_newer.sql",
				"-- migrate:phase contract\n-- migrate:requires 1\nALTER TABLE counted DROP COLUMN older;");
		assertThat(migrator().status().waiting()).filteredOn((waiting) -> waiting.name().equals("3_newer.sql"))
			.singleElement()
			.extracting(WaitingReport::reasons)
			.asString()
			.contains("(shop 1.4), seen", "does not know it");
		assertThat(this.application.finish(process).code()).isEqualTo(ExitCode.OK);
		assertThat(migrator().status().instances()).isEmpty();
		assertThat(counts()).containsExactly("1 " + ROWS);
	}

	@Test
	void backfillOnATerminalShowsALineThatChanges() throws Exception {
		CommandProcess.assumeTerminal();
		this.database.execute("ANALYZE counted");
		CommandProcess.Result result = this.application.migrationsOnTerminal("", "backfill");
		assertThat(result.out())
			.containsPattern("\r\u001b\\[K\\[1/1] 1_count\\.sql  \\d+ %, about \\d+ s left \\(\u00b1 \\d+ s\\), "
					+ "[\\d,]+ rows/s in batches")
			.contains("\r\u001b[Kwalked    1_count.sql, 12,000 rows");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
	}

	/** Nobody asks this instance for anything. */
	private static final class Deaf implements InstanceListener {

		@Override
		public void suspended(String reason) {
			throw new AssertionError(reason);
		}

		@Override
		public void resumed() {
			throw new AssertionError("It was not suspended");
		}

	}

}
