package dev.appmigrations.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
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
 * The examples of the page on hooks that change what a start does.
 */
class ListenersPageTests {

	private static final String PAGE = "listeners.md";

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	Path temp;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() throws IOException {
		Files.writeString(this.temp.resolve("1_region.sql"), "CREATE TABLE region AS SELECT '${region}' AS name;");
		this.application = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "app.migrations.locations=file:" + this.temp);
	}

	private Class<?> example(String name) throws Exception {
		Snippet snippet = Snippet.of(PAGE, "java")
			.stream()
			.filter((found) -> found.text().contains("class " + name))
			.findFirst()
			.orElseThrow();
		return JavaSnippetTests.compile(snippet, this.temp, "");
	}

	@Test
	void customizerChangesTheMigrator() throws Exception {
		this.application.withUserConfiguration(example("RegionOfTheServer")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database.value("SELECT name FROM region")).isEqualTo("eu");
		});
	}

	@Test
	void strategyLetsOnlyWorkersMigrate() throws Exception {
		ApplicationContextRunner decided = this.application.withPropertyValues("app.migrations.placeholders.region=us")
			.withUserConfiguration(example("OnlyWorkersMigrate"));
		decided.run((context) -> assertThat(context).hasFailed());
		assertThat(this.database.value("SELECT to_regclass('region')")).isNull();
		decided.withPropertyValues("spring.profiles.active=worker")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database.value("SELECT name FROM region")).isEqualTo("us");
		decided.run((context) -> assertThat(context).hasNotFailed());
	}

}
