package dev.appmigrations.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.appmigrations.actuate.endpoint.MigrationsEndpoint;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.tenant.TenantsFailedException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose tenants have a schema each.
 */
class TenantsOfApplicationTests {

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	private Path folder;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() throws Exception {
		Files.writeString(this.folder.resolve("1_orders.sql"), "CREATE TABLE orders (id bigint PRIMARY KEY);");
		this.application = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "app.migrations.tenants.locations=file:" + this.folder);
	}

	@Test
	void startMigratesTheSharedSchemaAndThenTheTenants() {
		this.application
			.withPropertyValues("app.migrations.tenants.schemas=red,blue",
					"app.migrations.tenants.query=SELECT pg_catalog.concat('person_', id) FROM public.person")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(Tenants.class);
				assertThat(this.database
					.list("SELECT table_schema FROM information_schema.tables WHERE table_name = 'orders' ORDER BY 1"))
					.contains("blue", "red")
					.anyMatch((name) -> name.startsWith("person_"));
				Tenants tenants = context.getBean(Tenants.class);
				assertThat(tenants.isReady("red")).isTrue();
				assertThat(tenants.isReady("green")).isFalse();
				tenants.migrate("green");
				assertThat(tenants.isReady("green")).isTrue();
			});
	}

	@Test
	void startWhenATenantFailsFailsAndNamesIt() {
		this.database.execute("CREATE SCHEMA red; CREATE TABLE red.orders (x int)");
		this.application.withPropertyValues("app.migrations.tenants.schemas=red").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.satisfies((cause) -> assertThat(cause).hasMessageContaining("already exists"));
			assertThat(context.getStartupFailure()).hasStackTraceContaining(TenantsFailedException.class.getName())
				.hasStackTraceContaining("Tenant red: Migration 1_orders.sql failed at");
		});
	}

	@Test
	void startWhenATenantFailsAndTheOthersGoOnStarts() {
		this.database.execute("CREATE SCHEMA blue; CREATE TABLE blue.orders (x int)");
		this.application
			.withPropertyValues("app.migrations.tenants.schemas=red,blue", "app.migrations.tenants.on-failure=continue")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Tenants.class).isReady("red")).isTrue();
				assertThat(context.getBean(Tenants.class).isReady("blue")).isFalse();
			});
	}

	@Test
	void endpointSumsThemUpAndShowsOneOfThem() {
		this.database.execute("CREATE SCHEMA blue; CREATE TABLE blue.orders (x int)");
		this.application
			.withConfiguration(
					AutoConfigurations.of(MigrationsEndpointAutoConfiguration.class, EndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*", "app.migrations.tenants.schemas=red,blue",
					"app.migrations.tenants.on-failure=continue")
			.run((context) -> {
				MigrationsEndpoint endpoint = context.getBean(MigrationsEndpoint.class);
				assertThat(endpoint.migrations(null, null).contexts().values()).singleElement().satisfies((all) -> {
					assertThat(all.migrators()).containsOnlyKeys("migrator");
					assertThat(all.tenants()).isNotNull();
					assertThat(all.tenants().total()).isEqualTo(2);
					assertThat(all.tenants().ready()).isEqualTo(1);
					assertThat(all.tenants().pending()).containsExactly("blue");
				});
				assertThat(endpoint.migrations("blue", null).contexts().values()).singleElement()
					.satisfies((one) -> assertThat(one.migrators().get("blue").pending()).hasSize(1));
				assertThat(endpoint.migrations("pg_catalog", null).contexts().values()).singleElement()
					.satisfies((one) -> assertThat(one.migrators().get("pg_catalog").state()).isEqualTo("unavailable"));
			});
	}

	@Test
	void startWithAPoolOfOneMigratesOneAfterTheOther() {
		this.application
			.withPropertyValues("app.migrations.tenants.schemas=red,blue,green",
					"spring.datasource.hikari.maximum-pool-size=1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Tenants.class).options().parallel()).isEqualTo(1);
			});
	}

	@Test
	void startWithoutTenantsHasNoBeanForThem() {
		this.application.withPropertyValues("app.migrations.tenants.locations=")
			.run((context) -> assertThat(context).hasFailed());
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres")
			.run((context) -> assertThat(context).doesNotHaveBean(Tenants.class));
	}

}
