package dev.appmigrations.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.engine.Migrator;
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
 * The examples of the page on several databases do what it says, with databases of the
 * tests and folders in the place of those on the class path.
 */
class DatabasesPageTests {

	private static final String PAGE = "databases.md";

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	@TempDir
	Path temp;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() throws IOException {
		for (String folder : List.of("reports", "archive", "migration")) {
			Files.writeString(Files.createDirectories(this.temp.resolve("db").resolve(folder)).resolve("1_x.sql"),
					"CREATE TABLE of_" + folder + " ();");
		}
		this.application = new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class));
	}

	private String[] ownDatabase() {
		return new String[] { "spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
				"spring.datasource.password=postgres",
				"app.migrations.locations=file:" + this.temp.resolve("db/migration") };
	}

	@Test
	void databasesByPropertiesAreMigratedBesideTheApplicationsOwn() throws IOException {
		this.other.execute("CREATE ROLE owner_of_" + this.other.name() + " SUPERUSER LOGIN");
		try {
			this.application
				.withPropertyValues(Snippet.of(PAGE, "yaml")
					.get(0)
					.properties(this.temp,
							Map.of("jdbc:postgresql://reports.example.com:5432/reports", this.other.url(), "owner",
									"owner_of_" + this.other.name())))
				.withPropertyValues(ownDatabase())
				.withBean("shop", DataSource.class, () -> this.database.dataSource(),
						(definition) -> definition.setPrimary(true))
				.withBean("archive", DataSource.class, () -> this.other.dataSource())
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("migrator", "reportsMigrator",
							"salesArchiveMigrator");
					assertThat(this.database.value("SELECT to_regclass('of_migration')")).isEqualTo("of_migration");
					assertThat(this.other.value("SELECT to_regclass('public.of_reports')")).isEqualTo("of_reports");
					assertThat(this.other.value("SELECT to_regclass('archived.of_archive')"))
						.isEqualTo("archived.of_archive");
				});
		}
		finally {
			this.other.execute("REASSIGN OWNED BY owner_of_" + this.other.name() + " TO postgres; DROP ROLE owner_of_"
					+ this.other.name());
		}
	}

	@Test
	void ownMigratorIsMadeWithTheProperties() throws Exception {
		Class<?> example = JavaSnippetTests.compile(Snippet.of(PAGE, "java").get(0), this.temp,
				"file:" + this.temp + "/");
		this.application.withPropertyValues(ownDatabase())
			.withPropertyValues("app.migrations.release=7")
			.withUserConfiguration(example)
			.withBean("shop", DataSource.class, () -> this.database.dataSource(),
					(definition) -> definition.setPrimary(true))
			.withBean("archive", DataSource.class, () -> this.other.dataSource())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(Migrator.class)).containsOnlyKeys("migrator", "archiveMigrator");
				assertThat(this.other.list("SELECT migration_name || release FROM archived.migration_history"))
					.containsExactly("1_x.sql7");
			});
	}

	@Test
	void markedDataSourceIsMigratedWith() throws Exception {
		Class<?> example = JavaSnippetTests.compile(Snippet.of(PAGE, "java").get(1), this.temp,
				"file:" + this.temp + "/");
		this.application.withPropertyValues(ownDatabase())
			.withPropertyValues("shop.owner.url=" + this.other.url(), "shop.owner.username=postgres")
			.withUserConfiguration(example)
			.run((context) -> {
				assertThat(context).hasNotFailed().hasBean("dataSource");
				assertThat(this.other.value("SELECT to_regclass('of_migration')")).isEqualTo("of_migration");
				assertThat(this.database.value("SELECT to_regclass('of_migration')")).isNull();
			});
	}

	@Test
	void roleOfTheOptionsOwnsTheTables() throws IOException {
		String owner = "shop_owner_" + this.database.name();
		String deployer = "deployer_" + this.database.name();
		this.database.execute("CREATE ROLE " + owner + "; CREATE ROLE " + deployer + " LOGIN IN ROLE " + owner
				+ "; GRANT ALL ON SCHEMA public TO " + owner);
		try {
			this.application
				.withPropertyValues(Snippet.of(PAGE, "yaml")
					.get(1)
					.properties(this.temp,
							Map.of("jdbc:postgresql://db.example.com:5432/shop", this.database.url(), "shop_owner",
									owner, "deployer", deployer)))
				.withPropertyValues("app.migrations.locations=file:" + this.temp.resolve("db/migration"))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(this.database.value("SELECT tableowner FROM pg_tables WHERE tablename = 'of_migration'"))
						.isEqualTo(owner);
					assertThat(this.database.value("SELECT applied_by FROM migration_history")).isEqualTo(deployer);
				});
		}
		finally {
			this.database.execute("DROP OWNED BY " + owner + "; DROP ROLE " + deployer + "; DROP ROLE " + owner);
		}
	}

}
