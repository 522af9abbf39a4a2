package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * A database in LATIN1, which has umlauts, and neither an ellipsis nor Japanese.
 */
class Latin1Tests {

	private static final Duration SOON = Duration.ofMinutes(1);

	private final MemoryScripts scripts = new MemoryScripts()
		.with("1_größe.sql", "CREATE TABLE größe (id int);\n-- migrate:down\nDROP TABLE größe;")
		.with("2_b.sql", "INSERT INTO größe VALUES (1);\n-- migrate:down\nDELETE FROM größe;");

	@FreshDatabase("ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
	private TestDatabase database;

	private Migrator migrator() {
		return migrator(MigratorOptions.defaults());
	}

	private Migrator migrator(MigratorOptions options) {
		return Migrator.builder(named("shop"), this.scripts).options(options).build();
	}

	private PGSimpleDataSource named(String application) {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setApplicationName(application);
		return dataSource;
	}

	private static List<String> names(MigrationReport report) {
		return report.steps().stream().map((step) -> step.name()).toList();
	}

	@Test
	void startStatusRollbackAndProof() {
		assertThat(migrator().status().pending()).hasSize(2);
		assertThat(names(migrator().migrate())).containsExactly("1_größe.sql", "2_b.sql");
		assertThat(migrator().status().applied()).hasSize(2);
		assertThat(migrator().find("1_größe.sql")).isPresent();
		assertThat(names(migrator().rollbacks().run(new RollbackRequest.Last(2)))).containsExactly("2_b.sql",
				"1_größe.sql");
		assertThat(names(migrator().migrate())).hasSize(2);
	}

	@Test
	void proof() {
		assertThatNoException().isThrownBy(() -> migrator().rollbacks().prove().assertProven());
	}

	@Test
	void failureWithTextThatTheDatabaseHas() {
		this.scripts.with("3_c.sql", "DO $$ BEGIN RAISE NOTICE 'größer'; RAISE EXCEPTION 'zu groß'; END $$;");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate())
			.withMessageContaining("zu groß");
		assertThat(migrator().find("3_c.sql").orElseThrow().log()).singleElement()
			.satisfies((entry) -> assertThat(entry.error()).contains("zu groß"));
		assertThat(migrator().status().pending()).hasSize(1);
	}

	@Test
	void scriptWithTextThatTheDatabaseLacksFailsWithAPositionAndIsLogged() {
		this.scripts.with("3_c.sql", "CREATE TABLE c (id int);\nINSERT INTO c VALUES (1);\nSELECT '日本';");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate())
			.withMessageContaining("22P05")
			.withMessageContaining("LATIN1")
			.withMessageContaining("3_c.sql");
		assertThat(migrator().status().pending()).hasSize(1);
		assertThat(migrator().find("3_c.sql").orElseThrow().log()).hasSize(1);
	}

	@Test
	void fileNameThatTheDatabaseLacksIsRefusedBeforeAnythingRuns() {
		this.scripts.with("3_日本.sql", "SELECT 1;");
		assertThat(migrator().status().pending()).hasSize(1 + 2);
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate())
			.withMessageContaining("the encoding of the database, LATIN1, lacks what stands as ? in 3_??.sql")
			.withMessageContaining("Rename the file");
		assertThat(migrator().status().applied()).isEmpty();
		assertThat(migrator().history().repairs()).isEmpty();
	}

	@Test
	void commentsThatTheDatabaseLacksDoNoHarm() {
		this.scripts.with("3_c.sql", "-- 日本\nSELECT 1; -- …\n/* ✓ */ SELECT 2;");
		assertThat(names(migrator().migrate())).contains("3_c.sql");
	}

	@Test
	void releaseAndHostThatTheDatabaseLacks() {
		MigratorOptions options = MigratorOptions.defaults().with(new MigratorOptions.Identity("店", "1.0…"));
		InstanceSettings settings = new InstanceSettings("shop", Duration.ofMillis(50), Duration.ofSeconds(10), true);
		assertThat(migrator(options).migrate().steps()).hasSize(2);
		try (MigratorInstance instance = migrator(options).instance(named("shop"), settings, new InstanceListener() {

			@Override
			public void suspended(String reason) {
			}

			@Override
			public void resumed() {
			}

		}, new Heartbeats())) {
			instance.migrate();
			MigrationReport report = migrator(options).status();
			assertThat(report.applied()).hasSize(2);
			assertThat(report.instances()).singleElement()
				.satisfies((found) -> assertThat(found.release()).isEqualTo("1.0?"));
			assertThat(this.database.value("SELECT release FROM migration_history LIMIT 1")).isEqualTo("1.0?");
		}
	}

	@Test
	void baselineAndAdoption() {
		this.database.execute("CREATE TABLE migrations (version text, name text, applied_at timestamptz);"
				+ " INSERT INTO migrations VALUES ('1', 'größe', now()); CREATE TABLE größe (id int)");
		assertThat(
				names(migrator(
						MigratorOptions.defaults()
							.with(new MigratorOptions.Rules(Policies.DEFAULT, null, null,
									MigratorOptions.Adopt.parse("auto"), SafetyOptions.DEFAULT)))
					.migrate()))
			.containsExactly("2_b.sql");
		migrator().history().baseline(MigrationVersion.parse("2"));
	}

	@Test
	void statusWhileARunWaitsForAQuery() throws Exception {
		migrator().migrate();
		this.scripts.with("3_ä.sql", "ALTER TABLE größe ADD COLUMN b int;");
		MigratorOptions options = MigratorOptions.defaults();
		MigratorOptions.Waiting waiting = options.waiting();
		CompletableFuture<MigrationReport> run;
		CompletableFuture<MigrationReport> second;
		try (Connection reader = named("lectör").getConnection(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("SELECT * FROM größe WHERE 'ü' <> ''");
			Migrator first = migrator(options.with(new MigratorOptions.Waiting(waiting.database(),
					waiting.advisoryLock(), waiting.replay(), new LockLimits(SOON, SOON))));
			run = CompletableFuture.supplyAsync(first::migrate);
			await().atMost(SOON).until(() -> {
				RunningReport running = migrator().status().running();
				return running != null && !running.blockedBy().isEmpty();
			});
			RunningReport running = migrator().status().running();
			assertThat(running).isNotNull();
			assertThat(running.migration()).isEqualTo("3_ä.sql");
			assertThat(running.blockedBy()).extracting(Blocker::query).containsExactly("SELECT * FROM größe WHERE ...");
			second = CompletableFuture.supplyAsync(migrator()::migrate);
			await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !second.isDone());
		}
		assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS).steps()).hasSize(1);
		assertThat(second.get(SOON.toSeconds(), TimeUnit.SECONDS).steps()).isEmpty();
	}

}
