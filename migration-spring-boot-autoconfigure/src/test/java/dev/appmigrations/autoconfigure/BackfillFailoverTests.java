package dev.appmigrations.autoconfigure;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.PrimaryAndStandby;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Backfills where a standby takes over, and on one that has not.
 */
@OldestAndNewest
@ExtendWith(OutputCaptureExtension.class)
class BackfillFailoverTests {

	private static final int ROWS = 15_000;

	private static final Duration SOON = Duration.ofSeconds(90);

	private final MemoryScripts scripts = new MemoryScripts().with("1_count.sql", """
			-- migrate:backfill table=counted key=id batch=fixed:100
			-- migrate:verify SELECT id FROM counted WHERE n <> 1
			UPDATE counted SET n = n + 1 WHERE id BETWEEN :from AND :to;
			""");

	@TempDir
	private Path folder;

	private PrimaryAndStandby servers;

	@BeforeEach
	void startServers() throws Exception {
		this.servers = PrimaryAndStandby.start(this.folder,
				"CREATE TABLE counted (id bigint PRIMARY KEY, n int NOT NULL);"
						+ " INSERT INTO counted SELECT i, 0 FROM generate_series(1, " + ROWS + ") i;"
						+ " CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
						+ " 'BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END';"
						+ " CREATE TRIGGER slow AFTER UPDATE ON counted FOR EACH STATEMENT EXECUTE FUNCTION slow()");
		this.servers.replicateSynchronously();
		Migrator.builder(this.servers.primary().getPostgresDatabase(), this.scripts).build().migrate();
	}

	@AfterEach
	void stopServers() throws Exception {
		this.servers.close();
	}

	private ConfigurableApplicationContext start(String url) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.datasource.url=" + url, "spring.datasource.username=postgres",
					"spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false",
					"spring.flyway.enabled=false", "spring.liquibase.enabled=false", "app.migrations.backfill.lease=1s")
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(ScriptSource.class,
					() -> this.scripts))
			.run();
	}

	private String promoted(String sql) throws SQLException {
		return PrimaryAndStandby.value(this.servers.standby(), sql);
	}

	private void awaitEnd() throws SQLException {
		await().atMost(SOON)
			.until(() -> promoted("SELECT count(*) FROM migration_history WHERE migration_name = '1_count.sql'")
				.equals("1"));
		assertThat(promoted("SELECT string_agg(concat_ws(' ', n, count), ', ') FROM"
				+ " (SELECT n, count(*) FROM counted GROUP BY n) c"))
			.isEqualTo("1 " + ROWS);
	}

	@Test
	void instanceGoesOnWhereTheStandbyStoodWhenItIsPromoted() throws Exception {
		try (ConfigurableApplicationContext context = start(this.servers.url())) {
			await().atMost(SOON)
				.until(() -> promoted("SELECT coalesce(sum(rows_done), 0) > 3000 FROM migration_progress").equals("t"));
			this.servers.crashPrimary();
			assertThat(promoted("SELECT sum(n) < " + ROWS + " FROM counted")).isEqualTo("t");
			this.servers.promote();
			awaitEnd();
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void instanceOnAStandbyDoesNothingUntilThatIsPromoted(CapturedOutput output) throws Exception {
		String url = "jdbc:postgresql://localhost:" + this.servers.standby().getPort() + "/postgres";
		try (ConfigurableApplicationContext context = start(url)) {
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> context.getBean(Migrator.class)
					.backfills()
					.run(new BackfillRequest(null, 0, Duration.ofMillis(1500))))
				.withMessageContaining("the database is read-only (the server is a standby)");
			assertThat(promoted("SELECT state FROM migration_progress")).isEqualTo("pending");
			assertThat(output).doesNotContain("25006", "Backfills cannot go on");
			this.servers.promote();
			this.servers.crashPrimary();
			awaitEnd();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
