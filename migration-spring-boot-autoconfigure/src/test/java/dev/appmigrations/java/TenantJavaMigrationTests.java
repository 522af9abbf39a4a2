package dev.appmigrations.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.engine.Tenants;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Migrations in Java that run for each tenant.
 */
@ExtendWith(OutputCaptureExtension.class)
class TenantJavaMigrationTests {

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	private Path folder;

	@BeforeEach
	void writeScripts() throws IOException {
		Files.writeString(Files.createDirectory(this.folder.resolve("shared")).resolve("V1__tier.sql"),
				"CREATE TABLE tier (name text); INSERT INTO tier VALUES ('gold');");
		Files.writeString(Files.createDirectory(this.folder.resolve("tenant")).resolve("V1__item.sql"),
				"CREATE TABLE item (text text);");
		Files.writeString(this.folder.resolve("tenant/V3__last.sql"), "INSERT INTO item VALUES ('last');");
	}

	private ConfigurableApplicationContext startWithTenants(Class<?> application) {
		return start(application, "--app.migrations.tenants.schemas=north,south",
				"--app.migrations.tenants.locations=file:" + this.folder.resolve("tenant"));
	}

	private ConfigurableApplicationContext start(Class<?> application, String... properties) {
		return new SpringApplication(application).run(Stream
			.concat(Stream.of("--spring.main.web-application-type=none", "--spring.flyway.enabled=false",
					"--spring.liquibase.enabled=false", "--spring.datasource.url=" + this.database.url(),
					"--spring.datasource.username=postgres", "--spring.datasource.password=postgres",
					"--spring.jpa.hibernate.ddl-auto=none",
					"--app.migrations.locations=file:" + this.folder.resolve("shared")), Stream.of(properties))
			.toArray(String[]::new));
	}

	@Test
	void eachTenantIsMigratedInItsSchemaAndInOrderWithTheFiles() {
		try (ConfigurableApplicationContext context = startWithTenants(Shop.class)) {
			for (String tenant : new String[] { "north", "south" }) {
				assertThat(history(tenant)).containsExactly("V1__item.sql", "V2__greet", "V3__last.sql", "V4__late");
				assertThat(this.database.list("SELECT text FROM " + tenant + ".item"))
					.containsExactly("gold for " + tenant, "last", "1 tier");
			}
			assertThat(history("public")).containsExactly("V1__tier.sql", "V2__shared");
			Tenants tenants = context.getBean(Tenants.class);
			tenants.migrate("west");
			assertThat(history("west")).containsExactly("V1__item.sql", "V2__greet", "V3__last.sql", "V4__late");
			assertThat(tenants.isReady("west")).isTrue();
		}
	}

	@Test
	void failureNamesTheTenant() {
		this.database.execute("CREATE SCHEMA south; CREATE TABLE south.migration_note ()");
		assertThatException().isThrownBy(() -> startWithTenants(Failing.class))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("Tenant south: Migration V2__fail"));
		assertThat(history("south")).containsExactly("V1__item.sql");
	}

	@Test
	void migrationForTenantsThatDoNotExistIsRefused(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Failing.class))
			.satisfies((ex) -> assertThat(output).contains("No migrator applies V2__fail"));
	}

	private List<String> history(String schema) {
		return this.database.list("SELECT migration_name FROM " + schema + ".migration_history ORDER BY id");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

		@Bean
		@Migration(value = "V2__greet", tenants = true)
		JavaMigration greet() {
			return (context) -> context.jdbcClient()
				.sql("INSERT INTO item SELECT name || ' for ' || :tenant FROM tier")
				.param("tenant", context.placeholders().get("tenant"))
				.update();
		}

		@Bean
		@Migration(value = "V4__late", tenants = true, afterContext = true)
		JavaMigration late(ObjectProvider<JdbcClient> client) {
			return (context) -> context.jdbcClient()
				.sql("INSERT INTO item VALUES (:tiers || ' tier')")
				.param("tiers", client.getObject().sql("SELECT count(*)::text FROM tier").query(String.class).single())
				.update();
		}

		@Bean
		@Migration("V2__shared")
		JavaMigration shared() {
			return (context) -> context.jdbcClient().sql("INSERT INTO public.tier SELECT 'x' WHERE false").update();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Failing {

		@Bean
		@Migration(value = "V2__fail", tenants = true)
		JavaMigration fail() {
			return (context) -> context.jdbcClient().sql("CREATE TABLE migration_note ()").update();
		}

	}

}
