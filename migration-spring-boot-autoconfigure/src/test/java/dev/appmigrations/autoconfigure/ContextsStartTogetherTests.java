package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Twelve applications that start at the same moment on one empty database, each with a
 * pool of one connection.
 */
class ContextsStartTogetherTests {

	private static final int CONTEXTS = 12;

	private static final int MIGRATIONS = 30;

	@TempDir
	private Path folder;

	@FreshDatabase
	private TestDatabase database;

	// All of them share one Logback, which cannot be set up by several threads at once.
	@BeforeAll
	static void leaveLoggingAlone() {
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
	}

	@AfterAll
	static void releaseLogging() {
		System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
	}

	@BeforeEach
	void setUp() throws IOException {
		for (int i = 1; i <= MIGRATIONS; i++) {
			Files.writeString(this.folder.resolve(i + "_table.sql"),
					"CREATE TABLE t" + i + " (id int PRIMARY KEY);\nINSERT INTO t" + i + " VALUES (" + i + ");\n");
		}
		Files.writeString(this.folder.resolve("15.5_index.sql"), "CREATE INDEX CONCURRENTLY i15 ON t15 (id);\n");
	}

	@Test
	void eachMigrationIsAppliedOnceAndAllContextsComeUp() throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		List<Future<Boolean>> contexts = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(CONTEXTS);
		try {
			for (int i = 0; i < CONTEXTS; i++) {
				contexts.add(threads.submit(() -> {
					start.await();
					try (ConfigurableApplicationContext context = run()) {
						return context.isActive();
					}
				}));
			}
			start.countDown();
			for (Future<Boolean> context : contexts) {
				assertThat(context.get(3, TimeUnit.MINUTES)).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
		String all = String.valueOf(MIGRATIONS + 1);
		assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo(all);
		assertThat(this.database.value("SELECT count(*) FROM migration_log WHERE action = 'applied'")).isEqualTo(all);
		assertThat(this.database.value("SELECT count(*) FROM migration_log")).isEqualTo(all);
	}

	private ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"spring.datasource.hikari.maximum-pool-size=1", "spring.main.register-shutdown-hook=false",
					"spring.jmx.enabled=false", "app.migrations.locations=" + this.folder.toUri())
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class })
	static class Application {

	}

}
