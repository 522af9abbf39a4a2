package dev.appmigrations.documentation;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the page on migrations in Java.
 */
class JavaMigrationsPageTests {

	private static final String PAGE = "java-migrations.md";

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	Path temp;

	private Class<?> example(String name) throws Exception {
		Snippet snippet = Snippet.of(PAGE, "java")
			.stream()
			.filter((found) -> found.text().contains("class " + name))
			.findFirst()
			.orElseThrow();
		return JavaSnippetTests.compile(snippet, Files.createDirectories(this.temp.resolve(name)), "");
	}

	@Test
	void exampleOfABackfillRunsInBatches() throws Exception {
		Path scripts = Files.createDirectories(this.temp.resolve("scripts"));
		Files.writeString(scripts.resolve("V9__count_customers.sql"),
				"CREATE TABLE customer (id bigint PRIMARY KEY, phone text, phone_hash text); INSERT INTO customer SELECT"
						+ " i, nullif(i, 7) FROM generate_series(1, 1500) i; CREATE TABLE report (hashed bigint);"
						+ " INSERT INTO report VALUES (0);");
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "app.migrations.locations=file:" + scripts,
					"shop.phone-key=secret")
			.withUserConfiguration(example("HashPhoneNumbers"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.value("SELECT count(DISTINCT phone_hash) FROM customer")).isEqualTo("1499");
				assertThat(this.database.value("SELECT hashed FROM report")).isEqualTo("1500");
			});
	}

	@Test
	void examplesRunInOneOrderWithFilesAndCanBeUndone() throws Exception {
		Path scripts = Files.createDirectories(this.temp.resolve("scripts"));
		Files.writeString(scripts.resolve("V1__customer.sql"),
				"CREATE TABLE customer (id int, phone text); INSERT INTO customer VALUES (1, '0049123'), (2, '110');"
						+ " CREATE TABLE report (customers int);");
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							JdbcClientAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "app.migrations.locations=file:" + scripts)
			.withUserConfiguration(example("NormalizePhoneNumbers"), example("PhoneMigrations"),
					example("CountCustomers"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Migrator migrator = context.getBean(Migrator.class);
				assertThat(this.database.list("SELECT phone FROM customer ORDER BY id")).containsExactly("+49123",
						"110");
				assertThat(this.database
					.value("SELECT indisvalid FROM pg_index WHERE indexrelid =" + " 'customer_phone'::regclass"))
					.isEqualTo("t");
				migrator.migrate();
				assertThat(this.database.value("SELECT customers FROM report")).isEqualTo("2");
				this.database.execute("DELETE FROM migration_history WHERE migration_name ~ '^V[89]'");
				migrator.rollbacks().run(new RollbackRequest.Last(1));
				assertThat(this.database.list("SELECT phone FROM customer ORDER BY id")).containsExactly("0049123",
						"110");
			});
	}

}
