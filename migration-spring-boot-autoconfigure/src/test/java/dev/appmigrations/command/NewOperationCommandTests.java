package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code new OPERATION}.
 */
class NewOperationCommandTests {

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	Path temp;

	private CommandProcess application;

	@BeforeEach
	void create() {
		this.application = new CommandProcess(this.temp).database(this.database);
		this.database.execute("CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'anon')");
	}

	@Test
	void operationWritesFilesWithConsecutiveVersionsThatRun() throws Exception {
		CommandProcess.Result result = this.application.migrations("new", "rename-column", "users.name", "full_name");
		assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.OK);
		List<String> files = result.out().lines().map((line) -> Path.of(line).getFileName().toString()).toList();
		assertThat(files).hasSize(4);
		long first = Long.parseLong(files.get(0).substring(0, 14));
		assertThat(files).containsExactly(first + "_add_users_full_name.sql", (first + 1) + "_fill_users_full_name.sql",
				(first + 2) + "_require_users_full_name.sql", (first + 3) + "_drop_users_name.sql");
		assertThat(result.err()).contains("Ship " + (first + 3) + "_drop_users_name.sql with the next release");
		assertThat(this.application.migrations("up").code()).isEqualTo(ExitCode.OK);
		CommandProcess.Result contract = this.application.migrations("contract", "--force", "--yes");
		assertThat(contract.code()).as(contract.err()).isEqualTo(ExitCode.OK);
		this.database.execute("INSERT INTO users (id) VALUES (1)");
		assertThat(this.database.value("SELECT full_name FROM users")).isEqualTo("anon");
	}

	@Test
	void printWritesNoFileAndSaysTheSameAgain() throws Exception {
		CommandProcess.Result first = this.application.migrations("new", "rename-column", "users.name", "full_name",
				"--print");
		CommandProcess.Result second = this.application.migrations("new", "rename-column", "users.name", "full_name",
				"--print");
		assertThat(first.out()).contains("ADD COLUMN full_name text;").isEqualTo(second.out());
		try (var files = Files.walk(this.temp)) {
			assertThat(files.map(Path::toString)).noneMatch((file) -> file.endsWith("_name.sql"));
		}
	}

	@Test
	void filesOfTheNextReleaseGoWhereTheyAreWanted() throws Exception {
		Path next = this.temp.resolve("next");
		this.application.migrations("new", "rename-column", "users.name", "full_name", "--next-dir", next.toString());
		assertThat(next).isDirectoryContaining("glob:**_drop_users_name.sql");
	}

	@Test
	void jsonHasFilesStepsAndLocks() throws Exception {
		CommandProcess.Result result = this.application.migrations("new", "rename-column", "users.name", "full_name",
				"--print", "--json");
		JsonContent json = new JsonContent(result.out());
		assertThat(json).extractingPath("$.files[*].release")
			.asArray()
			.containsExactly("this release", "this release", "this release", "the next release");
		assertThat(json).extractingPath("$.files[0].steps[0].locks[0].mode").isEqualTo("ACCESS EXCLUSIVE");
		assertThat(json).extractingPath("$.files[2].steps[1].scans[0]").isEqualTo("users");
		assertThat(json).extractingPath("$.files[3].phase").isEqualTo("contract");
	}

	@Test
	void scratchDatabaseHasWhatAllMigrationsMakeAndTheApplicationsIsNotRead() throws Exception {
		CommandProcess alone = new CommandProcess(this.temp)
			.script("1_a.sql", "CREATE TABLE accounts (id bigint PRIMARY KEY, nick text, CHECK (nick <> ''));")
			.script("2_b.sql", "-- migrate:phase contract\nALTER TABLE accounts ADD COLUMN age int;");
		String server = "--scratch=postgresql://postgres:postgres@localhost:" + TestDatabase.port() + "/postgres";
		CommandProcess.Result result = alone.migrations("new", "change-type", "accounts.age", "bigint", "--to", "years",
				"--print", server);
		assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.OK);
		assertThat(result.out()).contains("ADD COLUMN years bigint;");
		CommandProcess.Result json = alone.migrations("new", "drop-column", "accounts.nick", "--print", "--json",
				"--scratch=embedded");
		assertThat(json.code()).as(json.err()).isEqualTo(ExitCode.OK);
		assertThat(new JsonContent(json.out())).extractingPath("$.files[0].phase").isEqualTo("contract");
		assertThat(this.database.value("SELECT to_regclass('accounts') IS NULL")).isEqualTo("t");
		assertThat(this.database.value("SELECT count(*) FROM pg_database WHERE datname LIKE 'appmigrations\\_new%'"))
			.isEqualTo("0");
	}

	@Test
	void migrationThatFailsOnTheScratchDatabaseIsNamed() throws Exception {
		this.application.script("1_a.sql", "CREATE TABLE accounts (id bigint PRIMARY KEY);\nSELECT 1/0;");
		CommandProcess.Result result = this.application.migrations("new", "drop-table", "accounts", "--print",
				"--scratch");
		assertThat(result.code()).isNotEqualTo(ExitCode.OK);
		assertThat(result.err()).contains("The migrations cannot be applied to a scratch database", "1_a.sql:2:1",
				"division by zero");
	}

	@Test
	void whatCannotBeIsSaidWithWhatToDo() throws Exception {
		CommandProcess.Result missing = this.application.migrations("new", "rename-column", "users.nam", "full_name");
		assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
		assertThat(missing.err()).contains("Table users has no column nam.", "id, name");
		CommandProcess.Result few = this.application.migrations("new", "rename-column");
		assertThat(few.err()).contains("rename-column takes 2 arguments, not 0", "new \"rename-column \"");
		CommandProcess.Result option = this.application.migrations("new", "add", "orders", "--to", "x");
		assertThat(option.err()).contains("There is no operation 'add'");
	}

	@Test
	void descriptionThatIsOneWordInQuotesIsNoOperation() throws Exception {
		CommandProcess.Result result = this.application.migrations("new", "rename-column of users");
		assertThat(result.out()).contains("_rename_column_of_users.sql");
	}

	@Test
	void operationsAreListed() throws Exception {
		assertThat(this.application.migrations("new", "operations").out())
			.contains("new rename-column TABLE.COLUMN NEW_NAME", "--unique-now");
	}

}
