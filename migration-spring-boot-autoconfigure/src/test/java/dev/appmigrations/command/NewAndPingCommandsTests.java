package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import dev.appmigrations.support.GoldenDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code new}, {@code ping} and {@code completion}.
 */
class NewAndPingCommandsTests {

	private static final LocalDate DAY = LocalDate.of(2025, 11, 12);

	@TempDir
	Path temp;

	private CommandProcess application;

	@BeforeEach
	void create() {
		this.application = new CommandProcess(this.temp);
	}

	@Test
	void pingShowsTheConnection() throws Exception {
		try (TestDatabase database = TestDatabase.create()) {
			CommandProcess.Result result = this.application.database(database).migrations("ping");
			assertThat(result.out()).contains("Server      PostgreSQL ", "Database    " + database.name(),
					"Role        postgres, a superuser", "Encryption  none", "Pooler      none", "  search_path");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			String out = this.application.migrations("ping", "--json").out();
			new GoldenDatabase(database).assertIn(out, "/database");
			JsonContent json = new JsonContent(out);
			assertThat(json).extractingPath("$")
				.asMap()
				.containsOnlyKeys("database", "login", "superuser", "server", "mayCreate", "encryption",
						"roundTripMicros", "settings")
				.containsEntry("mayCreate", true);
			assertThat(json).extractingPath("$.settings.lock_timeout").isEqualTo("0");
		}
	}

	@Test
	void completionPrintsAScriptThatBashUnderstands() throws Exception {
		CommandProcess.Result result = this.application.migrations("completion");
		assertThat(result.out()).startsWith("#!/usr/bin/env bash").contains("--allow-pending");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		Process bash = new ProcessBuilder("bash", "-n", this.temp.resolve("out").toString()).start();
		assertThat(bash.waitFor()).isZero();
	}

	/**
	 * {@code new}.
	 */
	@Nested
	class New {

		@Test
		void newCreatesAMigrationAndItsRollbackThatCanRun() throws Exception {
			String today = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
			CommandProcess application = NewAndPingCommandsTests.this.application;
			CommandProcess.Result result = application.migrations("new", "Add", "bounce-tracking!");
			assertThat(result.out().lines()).hasSize(1)
				.first()
				.asString()
				.matches(".*/migrations/20\\d{6}000001_add_bounce_tracking\\.sql");
			assertThat(result.out()).contains(today);
			assertThat(result.err()).contains("_add_bounce_tracking.down.sql");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			try (TestDatabase database = TestDatabase.create()) {
				assertThat(application.database(database).migrations("up").code()).isEqualTo(ExitCode.OK);
			}
		}

		@Test
		void newWhenLocationIsOnTheClassPathCreatesItBelowTheResources() throws Exception {
			CommandProcess application = NewAndPingCommandsTests.this.application.property("app.migrations.locations",
					"classpath:db/migration");
			CommandProcess.Result missing = application.migrations("new", "x");
			assertThat(missing.err()).contains("src/main/resources").contains("--dir");
			assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
			Path resources = Files.createDirectories(NewAndPingCommandsTests.this.temp.resolve("src/main/resources"));
			assertThat(application.migrations("new", "x").code()).isEqualTo(ExitCode.OK);
			assertThat(resources.resolve("db/migration")).isDirectoryContaining("glob:**_x.sql")
				.isDirectoryContaining("glob:**_x.down.sql");
		}

		@Test
		void nextComesAfterAllThatAreThere() throws Exception {
			Path folder = NewAndPingCommandsTests.this.temp;
			assertThat(NewMigration.next(folder, "a b", DAY).name()).isEqualTo("20251112000001_a_b.sql");
			Files.createFile(folder.resolve("20251112000007_x.sql"));
			assertThat(NewMigration.next(folder, "a", DAY).rollback()).isEqualTo("20251112000008_a.down.sql");
			Files.createFile(Files.createDirectories(folder.resolve("later")).resolve("20260101000001_x.sql"));
			assertThat(NewMigration.next(folder, "a", DAY).version()).isEqualTo(20260101000002L);
		}

		@Test
		void textsComeFromTheTemplatesOfTheFolder() throws Exception {
			Path folder = NewAndPingCommandsTests.this.temp;
			Files.writeString(folder.resolve("migration.sql.template"),
					"-- {{version}} {{description}} ({{rollback}})");
			NewMigration migration = NewMigration.next(folder, "Füge Öl hinzu", DAY);
			NewTemplates.Template template = NewTemplates.find(NewTemplates.DEFAULT, folder);
			assertThat(migration.upText(template))
				.isEqualTo("-- 20251112000001 Füge Öl hinzu (20251112000001_fuge_ol_hinzu.down.sql)");
			assertThat(migration.downText(template)).startsWith("-- Undoes 20251112000001_fuge_ol_hinzu.sql");
		}

		@Test
		void templateByNameIsOursOrTheUsers() throws Exception {
			Path folder = NewAndPingCommandsTests.this.temp;
			NewMigration migration = NewMigration.next(folder, "Create orders", DAY);
			assertThat(migration.upText(NewTemplates.find("table", folder))).contains("CREATE TABLE orders (");
			assertThat(migration.downText(NewTemplates.find("table", folder))).contains("DROP TABLE orders;");
			assertThat(migration.upText(NewTemplates.find("rls", folder)))
				.contains("ALTER TABLE orders ENABLE ROW LEVEL SECURITY;");
			assertThat(migration.upText(NewTemplates.find("supabase", folder))).contains("-- Step 5: comments",
					"CREATE POLICY", "COMMENT ON TABLE public.orders");
			Files.writeString(folder.resolve("table.sql.template"), "CREATE TABLE {{table}}_mine ();");
			Files.writeString(folder.resolve("audit.sql.template"), "-- audit");
			assertThat(migration.upText(NewTemplates.find("table", folder))).isEqualTo("CREATE TABLE orders_mine ();");
			assertThat(migration.downText(NewTemplates.find("table", folder))).doesNotContain("DROP");
			assertThat(migration.upText(NewTemplates.find("audit", folder))).isEqualTo("-- audit");
			assertThatExceptionOfType(UsageException.class).isThrownBy(() -> NewTemplates.find("nowhere", folder))
				.withMessageContaining("nowhere");
		}

		@Test
		void editorIsTheOneOfTheEnvironmentWithItsOptions() throws Exception {
			Path file = Files.createFile(NewAndPingCommandsTests.this.temp.resolve("a b.sql"));
			assertThat(TextEditor.of(Map.of("VISUAL", "code --wait", "EDITOR", "vi")).command())
				.isEqualTo("code --wait");
			assertThat(TextEditor.of(Map.of("VISUAL", " ", "EDITOR", "vi")).command()).isEqualTo("vi");
			assertThatExceptionOfType(UsageException.class).isThrownBy(() -> TextEditor.of(Map.of()));
			new TextEditor("rm -f").open(file);
			assertThat(file).doesNotExist();
			assertThatExceptionOfType(UsageException.class).isThrownBy(() -> new TextEditor("false").open(file));
		}

	}

}
