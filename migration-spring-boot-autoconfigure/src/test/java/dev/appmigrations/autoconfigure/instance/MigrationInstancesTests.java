package dev.appmigrations.autoconfigure.instance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The presence of an application in its database.
 */
class MigrationInstancesTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private final MemoryScripts scripts = new MemoryScripts().with("1_person.sql", "CREATE TABLE person (id int);");

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withBean(ScriptSource.class, () -> this.scripts)
			.withBean(ApplicationAvailabilityBean.class)
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "spring.application.name=shop",
					"spring.application.version=1.4.2", "app.migrations.instances.heartbeat-interval=100ms",
					"app.migrations.instances.heartbeat-expiry=1500ms");
	}

	private List<@Nullable String> instances() {
		return this.database
			.list("SELECT application || ' ' || release FROM migration_instance" + " WHERE lapses_at > now()");
	}

	private boolean hasTable() {
		return this.database.value("SELECT to_regclass('migration_instance')") != null;
	}

	private static String sessionName(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getClientInfo("ApplicationName");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void startSignsOnAndCloseSignsOff() {
		this.application.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(instances()).containsExactly("shop 1.4.2");
		});
		assertThat(instances()).isEmpty();
	}

	@Test
	void startThatFailsSignsOff() {
		this.scripts.with("2_wrong.sql", "SELECT no_such_column;");
		this.application.run((context) -> assertThat(context).hasFailed());
		assertThat(hasTable()).isTrue();
		assertThat(instances()).isEmpty();
	}

	@Test
	void startWithAPoolOfOneThatIsInUseGivesSignsOfLife() {
		this.application.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1").run((context) -> {
			try (Connection taken = context.getBean(DataSource.class).getConnection()) {
				assertThat(taken.isClosed()).isFalse();
				String seen = "SELECT last_seen FROM migration_instance";
				String before = this.database.value(seen);
				await().atMost(SOON).until(() -> !String.valueOf(this.database.value(seen)).equals(before));
			}
		});
	}

	@Test
	void contractOfAnotherReplacesTheSessionsOfThePool() {
		this.scripts
			.with("1_person.sql", "CREATE TABLE person (id int, name text); INSERT INTO person VALUES (1, 'a');")
			.with("2_other.sql", "CREATE TABLE other ();");
		this.application
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2",
					"spring.datasource.hikari.data-source-properties.prepareThreshold=1")
			.run((context) -> {
				DataSource pool = context.getBean(DataSource.class);
				String prepared = select(pool);
				PGSimpleDataSource other = (PGSimpleDataSource) this.database.dataSource();
				other.setPrepareThreshold(1);
				try (Connection unaware = other.getConnection()) {
					assertThat(select(unaware)).isNotEqualTo(prepared);
					this.scripts.with("3_drop.sql",
							"-- migrate:phase contract\n-- migrate:requires 1\nALTER TABLE person DROP COLUMN name;");
					Migrator.builder(this.database.dataSource(), this.scripts)
						.build()
						.contract(ContractRequest.forced());
					assertThatExceptionOfType(SQLException.class).isThrownBy(() -> select(unaware))
						.withMessageContaining("cached plan must not change result type");
				}
				await().atMost(SOON)
					.until(() -> this.database.list("SELECT pid FROM pg_stat_activity WHERE pid = " + prepared)
						.isEmpty());
				assertThat(select(pool)).isNotEqualTo(prepared);
			});
	}

	private static String select(DataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection()) {
			return select(connection);
		}
	}

	/** In a transaction, in which the driver cannot prepare it anew. */
	private static String select(Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM person");
				PreparedStatement pid = connection.prepareStatement("SELECT pg_backend_pid()")) {
			for (int i = 0; i < 3; i++) {
				statement.executeQuery().close();
			}
			try (ResultSet rows = pid.executeQuery()) {
				rows.next();
				return rows.getString(1);
			}
		}
		finally {
			connection.rollback();
			connection.setAutoCommit(true);
		}
	}

	@Test
	void startNamesTheSessionsOfThePool() {
		this.application.run((context) -> {
			String name = sessionName(context.getBean(DataSource.class));
			assertThat(name).matches("shop [0-9a-f]{8}");
			assertThat(this.database.value("SELECT application_name FROM migration_instance")).isEqualTo(name);
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(
						this.database.list("SELECT application_name FROM pg_stat_activity WHERE datname ="
								+ " current_database() AND application_name LIKE '% migrations'"))
					.containsExactly(name + " migrations"));
		});
	}

	@Test
	void startWithSeveralMigratorsOfOnePoolSharesTheConnection() {
		String[] schemas = { "one", "two", "three" };
		ApplicationContextRunner several = this.application;
		for (String schema : schemas) {
			several = several.withInitializer((context) -> {
				GenericApplicationContext registry = (GenericApplicationContext) context;
				registry.registerBean(schema, Migrator.class,
						() -> Migrator.builder(context.getBean(DataSource.class), this.scripts)
							.options(MigratorOptions.defaults()
								.with(new MigratorOptions.History(schema, "migration_history", false)))
							.build());
			});
		}
		several.run((context) -> {
			assertThat(context).hasNotFailed();
			for (String schema : schemas) {
				await().atMost(SOON)
					.until(() -> "t".equals(this.database
						.value("SELECT last_seen > started_at FROM " + schema + ".migration_instance")));
			}
			assertThat(this.database.list("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
					+ " AND application_name LIKE '% migrations'"))
				.hasSize(1);
		});
		for (String schema : schemas) {
			assertThat(this.database.list("SELECT lapses_at = last_seen FROM " + schema + ".migration_instance"))
				.containsExactly("t");
		}
	}

	@Test
	void startWhenTheUrlNamesTheSessionsKeepsTheName() {
		this.application.withPropertyValues("spring.datasource.url=" + this.database.url() + "?ApplicationName=my+shop")
			.run((context) -> {
				assertThat(sessionName(context.getBean(DataSource.class))).isEqualTo("my shop");
				assertThat(this.database.value("SELECT application_name FROM migration_instance")).isEqualTo("my shop");
			});
	}

	@Test
	void startWhenAPropertyNamesTheSessionsKeepsTheName() {
		this.application.withPropertyValues("spring.datasource.hikari.data-source-properties.ApplicationName=mine")
			.run((context) -> {
				assertThat(sessionName(context.getBean(DataSource.class))).isEqualTo("mine");
				assertThat(this.database.value("SELECT application_name FROM migration_instance")).isEqualTo("mine");
			});
	}

	@Test
	void startWithAPoolThatRunsInitialSqlSaysThatItCannotSignOn() {
		try (CapturedLog log = CapturedLog.open()) {
			this.application.withPropertyValues("spring.datasource.hikari.connection-init-sql=SELECT 1")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo("1");
					assertThat(hasTable()).isFalse();
				});
			assertThat(log.messages(Level.WARN)).singleElement()
				.asString()
				.contains("cannot sign on", "connection-init-sql", "app.migrations.url");
		}
	}

	@Test
	void startWhenDisabledLeavesEverythingAlone() {
		this.application.withPropertyValues("app.migrations.instances.enabled=false").run((context) -> {
			assertThat(hasTable()).isFalse();
			assertThat(context.getBean(HikariDataSource.class).getDataSourceProperties()).isEmpty();
		});
	}

	@Test
	void startThatMigratesNothingSignsOnOnceTheTableIsThere() {
		this.application.withPropertyValues("app.migrations.startup=none").run((context) -> {
			assertThat(hasTable()).isFalse();
			this.application.run((other) -> await().atMost(SOON).until(() -> instances().size() == 2));
		});
	}

	@Test
	void applicationThatCannotGiveSignsOfLifeRefusesTrafficUntilItCan() {
		this.application.run((context) -> {
			ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			this.database.execute("ALTER TABLE migration_instance RENAME COLUMN last_seen TO gone");
			await().atMost(SOON).until(() -> availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC);
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
			this.database.execute("ALTER TABLE migration_instance RENAME COLUMN gone TO last_seen");
			await().atMost(SOON).until(() -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
		});
	}

	@Test
	void applicationThatWasNotReadyIsNotMadeReady() {
		this.application.run((context) -> {
			ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			this.database.execute("ALTER TABLE migration_instance RENAME COLUMN last_seen TO gone");
			await().atMost(SOON).until(() -> availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC);
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			this.database.execute("ALTER TABLE migration_instance RENAME COLUMN gone TO last_seen");
			String seen = "SELECT last_seen FROM migration_instance";
			String before = this.database.value(seen);
			await().atMost(SOON).until(() -> !String.valueOf(this.database.value(seen)).equals(before));
			await().pollDelay(Duration.ofSeconds(1))
				.untilAsserted(
						() -> assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC));
		});
	}

	@Test
	void namesAreWhatTheServerKeeps() {
		assertThat(InstanceName.of(null).value()).matches("application [0-9a-f]{8}");
		assertThat(InstanceName.of("Büro").value()).matches("B_ro [0-9a-f]{8}");
		assertThat(InstanceName.of("x".repeat(100)).migrations()).hasSize(63);
	}

}
