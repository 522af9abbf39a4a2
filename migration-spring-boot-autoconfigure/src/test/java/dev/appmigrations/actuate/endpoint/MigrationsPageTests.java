package dev.appmigrations.actuate.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.support.BlockedMigration;
import dev.appmigrations.support.Browser;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The page as people see it: in Chromium, on a real database. With
 * {@code -Dpage.pictures=folder} it keeps pictures.
 */
@SpringBootTest(classes = MigrationsPageTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.application.name=shop", "management.endpoints.web.exposure.include=migrations",
				"app.migrations.startup=none" })
@DirtiesContext
class MigrationsPageTests {

	private static final int WIDE = 1120;

	private static final int PHONE = 360;

	@FreshDatabase
	private static TestDatabase database;

	private static Browser browser;

	@LocalServerPort
	private int port;

	@Autowired
	private MemoryScripts scripts;

	@Autowired
	private Migrator main;

	@DynamicPropertySource
	static void dataSource(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", database::url);
		registry.add("spring.datasource.username", database::username);
		registry.add("spring.datasource.password", database::password);
	}

	@BeforeAll
	static void startBrowser() throws IOException {
		assumeTrue(Browser.isInstalled(), "Chromium and its driver are not installed");
		browser = Browser.start();
	}

	@AfterAll
	static void stopBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void empty() {
		database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		this.scripts.clear();
	}

	@Test
	void pageWhenThereIsNothingSaysSo() throws IOException {
		show("empty");
		assertThat(browser.text()).contains("main", "Current", "Nothing is applied yet.");
	}

	@Test
	void pageWhenAllIsAppliedShowsIt() throws IOException {
		this.scripts.with("1_orders.sql", "CREATE TABLE orders ();");
		this.main.migrate();
		show("current");
		assertThat(browser.title()).isEqualTo("Current – Migrations of shop");
		assertThat(browser.text()).contains("1_orders.sql", "1.2", "1 migration in 1 release");
		assertThat(browser.find("svg rect.b0")).hasSize(1);
	}

	@Test
	void pageOfAThousandMigrationsIsLegible() throws IOException {
		for (int i = 1; i <= 1000; i++) {
			this.scripts.with("%04d_step.sql".formatted(i), "SELECT 1;");
		}
		this.main.migrate();
		database.execute(
				"UPDATE migration_history SET release = '1.' || id / 23, execution_ms = (random() * 40) ^ 3 / 16 * random(),"
						+ " applied_at = now() - interval '17 h' * (1000 - id)");
		show("thousand");
		assertThat(browser.text()).contains("1,000 migrations in 44 releases", "1000_step.sql", "Show all 1,000")
			.doesNotContain("0500_step.sql");
		assertThat(browser.find("tbody tr")).hasSizeBetween(100, 110);
		browser.run("document.querySelector('input[type=search]').value = '0500'");
		browser.find("input[type=search]").get(0).sendKeys("_");
		assertThat(browser.find("tbody tr")).hasSize(2);
		assertThat(browser.text()).contains("0500_step.sql");
	}

	@Test
	void pageWhenOneHasFailedHidesTheError() throws IOException {
		this.scripts.with("1_orders.sql", "CREATE TABLE orders ();").with("2_bad.sql", "SELECT 'secret'::int;");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(this.main::migrate);
		show("failed");
		assertThat(browser.text()).contains("Failed", "2_bad.sql", "SQLSTATE 22P02", "The error is hidden")
			.doesNotContain("secret");
	}

	@Test
	void pageWhileOneRunsShowsWhoIsInTheWayAndThenThatItIsDone() throws Exception {
		try (BlockedMigration blocked = BlockedMigration.start(database)) {
			assertThat(blocked).isNotNull();
			show("running");
			assertThat(browser.text()).contains("Running, blocked", BlockedMigration.NAME, "ACCESS EXCLUSIVE on busy",
					"application reader", "Updated every 2 seconds");
		}
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(browser.text()).doesNotContain("Updated every 2 seconds"));
		assertThat(browser.text()).doesNotContain("Running, blocked");
	}

	@Test
	void pageShowsWhatIsPendingAndWhatItWouldDo() throws IOException {
		this.scripts.with("1_orders.sql", "CREATE TABLE orders AS SELECT i AS id FROM generate_series(1, 200000) i;");
		this.main.migrate();
		instance("web-1", "1.2", 4);
		this.scripts.with("2_index.sql", "CREATE INDEX orders_id ON orders (id);")
			.with("3_note.sql", "ALTER TABLE orders ADD COLUMN note text;");
		show("pending");
		assertThat(browser.text()).contains("2 pending", "2_index.sql", "3_note.sql", "Findings",
				"create-index-non-concurrent", "Instances", "web-1", "shop 1.2");
	}

	@Test
	void pageShowsWhatIsWrongAndWhatToDo() throws IOException {
		this.scripts.with("1_orders.sql", "CREATE TABLE orders ();").with("2_gone.sql", "SELECT 2;");
		this.main.migrate();
		this.scripts.with("1_orders.sql", "CREATE TABLE others ();")
			.without("2_gone.sql")
			.with("3_open.sql", "SELECT 'secret")
			.with("misnamed.sql", "SELECT 1;");
		show("invalid");
		assertThat(browser.text())
			.contains("Invalid", "UNREADABLE_SCRIPT", "MISNAMED_FILE", "What to do", "Changed", "Missing")
			.doesNotContain("secret");
	}

	@Test
	void pageShowsWhatWaitsAndForWhom() throws IOException {
		this.scripts.with("1_orders.sql", "CREATE TABLE orders ();");
		this.main.migrate();
		this.scripts.with("4_drop.sql", "-- migrate:phase contract after 24h\nDROP TABLE orders;");
		instance("web-1", "1.1", 7);
		show("waiting");
		assertThat(browser.text()).contains("Waiting", "4_drop.sql", "does not know it", "Contract",
				"for 24 h after the old release is gone", "Alive, older");
	}

	@Test
	void pageShowsHowFarABackfillIs() throws IOException {
		fill();
		show("backfill");
		assertThat(browser.text())
			.contains("Backfill failed", "039_fill.sql", "table readings", "69 %", "The reason is hidden")
			.doesNotContain("secret");
		assertThat(browser.find("[role=progressbar]").get(0).getDomAttribute("aria-valuenow")).isEqualTo("69");
	}

	@Test
	void pageShowsTenantsThatAreNotReady(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("1_orders.sql"), "CREATE TABLE orders ();");
		database.execute("CREATE SCHEMA blue; CREATE TABLE blue.orders ()");
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(TenantsApplication.class).run(
				"--server.port=0", "--spring.application.name=shop", "--spring.datasource.url=" + database.url(),
				"--spring.datasource.username=" + database.username(),
				"--spring.datasource.password=" + database.password(),
				"--management.endpoints.web.exposure.include=migrations",
				"--app.migrations.tenants.locations=file:" + folder, "--app.migrations.tenants.schemas=red,blue,green",
				"--app.migrations.tenants.on-failure=continue")) {
			String url = "http://localhost:" + application.getEnvironment().getProperty("local.server.port")
					+ "/actuator/migrations";
			show("tenants", url);
			assertThat(browser.text()).contains("Tenants", "2 of 3 ready", "blue");
			browser.find("a.name").get(0).click();
			await().until(() -> browser.text().contains("All databases and tenants"));
			assertThat(browser.text()).contains("blue", "Failed", "1_orders.sql", "SQLSTATE 42P07");
			browser.find("button.name").get(0).sendKeys(Keys.ENTER);
			await().until(() -> !browser.find("dialog table").isEmpty());
			assertThat(browser.text()).contains(folder.getFileName() + "/1_orders.sql", "Log", "The script is hidden");
			browser.find("dialog button").get(0).sendKeys(Keys.ESCAPE);
			browser.assertAccessible();
			browser.picture("tenant", WIDE);
		}
	}

	/** The pictures of the README. */
	@Test
	void pageOfAnApplicationAtWorkShowsAllOfIt() throws IOException {
		String[] subjects = { "customers", "addresses", "products", "prices", "orders", "order_lines", "order_index",
				"payments", "payment_states", "carts", "cart_lines", "coupons", "reviews", "review_index", "stock",
				"stock_moves", "shipments", "carriers", "returns", "refunds", "invoices", "invoice_index", "audit",
				"audit_partitions", "search", "search_index", "wishlists", "gift_cards", "tax_rates", "currencies",
				"price_history", "newsletter", "consents", "sessions", "order_notes", "loyalty", "points", "tiers" };
		for (int i = 0; i < subjects.length; i++) {
			this.scripts.with("%03d_%s.sql".formatted(i + 1, subjects[i]), "CREATE TABLE " + subjects[i] + " ();");
		}
		this.main.migrate();
		database.execute("UPDATE migration_history SET applied_from = 'shop-7d9f (shop)', applied_by = 'shop_owner',"
				+ " release = '1.' || (ARRAY[0, 0, 1, 2, 2, 3, 4, 4])[1 + (id - 1) / 5],"
				+ " execution_ms = CASE WHEN migration_name LIKE '%_index.sql' THEN 4000 + id * 3137 % 90000"
				+ " ELSE 2 + id * 7919 % 61 + CASE id % 5 WHEN 0 THEN 740 ELSE 0 END END,"
				+ " applied_at = timestamptz '2026-11-18 09:00+01' - interval '9 days'"
				+ " * (4 - (ARRAY[0, 0, 1, 2, 2, 3, 4, 4])[1 + (id - 1) / 5]) + interval '2 s' * id");
		fill();
		database.execute("UPDATE migration_progress SET state = 'running', reason = NULL, last_error = NULL,"
				+ " worker = 'shop-7d9f', lease_until = now() + interval '1 h', rows_done = 6214000, estimate = 9010000,"
				+ " rate = 4180, started_at = now() - interval '25 min'");
		this.scripts
			.with("040_not_null.sql", "-- migrate:requires 039_fill.sql\nALTER TABLE readings ADD UNIQUE (number);")
			.with("041_labels.sql", "CREATE TABLE labels ();");
		instance("shop-7d9f", "1.4", 3);
		instance("shop-c210", "1.4", 8);
		instance("shop-88e1", "1.3", 5);
		show("shop");
		assertThat(browser.text()).contains("1 pending", "68 %", "6,214,000 of about 9,010,000 rows", "041_labels.sql",
				"Requires", "shop 1.3: 1 instance, 33 %", "Updated every 2 seconds");
	}

	@Test
	void pageShowsWhatOthersHaveWrittenAsText() throws IOException {
		this.scripts.with("1_orders.sql", "CREATE TABLE orders ();");
		this.main.migrate();
		String hostile = "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>";
		database.execute("UPDATE migration_history SET description = '" + hostile.replace("'", "''")
				+ "', applied_from = E'\\u202ehost\\u0007', release = '" + hostile.replace("'", "''") + "'");
		instance(hostile, hostile, 4);
		show("hostile");
		assertThat(browser.title()).isEqualTo("Current – Migrations of shop");
		assertThat(browser.find("img, main script")).isEmpty();
		assertThat(browser.text()).contains(hostile, "\\u202Ehost\\u0007");
	}

	@Test
	void migrationIsShownWithItsLogWhenItsNameIsPressed() throws IOException {
		this.scripts.with("1_orders.sql", "CREATE TABLE orders (); -- secret");
		this.main.migrate();
		browser.open(url(), WIDE, false);
		browser.find("button.name").get(0).sendKeys(Keys.ENTER);
		await().until(() -> !browser.find("dialog table").isEmpty());
		assertThat(browser.text()).contains("db/migration/1_orders.sql", "Log", "The script is hidden")
			.doesNotContain("secret");
		browser.assertAccessible();
		browser.picture("dialog", WIDE);
		browser.find("dialog button").get(0).sendKeys(Keys.ESCAPE);
		assertThat(browser.find("dialog[open]")).isEmpty();
		assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("1_orders.sql");
	}

	@Test
	void timelineIsReadByKeys() throws IOException {
		for (int i = 1; i <= 3; i++) {
			this.scripts.with(i + "_step.sql", "SELECT 1;");
		}
		this.main.migrate();
		browser.open(url(), WIDE, false);
		WebElement timeline = browser.find(".chart").get(0);
		timeline.sendKeys(Keys.ARROW_LEFT);
		assertThat(browser.find(".readout").get(0).getText()).startsWith("3_step.sql");
		timeline.sendKeys(Keys.HOME, Keys.ARROW_RIGHT);
		assertThat(browser.find(".readout").get(0).getText()).startsWith("2_step.sql");
		timeline.sendKeys(Keys.ENTER);
		await().until(() -> !browser.find("dialog table").isEmpty());
		assertThat(browser.find("dialog h2").get(0).getText()).isEqualTo("2_step.sql");
	}

	private static void instance(String host, String release, int age) {
		database.execute("CREATE TABLE IF NOT EXISTS migration_instance (id text, application text, release text,"
				+ " host text, application_name text, contract_migrations text[], started_at timestamptz,"
				+ " last_seen timestamptz, lapses_at timestamptz); INSERT INTO migration_instance VALUES ('"
				+ host.replace("'", "''") + "', 'shop', '" + release.replace("'", "''") + "', '"
				+ host.replace("'", "''") + "', 'shop', '{}', now(), now() - interval '" + age
				+ " s', now() + interval '1 h')");
	}

	/** A backfill that has stopped at a row. */
	private void fill() {
		database.execute("CREATE TABLE readings (id int PRIMARY KEY, text text, number int);"
				+ " INSERT INTO readings SELECT i, CASE i WHEN 70 THEN 'secret' ELSE i::text END"
				+ " FROM generate_series(1, 100) i; ANALYZE readings");
		this.scripts.with("039_fill.sql", """
				-- migrate:backfill table=readings
				-- migrate:verify SELECT id FROM readings WHERE number IS NULL
				UPDATE readings SET number = text::int WHERE id BETWEEN :from AND :to;
				""");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(this.main::migrate);
	}

	private String url() {
		return "http://localhost:" + this.port + "/actuator/migrations";
	}

	private void show(String state) throws IOException {
		show(state, url());
	}

	private static void show(String state, String url) throws IOException {
		browser.open(url, WIDE, false);
		browser.picture(state + "-light", WIDE);
		browser.assertAccessible();
		browser.dark(true);
		browser.picture(state + "-dark", WIDE);
		browser.assertAccessible();
		browser.open(url, PHONE, false);
		browser.picture(state + "-phone", PHONE);
		browser.assertFits(PHONE);
		browser.assertAccessible();
		browser.open(url, WIDE, false);
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

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class,
			HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	static class TenantsApplication {

	}

}
