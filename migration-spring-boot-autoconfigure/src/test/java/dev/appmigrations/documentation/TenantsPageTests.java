package dev.appmigrations.documentation;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the page on tenants do what it says.
 */
class TenantsPageTests {

	private static final String PAGE = "tenants.md";

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	@TempDir
	Path temp;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() throws IOException {
		script("migration", "1_customer.sql",
				"CREATE TABLE customer (schema_name text); INSERT INTO customer VALUES ('initech');");
		script("tenant", "1_orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);");
		this.application = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres",
					"app.migrations.locations=file:" + this.temp.resolve("db/migration"),
					"app.migrations.tenants.locations=file:" + this.temp.resolve("db/tenant"));
	}

	private void script(String folder, String name, String text) throws IOException {
		Files.writeString(Files.createDirectories(this.temp.resolve("db").resolve(folder)).resolve(name), text);
	}

	@Test
	void tenantsOfTheListAndOfTheQueryAreMigrated() throws IOException {
		this.application.withPropertyValues(Snippet.of(PAGE, "yaml").get(0).properties(this.temp, Map.of()))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Tenants.class).names()).containsExactly("acme", "globex", "initech");
				assertThat(this.database
					.list("SELECT schemaname FROM pg_tables WHERE tablename = 'orders' ORDER BY schemaname"))
					.containsExactly("acme", "globex", "initech");
			});
	}

	@Test
	void laterTenantIsServedWhenItIsMigrated() throws Exception {
		Class<?> example = JavaSnippetTests.compile(Snippet.of(PAGE, "java").get(0), this.temp, "");
		this.application.withPropertyValues("app.migrations.tenants.schemas=acme").run((context) -> {
			Constructor<?> constructor = example.getDeclaredConstructor(Tenants.class);
			constructor.setAccessible(true);
			Object customers = constructor.newInstance(context.getBean(Tenants.class));
			assertThat(canBeServed(customers, "acme")).isTrue();
			assertThat(canBeServed(customers, "hooli")).isFalse();
			call(customers, "add", "hooli");
			assertThat(canBeServed(customers, "hooli")).isTrue();
		});
	}

	private static boolean canBeServed(Object customers, String schema) throws Exception {
		return (Boolean) call(customers, "canBeServed", schema);
	}

	private static Object call(Object customers, String method, String schema) throws Exception {
		Method found = customers.getClass().getDeclaredMethod(method, String.class);
		found.setAccessible(true);
		return found.invoke(customers, schema);
	}

	@Test
	void tenantsHaveADatabaseEach() throws Exception {
		Class<?> example = JavaSnippetTests.compile(Snippet.of(PAGE, "java").get(1), this.temp, "");
		this.application.withUserConfiguration(example)
			.withBean("shop", DataSource.class, () -> this.database.dataSource(),
					(definition) -> definition.setPrimary(true))
			.withBean("acme", DataSource.class, () -> this.other.dataSource())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Tenants.class).names()).isEqualTo(List.of("acme"));
				assertThat(this.other.value("SELECT to_regclass('orders')")).isEqualTo("orders");
				assertThat(this.database.value("SELECT to_regclass('orders')")).isNull();
			});
	}

}
