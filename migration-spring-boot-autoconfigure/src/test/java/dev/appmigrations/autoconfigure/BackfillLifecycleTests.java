package dev.appmigrations.autoconfigure;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Backfills in applications: from the start of one to its end.
 */
@ExtendWith(OutputCaptureExtension.class)
class BackfillLifecycleTests {

	private static final String BACKFILL = "3_fill.sql";

	private static final int ROWS = 10_500;

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void fill() {
		this.scripts.with("1_users.sql",
				"CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, times int NOT NULL DEFAULT 0);");
		migrator().migrate();
		this.database.execute("INSERT INTO users SELECT i, 'name ' || i FROM generate_series(1, " + ROWS + ") i");
		this.scripts.with("2_column.sql", "ALTER TABLE users ADD COLUMN full_name text;").with(BACKFILL, """
				-- migrate:backfill table=users key=id
				-- migrate:verify SELECT id FROM users WHERE full_name IS DISTINCT FROM name
				UPDATE users SET full_name = name, times = times + 1 WHERE id BETWEEN :from AND :to;
				""").with("4_not_null.sql", """
				-- migrate:requires 3
				ALTER TABLE users ALTER COLUMN full_name SET NOT NULL;
				""");
	}

	private void shipContract() {
		this.scripts.with("5_contract.sql", """
				-- migrate:phase contract
				-- migrate:requires 4
				ALTER TABLE users DROP COLUMN name;
				""");
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private SpringApplicationBuilder application(String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + this.database.username(),
				"spring.datasource.password=" + this.database.password(), "spring.main.banner-mode=off",
				"spring.main.register-shutdown-hook=false", "spring.flyway.enabled=false",
				"spring.liquibase.enabled=false", "app.migrations.backfill.lease=1s"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(ScriptSource.class,
					() -> this.scripts));
	}

	private ConfigurableApplicationContext start(String... properties) {
		return application(properties).run();
	}

	private List<String> applied() {
		return this.database.list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	private void awaitAll() {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> applied().equals(List.of("1_users.sql", "2_column.sql", BACKFILL, "4_not_null.sql")));
		assertEachRowIsDoneOnce();
	}

	private void assertEachRowIsDoneOnce() {
		assertThat(this.database.value("SELECT count(*) FROM users WHERE times = 1 AND full_name = name"))
			.isEqualTo(String.valueOf(ROWS));
	}

	@Test
	void startWithTheModeStartupDoesThemAll() {
		try (ConfigurableApplicationContext context = start("app.migrations.backfill.mode=startup")) {
			assertThat(applied()).hasSize(4);
			assertThat(context.isActive()).isTrue();
		}
		assertEachRowIsDoneOnce();
	}

	@Test
	void healthTellsOfEachDatabaseWhereBackfillsShareAName(@FreshDatabase TestDatabase other) {
		Migrator
			.builder(other.dataSource(), new MemoryScripts().with("1_users.sql",
					"CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, times int NOT NULL DEFAULT 0);"))
			.build()
			.migrate();
		other.execute("INSERT INTO users SELECT i, 'name ' || i FROM generate_series(1, " + ROWS + ") i");
		try (ConfigurableApplicationContext context = start("app.migrations.backfill.mode=off",
				"app.migrations.databases.other.url=" + other.url(),
				"app.migrations.databases.other.username=postgres")) {
			assertThat(context.getBean("migrationsHealthIndicator", HealthIndicator.class).health(true).getDetails())
				.asString()
				.contains("migrator={", "otherMigrator={")
				.containsPattern("backfills=\\{3_fill.sql=.*backfills=\\{3_fill.sql=");
		}
	}

	@Test
	void startAfterOneThatFailedAtItsPlaceSaysSoAndWhatToDo(CapturedOutput output) {
		this.database.execute("DELETE FROM users WHERE id > 100;"
				+ " ALTER TABLE users ADD CONSTRAINT odd CHECK (id <> 70 OR times = 0)");
		assertThatException().isThrownBy(this::start);
		int first = output.length();
		assertThat(output).contains("APPLICATION FAILED TO START", "failed at the row id = 70");
		try (ConfigurableApplicationContext context = start()) {
			assertThat(output.toString().substring(first)).contains("Backfill 3_fill.sql is failed (",
					"violates check constraint \"odd\"",
					"To let it go on, mend that and run the command 'migrations backfill --retry 3_fill.sql'");
			assertThat(context.getBean("migrationsHealthIndicator", HealthIndicator.class).health(true))
				.satisfies((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP))
				.asString()
				.contains("backfills={3_fill.sql=failed, 69 rows}")
				.doesNotContain("odd");
		}
		this.database.execute("ALTER TABLE users DROP CONSTRAINT odd");
		migrator().backfills().retry(BACKFILL);
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.isActive()).isTrue();
			await().atMost(Duration.ofSeconds(30)).until(() -> applied().contains("4_not_null.sql"));
		}
	}

	@Nested
	class InTheBackground {

		@ParameterizedTest
		@ValueSource(strings = { "migrate", "background" })
		void applicationThatMigratesDoesThemAndAppliesWhatWaits(String startup, CapturedOutput output) {
			try (ConfigurableApplicationContext context = start("app.migrations.startup=" + startup)) {
				assertThat(context.getBean(BackfillRunners.class).isRunning()).isTrue();
				awaitAll();
			}
			assertThat(output).contains("Backfill 3_fill.sql of users is left to be done in batches",
					"Backfill 3_fill.sql of users begins", "Backfill 3_fill.sql is done: 10500 rows",
					"Applied 4_not_null.sql");
		}

		@ParameterizedTest
		@ValueSource(strings = { "validate", "none" })
		void applicationThatMigratesNothingDoesThemToo(String startup) {
			migrator().migrate();
			try (ConfigurableApplicationContext context = start("app.migrations.startup=" + startup)) {
				assertThat(context.isActive()).isTrue();
				awaitAll();
			}
		}

		@Test
		void severalApplicationsDoEachRowOnce() {
			migrator().migrate();
			try (ConfigurableApplicationContext one = start("spring.application.name=one");
					ConfigurableApplicationContext two = start("spring.application.name=two")) {
				assertThat(one.isActive() && two.isActive()).isTrue();
				awaitAll();
			}
		}

		@Test
		void poolOfOneThatIsInUseIsNotNeeded() throws Exception {
			migrator().migrate();
			try (ConfigurableApplicationContext context = start("spring.datasource.hikari.maximum-pool-size=1");
					Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
				awaitAll();
			}
		}

		@Test
		void poolOfOneServesWhereNoOtherConnectionIsToBeHad() throws Exception {
			migrator().migrate();
			try (ConfigurableApplicationContext context = start("spring.datasource.hikari.maximum-pool-size=1",
					"spring.datasource.hikari.connection-init-sql=SELECT 1",
					"app.migrations.instances.enabled=false")) {
				assertThat(context.isActive()).isTrue();
				awaitAll();
			}
		}

		@Test
		void sessionKeepsTheNameOfTheInstance() throws Exception {
			migrator().migrate();
			try (Connection connection = BackfillLifecycleTests.this.database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute("LOCK TABLE users IN SHARE MODE");
				try (ConfigurableApplicationContext context = start("spring.application.name=shop")) {
					assertThat(context.isActive()).isTrue();
					await().atMost(Duration.ofSeconds(20))
						.until(() -> !BackfillLifecycleTests.this.database
							.list("SELECT 1 FROM migration_progress WHERE reason LIKE 'tries again%'")
							.isEmpty());
					assertThat(BackfillLifecycleTests.this.database
						.list("SELECT DISTINCT regexp_replace(application_name, '[0-9a-f]{8}', 'ID') FROM pg_stat_activity"
								+ " WHERE datname = current_database() AND application_name LIKE 'shop%' ORDER BY 1"))
						.containsExactly("shop ID", "shop ID migrations");
					connection.rollback();
					awaitAll();
				}
			}
		}

		@Test
		void contextThatClosesStopsBetweenBatchesAndTheNextGoesOn() {
			BackfillLifecycleTests.this.database
				.execute("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.1);"
						+ " RETURN NULL; END'; CREATE TRIGGER slow AFTER UPDATE ON users FOR EACH STATEMENT EXECUTE FUNCTION slow()");
			migrator().migrate();
			ConfigurableApplicationContext context = start();
			await().atMost(Duration.ofSeconds(20))
				.until(() -> BackfillLifecycleTests.this.database.value("SELECT max(times) FROM users").equals("1"));
			long before = System.nanoTime();
			context.close();
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
			assertThat(applied()).doesNotContain(BACKFILL);
			try (ConfigurableApplicationContext next = start()) {
				assertThat(next.isActive()).isTrue();
				awaitAll();
			}
		}

		@Test
		void contextThatIsPausedGoesOnWhenItIsRestarted() {
			migrator().migrate();
			try (ConfigurableApplicationContext context = start("app.migrations.backfill.lease=1m")) {
				context.stop();
				assertThat(context.getBean(BackfillRunners.class).isRunning()).isFalse();
				context.start();
				awaitAll();
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "command", "off" })
		void otherModesLeaveThemAlone(String mode) throws InterruptedException {
			try (ConfigurableApplicationContext context = start("app.migrations.backfill.mode=" + mode)) {
				assertThat(context.isActive()).isTrue();
				Thread.sleep(1500);
				assertThat(applied()).containsExactly("1_users.sql", "2_column.sql");
			}
		}

	}

	/** This release no longer reads the old column. */
	@Nested
	class BeforeServing {

		@BeforeEach
		void ship() {
			shipContract();
		}

		@Test
		void applicationThatMigratesDoesWhatItsContractRequires(CapturedOutput output) {
			try (ConfigurableApplicationContext context = start()) {
				assertThat(applied()).containsExactly("1_users.sql", "2_column.sql", BACKFILL, "4_not_null.sql");
				assertThat(context.isActive()).isTrue();
			}
			assertEachRowIsDoneOnce();
			assertThat(output).contains("This release needs the backfill 3_fill.sql, and does it before it serves");
		}

		@Test
		void applicationThatMigratesInTheBackgroundIsNotReadyBefore() throws Exception {
			AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
			try (Connection connection = BackfillLifecycleTests.this.database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				migrator().migrate();
				connection.setAutoCommit(false);
				statement.execute("LOCK TABLE users IN SHARE MODE");
				CompletableFuture<ConfigurableApplicationContext> run = CompletableFuture
					.supplyAsync(() -> application("app.migrations.startup=background")
						.listeners((ApplicationListener<ApplicationStartedEvent>) (event) -> started
							.set(event.getApplicationContext()))
						.run());
				await().atMost(Duration.ofSeconds(20))
					.until(() -> !BackfillLifecycleTests.this.database
						.list("SELECT 1 FROM migration_progress WHERE reason LIKE 'tries again%'")
						.isEmpty());
				assertThat(started.get().getBean(ApplicationAvailability.class).getReadinessState())
					.isEqualTo(ReadinessState.REFUSING_TRAFFIC);
				assertThat(run).isNotDone();
				HealthIndicator health = started.get().getBean("migrationsHealthIndicator", HealthIndicator.class);
				await().atMost(Duration.ofSeconds(20))
					.until(() -> health.health(true)
						.getDetails()
						.toString()
						.contains("backfills={3_fill.sql=running, 0 rows: tries again after an error}"));
				assertThat(health.health(true).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
				connection.rollback();
				try (ConfigurableApplicationContext context = run.get(30, TimeUnit.SECONDS)) {
					assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
						.isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
					assertThat(applied()).contains("4_not_null.sql");
					assertThat(health.health(true).toString()).startsWith("UP ")
						.doesNotContain("backfills=", "4_not_null");
				}
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "validate", "none" })
		void applicationThatMigratesNothingDoesNotStart(String startup, CapturedOutput output) {
			migrator().migrate();
			assertThatException().isThrownBy(() -> start("app.migrations.startup=" + startup));
			assertThat(output).contains("APPLICATION FAILED TO START", "requires the backfill 3_fill.sql",
					"'migrations backfill 3_fill.sql'", "app.migrations.startup=migrate", "app.migrations.guard=warn");
			assertThat(applied()).doesNotContain(BACKFILL);
		}

		@ParameterizedTest
		@ValueSource(strings = { "validate", "none", "migrate" })
		void applicationWithoutTheGuardStartsWithAWarning(String startup, CapturedOutput output) {
			migrator().migrate();
			try (ConfigurableApplicationContext context = start("app.migrations.startup=" + startup,
					"app.migrations.guard=warn")) {
				assertThat(context.isActive()).isTrue();
				assertThat(output).contains("the application may read rows that are not filled yet");
				awaitAll();
			}
		}

		@Test
		void modeOffFailsWithTheRemedy(CapturedOutput output) {
			migrator().migrate();
			assertThatException().isThrownBy(() -> start("app.migrations.backfill.mode=off"));
			assertThat(output).contains("requires the backfill 3_fill.sql", "app.migrations.backfill.mode=background");
		}

		@Test
		void modeCommandWaitsForTheCommand(CapturedOutput output) throws Exception {
			CompletableFuture<ConfigurableApplicationContext> run = CompletableFuture
				.supplyAsync(() -> start("app.migrations.backfill.mode=command"));
			await().atMost(Duration.ofSeconds(20))
				.until(() -> output.getOut().contains("waits for it before it serves: run the command"));
			assertThat(run).isNotDone();
			migrator().backfills().run(BackfillRequest.all());
			try (ConfigurableApplicationContext context = run.get(30, TimeUnit.SECONDS)) {
				assertThat(context.isActive()).isTrue();
			}
			assertEachRowIsDoneOnce();
		}

		@Test
		void backfillThatFailsFailsTheStartAndSaysHowToGoOn(CapturedOutput output) {
			BackfillLifecycleTests.this.database
				.execute("ALTER TABLE users ADD CONSTRAINT odd CHECK (id <> 7000 OR times = 0)");
			assertThatException().isThrownBy(BackfillLifecycleTests.this::start);
			assertThat(output).contains("APPLICATION FAILED TO START", "id = 7000",
					"'migrations backfill --retry 3_fill.sql'");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
