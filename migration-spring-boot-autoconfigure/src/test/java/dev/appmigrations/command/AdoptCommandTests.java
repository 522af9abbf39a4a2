package dev.appmigrations.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code adopt}.
 */
class AdoptCommandTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void create() {
		this.application = new CommandInProcess(this.database, this.scripts);
		this.database.execute("CREATE TABLE migrations (version text, name text, applied_at timestamptz);"
				+ "INSERT INTO migrations VALUES ('1', 'a', '2025-11-12 10:30:00+00')");
		this.scripts.with("1_a.sql", "CREATE TABLE a (id integer);").with("2_b.sql", "CREATE TABLE b (id integer);");
	}

	private CommandProcess.Result migrations(String... arguments) {
		return this.application.migrations(arguments);
	}

	private void loseFile() {
		this.database.execute("INSERT INTO migrations VALUES ('7', 'lost', '2025-11-13 10:30:00+00')");
	}

	private String history() {
		return ("t".equals(this.database.value("SELECT to_regclass('migration_history') IS NULL"))) ? "none" : String
			.join(" ", this.database.list("SELECT migration_name || ':' || origin FROM migration_history ORDER BY id"));
	}

	@Test
	void adoptTakesOverWhatHasAFile() {
		CommandProcess.Result result = migrations("adopt");
		assertThat(result.err()).isEmpty();
		assertThat(result.out()).startsWith("public.migrations (")
			.contains("STATE     APPLIED (UTC)     FILE <- ROW OF THE OTHER TOOL\n",
					"adopted   2025-11-12 10:30  1_a.sql <- ", "pending                     2_b.sql\n",
					"1 adopted, 0 without a file, 1 pending.\n");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(history()).isEqualTo("1_a.sql:adopted");
	}

	@Test
	void adoptWhenDryRunShowsAllAndWritesNothing() {
		loseFile();
		CommandProcess.Result result = migrations("adopt", "plain", "--dry-run");
		assertThat(result.out()).contains("to adopt  2025-11-12 10:30  1_a.sql", "no file   2025-11-13 10:30  <- ",
				"pending                     2_b.sql\n", "Warning: ", "1 to adopt, 1 without a file, 1 pending.\n");
		assertThat(result.out().lines().limit(6)).allMatch((line) -> line.length() <= Terminal.WIDTH);
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(history()).isEqualTo("none");
	}

	@Test
	void adoptWhenRowHasNoFileWantsTheToolNamed() {
		loseFile();
		assertThat(migrations("adopt", "--dry-run").code()).isEqualTo(ExitCode.PROBLEMS);
		CommandProcess.Result refused = migrations("adopt");
		assertThat(refused.err()).contains("has no file", "'migrations adopt plain'");
		assertThat(refused.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(history()).isEqualTo("none");
		assertThat(migrations("adopt", "plain").code()).isEqualTo(ExitCode.OK);
		assertThat(history()).isEqualTo("1_a.sql:adopted");
	}

	@Test
	void adoptWhenDoneBeforeAdoptsNothingAndSaysSo() {
		assertThat(migrations("adopt").code()).isEqualTo(ExitCode.OK);
		CommandProcess.Result again = migrations("adopt");
		assertThat(again.out()).contains("Nothing to adopt: its one migration is recorded already, 1 pending.")
			.doesNotContain("adopted  ");
		assertThat(again.code()).isEqualTo(ExitCode.OK);
		assertThat(history()).isEqualTo("1_a.sql:adopted");
		assertThat(migrations("adopt", "--dry-run").out()).contains("Nothing to adopt");
	}

	@Test
	void adoptWhenDoneBeforeAdoptsWhatHasComeSince() {
		migrations("adopt");
		this.database.execute("INSERT INTO migrations VALUES ('2', 'b', '2025-11-14 10:30:00+00')");
		assertThat(migrations("adopt").out()).contains("1 adopted, 1 recorded already, 0 without a file, 0 pending.");
		assertThat(history()).isEqualTo("1_a.sql:adopted 2_b.sql:adopted");
	}

	@Test
	void adoptWhenNothingFitsRefusesEvenIfTheToolIsNamed() {
		this.scripts.without("1_a.sql");
		CommandProcess.Result result = migrations("adopt", "plain");
		assertThat(result.err()).contains("No file stands for any row");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(history()).isEqualTo("none");
	}

	@Test
	void adoptInJsonHasTheDocumentedShape() {
		loseFile();
		JsonContent json = new JsonContent(migrations("adopt", "plain", "--json").out());
		assertThat(json).extractingPath("$")
			.asMap()
			.containsOnlyKeys("tool", "table", "files", "rowsWithoutFile", "pending", "recorded", "problems", "adopted")
			.containsEntry("tool", "plain")
			.containsEntry("table", "public.migrations")
			.containsEntry("pending", List.of("2_b.sql"))
			.containsEntry("adopted", true);
		assertThat(json).extractingPath("$.rowsWithoutFile").asArray().hasSize(1);
		assertThat(json).extractingPath("$.files[0]")
			.asMap()
			.containsOnlyKeys("name", "rows", "appliedAt", "appliedBy")
			.containsEntry("name", "1_a.sql")
			.containsEntry("appliedAt", "2025-11-12T10:30:00Z");
	}

	@Test
	void adoptWhenToolIsUnknownListsThose() {
		CommandProcess.Result result = migrations("adopt", "flywey");
		assertThat(result.err()).contains("There is no tool 'flywey'", "flyway, liquibase");
		assertThat(result.code()).isEqualTo(ExitCode.USAGE);
	}

	@Test
	void adoptWhenToolHasLeftNothingSaysSo() {
		CommandProcess.Result result = migrations("adopt", "flyway");
		assertThat(result.err()).contains("There is no history of flyway");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
	}

	/**
	 * {@code --rename}.
	 */
	@Nested
	class Rename {

		@TempDir
		Path temp;

		private Path old;

		private Path renamed;

		@BeforeEach
		void write() throws Exception {
			this.old = Files.createDirectory(this.temp.resolve("old"));
			this.renamed = this.temp.resolve("old-renamed");
			Files.writeString(this.old.resolve("1_a.sql"),
					"-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\nDROP TABLE a;\n");
		}

		private CommandProcess.Result rename(String... arguments) {
			List<String> command = new ArrayList<>(List.of("adopt", "--rename", this.old.toString()));
			command.addAll(List.of(arguments));
			return migrations(command.toArray(String[]::new));
		}

		@Test
		void adoptWritesTheFolderAnewAndNothingElse() {
			CommandProcess.Result result = rename("goose");
			assertThat(result.out()).startsWith("Written into " + this.renamed + ":\n").contains("1_a.sql <- 1_a.sql");
			assertThat(result.code()).isEqualTo(ExitCode.OK);
			assertThat(this.renamed.resolve("1_a.sql")).content().contains("CREATE TABLE a ();");
			assertThat(this.old).isDirectoryContaining("glob:**/1_a.sql");
			assertThat(history()).isEqualTo("none");
			CommandProcess.Result again = rename("goose");
			assertThat(again.out()).isEqualTo(result.out());
			assertThat(again.code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void adoptWhenAnotherFileIsThereNeverOverwritesIt() throws IOException {
			Files.createDirectories(this.renamed);
			Files.writeString(this.renamed.resolve("1_a.sql"), "mine");
			CommandProcess.Result result = rename("goose");
			assertThat(result.err()).contains("never overwritten");
			assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(this.renamed.resolve("1_a.sql")).hasContent("mine");
		}

		@Test
		void adoptWhenToolIsNamedNeedsNoDatabase() {
			AdoptCommandTests.this.database.close();
			assertThat(rename("goose").code()).isEqualTo(ExitCode.OK);
		}

		@Test
		void adoptWhenDryRunListsTheFilesAndWritesNone() {
			JsonContent json = new JsonContent(rename("goose", "--dry-run", "--json").out());
			assertThat(json).extractingPath("$")
				.asMap()
				.containsOnlyKeys("tool", "folder", "files", "problems", "written")
				.containsEntry("folder", this.renamed.toString())
				.containsEntry("written", false);
			assertThat(json).extractingPath("$.files[0]").asMap().containsOnlyKeys("from", "name");
			assertThat(rename("goose", "--dry-run").out()).startsWith("Would be written into ");
			assertThat(this.renamed).doesNotExist();
		}

		@Test
		void adoptWhenToolIsLeftOutFindsItInTheDatabase() {
			CommandProcess.Result result = rename();
			assertThat(result.err()).contains("--rename has nothing to do for plain");
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

		@Test
		void adoptWhenFolderIsMissingIsAMistake() throws Exception {
			Files.delete(this.old.resolve("1_a.sql"));
			Files.delete(this.old);
			CommandProcess.Result result = rename("goose");
			assertThat(result.err()).contains("There is no folder " + this.old);
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		}

	}

}
