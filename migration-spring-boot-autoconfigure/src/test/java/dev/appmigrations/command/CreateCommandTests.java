package dev.appmigrations.command;

import java.io.StringWriter;
import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code create} and {@code up --create}.
 */
class CreateCommandTests {

	private static final String COMMENT = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '";

	@FreshDatabase
	TestDatabase database;

	private String role = "";

	private String missing = "";

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id integer);");

	@BeforeEach
	void createRole() {
		this.role = this.database.name() + "_creator";
		this.missing = this.database.name() + " \"new\"";
		this.database.execute("CREATE ROLE " + this.role + " LOGIN CREATEDB");
	}

	@AfterEach
	void drop() {
		this.database
			.executeOnServer("DROP DATABASE IF EXISTS \"" + this.missing.replace("\"", "\"\"") + "\" WITH (FORCE)");
		this.database.executeOnServer("DROP ROLE " + this.role);
	}

	private DataSource to(String name) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://localhost:" + TestDatabase.port() + "/x");
		dataSource.setDatabaseName(name);
		dataSource.setUser(this.role);
		return dataSource;
	}

	private CommandProcess.Result migrations(String name, String... arguments) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		Terminal terminal = Terminal.of(out, err, List.of(arguments).contains("--json"), null, false);
		CommandRun run = new CommandRun(MigrationsCommand.commandLine(terminal).parseArgs(arguments), terminal);
		int code = run.execute(new StandardEnvironment(), () -> Migrator.builder(to(name), this.scripts).build());
		terminal.flush();
		return new CommandProcess.Result(code, out.toString(), err.toString());
	}

	private String comment(String name) {
		return String.valueOf(this.database.value(COMMENT + name + "'"));
	}

	@Test
	void createWhenDatabaseIsMissingCreatesAndMarksIt() {
		CommandProcess.Result result = migrations(this.missing, "create");
		assertThat(result.out()).contains("Created database " + this.missing + ", marked as one for development.");
		assertThat(result.code()).isZero();
		assertThat(comment(this.missing)).startsWith("migrations: development database ");
		assertThat(this.database
			.value("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '" + this.missing + "'"))
			.isEqualTo(this.role);
		assertThat(migrations(this.missing, "create", "--json").out().strip()).isEqualTo(
				"{\"database\":\"" + this.missing.replace("\"", "\\\"") + "\",\"created\":false,\"development\":true}");
	}

	@Test
	void createWhenDatabaseIsThereIsASuccessThatMarksNothing() {
		this.database.execute("COMMENT ON DATABASE " + this.database.name() + " IS 'the shop'");
		CommandProcess.Result result = migrations(this.database.name(), "create");
		assertThat(result.out()).contains("exists already", "Nothing was changed.");
		assertThat(result.code()).isZero();
		assertThat(comment(this.database.name())).isEqualTo("the shop");
	}

	@Test
	void createWhenUnmarkedLeavesNoMark() {
		assertThat(migrations(this.missing, "create", "--unmarked").code()).isZero();
		assertThat(comment(this.missing)).isEqualTo("null");
	}

	@Test
	void createWhenRoleMayNotSaysWhatToDo() {
		this.database.execute("ALTER ROLE " + this.role + " NOCREATEDB");
		CommandProcess.Result result = migrations(this.missing, "create");
		assertThat(result.err()).contains("may not create databases", "CREATEDB", "CREATE DATABASE \"");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
	}

	@Test
	void createWhenDatabaseOfOthersIsClosedUsesTheNextOne() {
		this.database.executeOnServer("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC");
		try {
			assertThat(migrations(this.missing, "create").code()).isZero();
		}
		finally {
			this.database.executeOnServer("GRANT CONNECT ON DATABASE postgres TO PUBLIC");
		}
	}

	@Test
	void createWhenServerIsDownHasTheCodeOfAMissingConnection() {
		PGSimpleDataSource nowhere = (PGSimpleDataSource) to("x");
		nowhere.setPortNumbers(new int[] { 1 });
		StringWriter err = new StringWriter();
		Terminal terminal = Terminal.of(new StringWriter(), err, false, null, false);
		CommandRun run = new CommandRun(MigrationsCommand.commandLine(terminal).parseArgs("create"), terminal);
		assertThat(run.execute(new StandardEnvironment(), () -> Migrator.builder(nowhere, this.scripts).build()))
			.isEqualTo(ExitCode.NO_CONNECTION);
	}

	@Test
	void upWhenItCreatesTheDatabaseMigratesItUnmarked() {
		CommandProcess.Result result = migrations(this.missing, "up", "--create");
		assertThat(result.out()).contains("Created database " + this.missing + ".", "applied   1_a.sql");
		assertThat(result.code()).isZero();
		assertThat(comment(this.missing)).isEqualTo("null");
		assertThat(migrations(this.missing, "up", "--create").out()).contains("Nothing to do.")
			.doesNotContain("Created");
	}

}
