package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.ThrottleOptions;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Backfills that give way to something, and go on.
 */
class BackfillThrottleTests {

	private static final Duration SOON = Duration.ofMinutes(1);

	@FreshDatabase
	private TestDatabase database;

	@Test
	void runWhenAThrottleHoldsItSaysWhyAndGoesOnAfterwards() throws Exception {
		MemoryScripts scripts = filled();
		this.database.execute("INSERT INTO hold VALUES ('too busy')");
		Migrator migrator = migrator(scripts);
		migrator.migrate();
		CompletableFuture<MigrationReport> run = CompletableFuture
			.supplyAsync(() -> migrator.backfills().run(BackfillRequest.all()));
		await().atMost(SOON).until(() -> {
			assertThat(run).isNotDone();
			BackfillReport report = migrator.status().backfills().get(0);
			return "too busy".equals(report.reason());
		});
		assertThat(this.database.value("SELECT count(*) FROM t WHERE n <> 0")).isEqualTo("0");
		this.database.execute("TRUNCATE hold");
		assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS).backfills()).isEmpty();
		assertThat(this.database.list("SELECT DISTINCT n FROM t")).containsExactly("1");
	}

	@Test
	void runWhenTheTableIsLockedWhileKeysAreReadTriesAgain() throws Exception {
		MemoryScripts scripts = filled();
		Migrator migrator = migrator(scripts);
		migrator.migrate();
		this.database.execute("INSERT INTO hold VALUES ('not yet')");
		CompletableFuture<MigrationReport> run = CompletableFuture
			.supplyAsync(() -> migrator.backfills().run(BackfillRequest.all()));
		await().atMost(SOON).until(() -> "not yet".equals(migrator.status().backfills().get(0).reason()));
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("LOCK TABLE t");
			this.database.execute("TRUNCATE hold");
			await().atMost(SOON)
				.until(() -> String.valueOf(migrator.status().backfills().get(0).reason())
					.startsWith("tries again after an error: "));
			assertThat(run).isNotDone();
		}
		assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS).backfills()).isEmpty();
		assertThat(this.database.list("SELECT DISTINCT n FROM t")).containsExactly("1");
	}

	private MemoryScripts filled() {
		MemoryScripts scripts = new MemoryScripts().with("1_t.sql",
				"CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 0); CREATE TABLE hold (reason text);");
		migrator(scripts).migrate();
		this.database.execute("INSERT INTO t SELECT generate_series(1, 10001)");
		return scripts.with("2_fill.sql",
				"-- migrate:backfill table=t\n-- migrate:verify SELECT id FROM t WHERE n <> 1\n"
						+ "UPDATE t SET n = n + 1 WHERE id BETWEEN :from AND :to;");
	}

	private Migrator migrator(MemoryScripts scripts) {
		MigratorOptions defaults = MigratorOptions.defaults();
		MigratorOptions.Rules rules = defaults.rules();
		ThrottleOptions throttles = new ThrottleOptions(null, null, null, null, null, "SELECT reason FROM hold");
		return Migrator.builder(this.database.dataSource(), scripts)
			.options(
					defaults.with(new MigratorOptions.Rules(rules.policies(), null, null, rules.adopt(), rules.safety(),
							new BackfillOptions(BackfillOptions.Mode.BACKGROUND, Duration.ofSeconds(30), throttles))))
			.build();
	}

}
