package dev.appmigrations.actuate.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;

import javax.sql.DataSource;

import com.jayway.jsonpath.JsonPath;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.support.BlockedMigration;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.GoldenDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint as operators see it: over HTTP, on a real database.
 */
@SpringBootTest(classes = MigrationsEndpointTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.application.name=shop", "management.endpoints.web.exposure.include=migrations",
				"app.migrations.startup=none" })
@DirtiesContext
class MigrationsEndpointTests {

	private static final String MAIN = "$.contexts.shop.migrators.main";

	private static final String BROKEN = "$.contexts.shop.migrators.broken";

	private static final String HIDDEN = "******";

	@FreshDatabase
	private static TestDatabase database;

	@LocalServerPort
	private int port;

	@Autowired
	private MemoryScripts scripts;

	@Autowired
	private Migrator main;

	@Autowired
	private DataSource dataSource;

	@DynamicPropertySource
	static void dataSource(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", database::url);
		registry.add("spring.datasource.username", database::username);
		registry.add("spring.datasource.password", database::password);
	}

	@BeforeEach
	void migrate() {
		database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		List.of("2_bad.sql", "2_fill.sql", "3_open.sql", "4_drop.sql", "misnamed.sql").forEach(this.scripts::without);
		this.scripts.with("1_first.sql", "-- the first\nCREATE TABLE first ();\n");
		this.main.migrate();
	}

	/** A backfill that has stopped at a row. */
	private void leaveBackfill() {
		database.execute("CREATE TABLE readings (id int PRIMARY KEY, text text, number int);"
				+ " INSERT INTO readings SELECT i, CASE i WHEN 70 THEN 'secret' ELSE i::text END"
				+ " FROM generate_series(1, 100) i");
		this.scripts.with("2_fill.sql", """
				-- migrate:backfill table=readings
				-- migrate:verify SELECT id FROM readings WHERE number IS NULL
				UPDATE readings SET number = text::int WHERE id BETWEEN :from AND :to;
				""");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(this.main::migrate)
			.withMessageContaining("failed at the row id = 70");
	}

	@Test
	void backfillThatHasStoppedHidesKeyAndError() {
		leaveBackfill();
		get("").jsonPath(MAIN + ".backfills[0].state")
			.isEqualTo("failed")
			.jsonPath(MAIN + ".backfills[0].rows")
			.isEqualTo(69)
			.jsonPath(MAIN + ".backfills[0].cursor")
			.isEqualTo(HIDDEN)
			.jsonPath(MAIN + ".backfills[0].reason")
			.isEqualTo(HIDDEN)
			.jsonPath(MAIN + ".backfills[0].lastError")
			.isEqualTo(HIDDEN);
		assertThat(body()).doesNotContain("secret");
	}

	@Test
	void migrationsTellsTheLatestAndWhatIsWrongUnlessMoreIsAskedFor() {
		get("").jsonPath(MAIN + ".appliedTotal").doesNotExist();
		database.execute("INSERT INTO migration_history (migration_name, version, description, kind, phase, checksum,"
				+ " execution_ms, applied_by, applied_from, origin) SELECT (i + 100) || '_gone.sql', i + 100, 'gone',"
				+ " 'versioned', 'expand', checksum, 1, 'me', 'here', 'applied' FROM migration_history,"
				+ " generate_series(1, 104) i WHERE migration_name = '1_first.sql'");
		get("").jsonPath(MAIN + ".applied.length()")
			.isEqualTo(104)
			.jsonPath(MAIN + ".appliedTotal")
			.isEqualTo(105)
			.jsonPath(MAIN + ".applied[0].name")
			.isEqualTo("101_gone.sql");
		get("?applied=all").jsonPath(MAIN + ".applied.length()")
			.isEqualTo(105)
			.jsonPath(MAIN + ".appliedTotal")
			.doesNotExist();
		database.execute("DELETE FROM migration_history WHERE migration_name LIKE '%_gone.sql'");
		get("?applied=0").jsonPath(MAIN + ".applied").isEmpty().jsonPath(MAIN + ".appliedTotal").isEqualTo(1);
		client().get().uri("/actuator/migrations?applied=some").exchange().expectStatus().isBadRequest();
	}

	private BodyContentSpec get(String path) {
		return client().get().uri("/actuator/migrations" + path).exchange().expectStatus().isOk().expectBody();
	}

	private String body() {
		return new String(client().get()
			.uri("/actuator/migrations")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBodyContent(), StandardCharsets.UTF_8);
	}

	/** The settings of a database hold for new connections. */
	/** When none is just being opened, which would come too late. */
	private void evictConnections() {
		HikariDataSource pool = (HikariDataSource) this.dataSource;
		await().until(() -> pool.getHikariPoolMXBean().getIdleConnections() >= pool.getMinimumIdle());
		pool.getHikariPoolMXBean().softEvictConnections();
	}

	/**
	 * The endpoint leaves out what is null; and some facts change between two readings.
	 */
	private static JsonNode comparable(JsonNode node) {
		if (node instanceof ObjectNode object) {
			object.properties().removeIf((member) -> member.getValue().isNull());
			// Meanwhile the pool may open and close connections, which are among the
			// reasons.
			object.remove("reasons");
		}
		node.forEach(MigrationsEndpointTests::comparable);
		return node;
	}

	private RestTestClient client() {
		return RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	private void failOnce() {
		this.scripts.with("2_bad.sql", "SELECT * FROM missing");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(this.main::migrate);
	}

	/**
	 * Nothing is said about values.
	 */
	@Nested
	class ByDefault {

		@Test
		void migrationsTellsWhatIsApplied() {
			get("").jsonPath(MAIN + ".state")
				.isEqualTo("current")
				.jsonPath(MAIN + ".applied.length()")
				.isEqualTo(1)
				.jsonPath(MAIN + ".applied[0].name")
				.isEqualTo("1_first.sql")
				.jsonPath(MAIN + ".applied[0].version")
				.isEqualTo("1")
				.jsonPath(MAIN + ".applied[0].description")
				.isEqualTo("first")
				.jsonPath(MAIN + ".applied[0].kind")
				.isEqualTo("versioned")
				.jsonPath(MAIN + ".applied[0].phase")
				.isEqualTo("expand")
				.jsonPath(MAIN + ".applied[0].checksum")
				.value(String.class, (checksum) -> assertThat(checksum).startsWith("2:"))
				.jsonPath(MAIN + ".applied[0].appliedAt")
				.value(String.class, (instant) -> assertThat(instant).matches("\\d{4}-\\d\\d-\\d\\dT.*Z"))
				.jsonPath(MAIN + ".applied[0].executionMs")
				.isNumber()
				.jsonPath(MAIN + ".applied[0].appliedBy")
				.isEqualTo("postgres")
				.jsonPath(MAIN + ".applied[0].appliedFrom")
				.value(String.class, (from) -> assertThat(from).endsWith("(shop)"))
				.jsonPath(MAIN + ".applied[0].release")
				.isEqualTo("1.2")
				.jsonPath(MAIN + ".applied[0].origin")
				.isEqualTo("applied")
				.jsonPath(MAIN + ".pending")
				.isEmpty()
				.jsonPath(MAIN + ".problems")
				.isEmpty()
				.jsonPath(MAIN + ".error")
				.doesNotExist()
				.jsonPath("$.contexts.shop.parentId")
				.doesNotExist();
		}

		@Test
		void migrationsShowsTheDatabaseAsTheCommandsDo() throws Exception {
			new GoldenDatabase(database).assertIn(body(), "/contexts/shop/migrators/main/database");
			database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
			try {
				evictConnections();
				new GoldenDatabase(database, "public", "migration_history", true).assertIn(body(),
						"/contexts/shop/migrators/main/database");
			}
			finally {
				database.execute("SET transaction_read_only = off; ALTER DATABASE " + database.name()
						+ " RESET default_transaction_read_only");
				evictConnections();
			}
		}

		@Test
		void migrationsShowsWhatStatusPrintsInJson() throws Exception {
			MigrationsEndpointTests.this.scripts.with("2_bad.sql", "CREATE TABLE second ()")
				.with("4_drop.sql", "-- migrate:phase contract\nDROP TABLE first;")
				.with("misnamed.sql", "SELECT 1");
			JsonNode printed = JsonMapper.shared().readTree(ReportJson.of(MigrationsEndpointTests.this.main.status()));
			JsonNode shown = JsonMapper.shared().readTree(body()).at("/contexts/shop/migrators/main");
			assertThat(printed.get("pending")).isNotEmpty();
			assertThat(printed.get("problems")).isNotEmpty();
			assertThat(comparable(printed).toPrettyString()).isEqualTo(comparable(shown).toPrettyString());
		}

		@Test
		void migrationsTellsWhatIsPendingAndRunsNothing() {
			MigrationsEndpointTests.this.scripts.with("2_bad.sql", "CREATE TABLE second ()");
			get("").jsonPath(MAIN + ".state")
				.isEqualTo("pending")
				.jsonPath(MAIN + ".pending[*].name")
				.isEqualTo(List.of("2_bad.sql"))
				.jsonPath(MAIN + ".pending[0].location")
				.isEqualTo("db/migration/2_bad.sql");
			assertThat(database.value("SELECT to_regclass('second')")).isNull();
		}

		@Test
		void migrationsTellsWhatWaitsAndWhichInstancesLive() {
			MigrationsEndpointTests.this.scripts.with("4_drop.sql", "-- migrate:phase contract\nDROP TABLE first;");
			database.execute("CREATE TABLE migration_instance (id text, application text, release text, host text,"
					+ " application_name text, contract_migrations text[], started_at timestamptz, last_seen timestamptz,"
					+ " lapses_at timestamptz); INSERT INTO migration_instance VALUES ('x', 'shop', '1.1', 'web-1',"
					+ " 'shop x', '{}', now(), now() - interval '7 s', now() + interval '1 h')");
			get("").jsonPath(MAIN + ".state")
				.isEqualTo("current")
				.jsonPath(MAIN + ".waiting[0].name")
				.isEqualTo("4_drop.sql")
				.jsonPath(MAIN + ".waiting[0].announced")
				.isEqualTo(false)
				.jsonPath(MAIN + ".waiting[0].reasons[0]")
				.value(String.class,
						(reason) -> assertThat(reason).startsWith("instance web-1 (shop 1.1), seen ")
							.endsWith("s ago, does not know it"))
				.jsonPath(MAIN + ".instances[0].id")
				.isEqualTo("x")
				.jsonPath(MAIN + ".instances[0].host")
				.isEqualTo("web-1")
				.jsonPath(MAIN + ".instances[0].release")
				.isEqualTo("1.1")
				.jsonPath(MAIN + ".instances[0].ageSeconds")
				.value(Integer.class, (seconds) -> assertThat(seconds).isBetween(7, 60))
				.jsonPath(MAIN + ".instances[0].alive")
				.isEqualTo(true)
				.jsonPath(MAIN + ".instances[0].knowsAll")
				.isEqualTo(false)
				.jsonPath(MAIN + ".releases[0].release")
				.isEqualTo("1.1")
				.jsonPath(MAIN + ".releases[0].share")
				.isEqualTo(1.0);
		}

		@Test
		void migrationsWhileSomebodyMigratesTellsWhoIsInTheWayWithoutStatements() throws Exception {
			get("").jsonPath(MAIN + ".running").doesNotExist();
			try (BlockedMigration blocked = BlockedMigration.start(database)) {
				assertThat(blocked).isNotNull();
				get("").jsonPath(MAIN + ".running.backend")
					.isNumber()
					.jsonPath(MAIN + ".running.application")
					.isEqualTo("migrates")
					.jsonPath(MAIN + ".running.role")
					.isEqualTo("postgres")
					.jsonPath(MAIN + ".running.state")
					.isEqualTo("active")
					.jsonPath(MAIN + ".running.since")
					.value(String.class, (instant) -> assertThat(instant).matches("\\d{4}-\\d\\d-\\d\\dT.*Z"))
					.jsonPath(MAIN + ".running.migration")
					.isEqualTo(BlockedMigration.NAME)
					.jsonPath(MAIN + ".running.waitsFor")
					.isEqualTo("ACCESS EXCLUSIVE on busy")
					.jsonPath(MAIN + ".running.blockedBy.length()")
					.isEqualTo(1)
					.jsonPath(MAIN + ".running.blockedBy[0].application")
					.isEqualTo("reader")
					.jsonPath(MAIN + ".running.blockedBy[0].state")
					.isEqualTo("idle in transaction")
					.jsonPath(MAIN + ".running.blockedBy[0].transactionSeconds")
					.isNumber()
					.jsonPath(MAIN + ".running.blockedBy[0].query")
					.isEqualTo(HIDDEN);
			}
			get("").jsonPath(MAIN + ".running").doesNotExist();
		}

		@Test
		void migrationsWhenFilesAreWrongTellsProblemsWithoutTheirText() {
			MigrationsEndpointTests.this.scripts.with("misnamed.sql", "SELECT 1").with("3_open.sql", "SELECT 'secret");
			get("").jsonPath(MAIN + ".state")
				.isEqualTo("invalid")
				.jsonPath(MAIN + ".problems[?(@.code == 'MISNAMED_FILE')].message")
				.isEqualTo("db/migration/misnamed.sql has a name of no known form.")
				.jsonPath(MAIN + ".problems[?(@.code == 'UNREADABLE_SCRIPT')].severity")
				.isEqualTo("ERROR")
				.jsonPath(MAIN + ".problems[?(@.code == 'UNREADABLE_SCRIPT')].migrations[*]")
				.isEqualTo("3_open.sql")
				.jsonPath(MAIN + ".problems[1].message")
				.value(String.class,
						(message) -> assertThat(message).contains("3_open.sql:1:8")
							.endsWith("\n" + HIDDEN)
							.doesNotContain("secret"));
		}

		@Test
		void migrationsWhenADatabaseIsDownTellsOfTheOthersAllTheSame() {
			get("").jsonPath(MAIN + ".state")
				.isEqualTo("current")
				.jsonPath(BROKEN + ".state")
				.isEqualTo("unavailable")
				.jsonPath(BROKEN + ".error.code")
				.isEqualTo("DATABASE_UNAVAILABLE")
				.jsonPath(BROKEN + ".error.description")
				.isEqualTo(HIDDEN)
				.jsonPath(BROKEN + ".applied")
				.isEmpty();
		}

		@Test
		void migrationTellsAllButItsText() {
			get("/1_first.sql").jsonPath("$.context")
				.isEqualTo("shop")
				.jsonPath("$.migrator")
				.isEqualTo("main")
				.jsonPath("$.name")
				.isEqualTo("1_first.sql")
				.jsonPath("$.state")
				.isEqualTo("applied")
				.jsonPath("$.location")
				.isEqualTo("db/migration/1_first.sql")
				.jsonPath("$.applied.checksum")
				.exists()
				.jsonPath("$.script")
				.isEqualTo(HIDDEN)
				.jsonPath("$.log.length()")
				.isEqualTo(1)
				.jsonPath("$.log[0].action")
				.isEqualTo("applied")
				.jsonPath("$.log[0].error")
				.doesNotExist();
		}

		@Test
		void migrationWhenItFailedHidesTheError() {
			failOnce();
			get("/2_bad.sql").jsonPath("$.state")
				.isEqualTo("pending")
				.jsonPath("$.log[0].sqlState")
				.isEqualTo("42P01")
				.jsonPath("$.log[0].error")
				.isEqualTo(HIDDEN);
		}

		@ParameterizedTest
		@ValueSource(strings = { "1", "1.0", "1_first", "1_first.sql" })
		void migrationIsFoundByItsVersionToo(String reference) {
			get("/" + reference).jsonPath("$.name").isEqualTo("1_first.sql").jsonPath("$.location").isNotEmpty();
		}

		@Test
		void migrationWhenNobodyKnowsItIsNotFound() {
			client().get().uri("/actuator/migrations/9_none.sql?migrator=main").exchange().expectStatus().isNotFound();
		}

		@Test
		void migrationWhenItsMigratorIsDownSaysSo() {
			get("/1_first.sql?migrator=broken").jsonPath("$.migrator")
				.isEqualTo("broken")
				.jsonPath("$.state")
				.isEqualTo("unavailable")
				.jsonPath("$.error.code")
				.isEqualTo("DATABASE_UNAVAILABLE");
		}

		@Test
		void otherMethodsAreNotAllowed() {
			for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.DELETE)) {
				client().method(method).uri("/actuator/migrations").exchange().expectStatus().isEqualTo(405);
			}
		}

	}

	/**
	 * Everybody may see values.
	 */
	@Nested
	@TestPropertySource(properties = "management.endpoint.migrations.show-values=always")
	class WhenShown {

		@Test
		void migrationShowsScriptAndErrors() {
			failOnce();
			get("/2_bad.sql").jsonPath("$.script")
				.isEqualTo("SELECT * FROM missing")
				.jsonPath("$.log[0].error")
				.value(String.class, (error) -> assertThat(error).contains("relation \"missing\" does not exist"));
		}

		@Test
		void backfillShowsItsKeyAndItsError() {
			leaveBackfill();
			get("").jsonPath(MAIN + ".backfills[0].cursor")
				.isEqualTo("{69}")
				.jsonPath(MAIN + ".backfills[0].reason")
				.value(String.class, (reason) -> assertThat(reason).contains("invalid input syntax", "secret"))
				.jsonPath(MAIN + ".backfills[0].lastError")
				.value(String.class, (error) -> assertThat(error).contains("id = 70", "secret"));
		}

		@Test
		void migrationsShowsStatementsWithoutTheirLiterals() throws Exception {
			try (BlockedMigration blocked = BlockedMigration.start(database)) {
				assertThat(blocked).isNotNull();
				get("").jsonPath(MAIN + ".running.blockedBy[0].query").isEqualTo("SELECT * FROM busy WHERE ...");
			}
		}

		@Test
		void migrationsShowsExcerptsAndErrors() {
			MigrationsEndpointTests.this.scripts.with("3_open.sql", "SELECT 'secret");
			get("").jsonPath(MAIN + ".problems[0].message")
				.value(String.class, (message) -> assertThat(message).contains("SELECT 'secret"))
				.jsonPath(BROKEN + ".error.description")
				.value(String.class, (text) -> assertThat(text).contains("localhost:1 refused"));
		}

	}

	/**
	 * Some may see values.
	 */
	@Nested
	@TestPropertySource(properties = { "management.endpoint.migrations.show-values=when-authorized",
			"management.endpoint.migrations.roles=operator" })
	class WhenAuthorized {

		@Test
		void migrationShowsItsScriptToThoseWhoHaveTheRole() {
			assertThat(script(null)).isEqualTo(HIDDEN);
			assertThat(script("guest")).isEqualTo(HIDDEN);
			assertThat(script("operator")).contains("CREATE TABLE first");
		}

		private String script(@Nullable String role) {
			return JsonPath.read(new String(client().get()
				.uri("/actuator/migrations/1_first.sql")
				.header("X-Role", (role != null) ? role : "")
				.exchange()
				.expectBody()
				.returnResult()
				.getResponseBodyContent(), StandardCharsets.UTF_8), "$.script");
		}

	}

	/**
	 * The endpoint is closed.
	 */
	@Nested
	@TestPropertySource(properties = "management.endpoint.migrations.access=none")
	class WithoutAccess {

		@Test
		void migrationsIsNotFound() {
			client().get().uri("/actuator/migrations").exchange().expectStatus().isNotFound();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class,
			HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	static class Application {

		@Bean
		MemoryScripts scripts() {
			return new MemoryScripts();
		}

		@Bean
		Migrator main(DataSource dataSource, MemoryScripts scripts) {
			return Migrator.builder(dataSource, scripts)
				.options(MigratorOptions.defaults().with(new MigratorOptions.Identity("shop", "1.2")))
				.build();
		}

		@Bean
		Migrator broken(MemoryScripts scripts) {
			return Migrator
				.builder(new SimpleDriverDataSource(new Driver(), "jdbc:postgresql://localhost:1/none"), scripts)
				.build();
		}

		/** Everybody is whoever they say they are. */
		@Bean
		Filter principal() {
			return (request, response, chain) -> {
				HttpServletRequest http = (HttpServletRequest) request;
				String role = http.getHeader("X-Role");
				chain.doFilter((role == null || role.isEmpty()) ? http : new HttpServletRequestWrapper(http) {

					@Override
					public Principal getUserPrincipal() {
						return () -> "joe";
					}

					@Override
					public boolean isUserInRole(String asked) {
						return asked.equals(role);
					}

				}, response);
			};
		}

	}

}
