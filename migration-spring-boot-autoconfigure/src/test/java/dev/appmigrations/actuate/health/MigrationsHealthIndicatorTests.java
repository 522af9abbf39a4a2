package dev.appmigrations.actuate.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.autoconfigure.MigrationStrategy;
import dev.appmigrations.autoconfigure.MigrationsHealthAutoConfiguration;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The health of migrations, from the point of view of one instance.
 */
class MigrationsHealthIndicatorTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private final MemoryScripts scripts = new MemoryScripts().with("1_person.sql", "CREATE TABLE person (name text);");

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					MigrationAutoConfiguration.class, MigrationsHealthAutoConfiguration.class))
			.withBean(ScriptSource.class, () -> this.scripts)
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "app.migrations.instances.heartbeat-interval=100ms",
					"app.migrations.instances.heartbeat-expiry=1500ms");
	}

	private static HealthIndicator indicator(ApplicationContext context) {
		return context.getBean("migrationsHealthIndicator", HealthIndicator.class);
	}

	private static String text(ApplicationContext context) {
		return String.valueOf(indicator(context).health(true));
	}

	@Test
	void whatAllInstancesShareIsUpWithDetails() {
		this.scripts.with("2_drop.sql", "-- migrate:phase contract\nDROP TABLE person;");
		this.database.execute("CREATE TABLE other ()");
		this.application.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(text(context)).startsWith("UP ")
				.contains("waiting={2_drop.sql=until the old release is gone", "state=current");
			this.scripts.with("1_person.sql", "CREATE TABLE person (name text, changed text);")
				.with("3_more.sql", "CREATE TABLE more ();");
			await().atMost(SOON).until(() -> text(context).contains("state=invalid"));
			assertThat(text(context)).startsWith("UP ").contains("problems=[", "1_person.sql");
		});
	}

	@Test
	void whatIsPendingAndFoundInItIsADetail() {
		this.scripts.with("2_drop.sql", "DROP TABLE other;");
		this.database.execute("CREATE TABLE other (name text)");
		this.application.withPropertyValues("app.migrations.startup=none").run((context) -> {
			await().atMost(SOON).until(() -> text(context).contains("pending="));
			assertThat(text(context)).startsWith("UP ")
				.contains("state=pending", "pending=[1_person.sql, 2_drop.sql]", "findings=[", "drop-table");
		});
	}

	@Test
	void instanceThatOthersTakeForGoneIsOutOfService() {
		this.application.run((context) -> {
			assertThat(indicator(context).health(false).getStatus()).isEqualTo(Status.UP);
			this.database.execute("ALTER TABLE migration_instance RENAME COLUMN last_seen TO gone");
			await().atMost(SOON)
				.until(() -> Status.OUT_OF_SERVICE.equals(indicator(context).health(false).getStatus()));
			assertThat(text(context)).contains("suspended=This instance has sent no heartbeat for 1 s");
			this.database.execute("ALTER TABLE migration_instance RENAME COLUMN gone TO last_seen");
			await().atMost(SOON).until(() -> Status.UP.equals(indicator(context).health(false).getStatus()));
		});
	}

	@Test
	void instanceWhoseOwnStartHasFailedIsDown() {
		this.scripts.with("2_wrong.sql", "SELECT no_such_column;");
		this.application.withBean(MigrationStrategy.class, () -> (migrator, usual) -> {
			try {
				usual.run();
			}
			catch (MigrationException ex) {
				assertThat(ex).hasMessageContaining("2_wrong.sql");
			}
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(text(context)).startsWith("DOWN ").contains("migrator={start=failed");
		});
	}

	@Test
	void eachDatabaseHasItsDetails(@FreshDatabase TestDatabase other) {
		this.application.withPropertyValues("app.migrations.databases.audit.url=" + other.url(),
				"app.migrations.databases.audit.username=postgres", "app.migrations.databases.audit.password=postgres")
			.run((context) -> assertThat(text(context)).contains("auditMigrator={state=current",
					"migrator={state=current"));
	}

	@Test
	void tenantsThatFailedAreADetailUntilTheyAreReady() {
		this.database.execute("CREATE SCHEMA blue; CREATE TABLE blue.person ()");
		this.application
			.withPropertyValues("app.migrations.tenants.schemas=red,blue", "app.migrations.tenants.on-failure=continue")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(text(context)).startsWith("UP ")
					.contains("tenants={total=2, ready=1, readingAgeSeconds=", "failed=[blue]");
				this.database.execute("DROP TABLE blue.person");
				context.getBean(Tenants.class).migrate("blue");
				assertThat(text(context)).contains("tenants={total=2, ready=2").doesNotContain("blue");
			});
	}

	@Test
	void nobodyConnectsWhenHealthIsAskedFor() {
		AtomicBoolean refuses = new AtomicBoolean();
		DataSource refusing = new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				if (refuses.get()) {
					throw new SQLException("Health has opened a connection");
				}
				return super.getConnection();
			}

		};
		this.application.withBean(DataSource.class, () -> refusing)
			.withPropertyValues("app.migrations.instances.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				refuses.set(true);
				assertThat(text(context)).isEqualTo("UP {migrators={migrator={state=current, readingAgeSeconds=0}}}");
				await().atMost(SOON).until(() -> text(context).contains("readingAgeSeconds=1"));
			});
	}

}
