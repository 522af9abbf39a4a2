package dev.appmigrations.autoconfigure;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.proof.MigrationProof;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test that the documentation shows: one line proves the rollbacks of an application.
 */
@JdbcTest(
		properties = { "app.migrations.startup=none", "spring.flyway.enabled=false", "spring.liquibase.enabled=false" })
@AutoConfigureTestDatabase(replace = Replace.NONE)
@DirtiesContext
class RollbackProofSliceTests {

	@FreshDatabase
	private static TestDatabase database;

	@DynamicPropertySource
	static void dataSource(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", database::url);
		registry.add("spring.datasource.username", database::username);
		registry.add("spring.datasource.password", database::password);
	}

	@Test
	void rollbacksUndoWhatTheirMigrationsDid(@Autowired Migrator migrator) {
		assertThat(migrator.rollbacks().prove().assertProven().migrations()).extracting(MigrationProof::migration)
			.isNotEmpty()
			.isEqualTo(migrator.status().pending().stream().map((pending) -> pending.name()).toList());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
