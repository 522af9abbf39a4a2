package dev.appmigrations.sample.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The daily loop of a developer: wait, create, up, redo, drop.
 */
class PackagedDevelopmentIntegrationTests extends PackagedFolder {

	@BeforeEach
	void writeScripts() throws IOException {
		script("1_a.sql", "CREATE TABLE a (id integer);");
		script("1_a.down.sql", "DROP TABLE a;");
	}

	@Test
	void databaseOfADeveloperIsCreatedRedoneAndDropped() throws Exception {
		String name = this.database.name();
		OwnedDatabase.allowCreating();
		this.database.close();
		this.jar.migrations("wait", "--timeout", "100ms").failed(4).complains("does not exist");
		this.jar.migrations("redo").failed(4).complains("does not exist");
		this.jar.migrations("create").succeeded().prints("Created database " + name + ", marked");
		this.jar.migrations("wait").succeeded().prints("Database " + name + " is ready (PostgreSQL ");
		this.jar.migrations("create").succeeded().prints("exists already, marked");
		this.jar.migrations("up").succeeded().prints("applied   1_a.sql");
		script("1_a.sql", "CREATE TABLE a (id integer, name text);");
		this.jar.migrations("up").failed(1).complains("1_a.sql");
		this.jar.migrations("redo").succeeded().prints("undone    1_a.sql in ", "redone    1_a.sql in ");
		assertThat(this.database.list("SELECT name FROM a")).isEmpty();
		assertThat(this.jar.migrations("redo", "1", "--json").succeeded().json().at("/redone/0/name").asString())
			.isEqualTo("1_a.sql");
		this.jar.migrations("drop").failed(2).complains("--yes");
		this.jar.migrations("drop", "--yes").succeeded().prints("Dropped database " + name + ".");
		this.jar.migrations("drop", "--yes").succeeded().prints("does not exist");
		this.jar.migrations("up", "--create", "--development")
			.succeeded()
			.prints("Created database " + name, "Marked the database", "applied   1_a.sql");
	}

	@Test
	void databaseThatIsNotMarkedIsLeftAloneWhateverTheOptions() throws Exception {
		this.jar.migrations("up").succeeded();
		String before = this.database.content();
		this.jar.migrations("redo", "--yes").failed(1).complains("does not mark it", "up --development");
		this.jar.migrations("drop", "--yes", "--force").failed(1).complains("does not mark it");
		assertThat(this.database.content()).isEqualTo(before);
		this.database.execute("UPDATE migration_history SET applied_from = 'web-1 (shop)'");
		assertThat(this.jar.migrations("up", "--development", "--json").failed(1).json().at("/error/code").asString())
			.isEqualTo("NOT_FOR_DEVELOPMENT");
		assertThat(this.database.holds("shobj_description((SELECT oid FROM pg_database"
				+ " WHERE datname = current_database()), 'pg_database') IS NULL"))
			.isTrue();
	}

	@Test
	void personWhoTypesTheNameGoesOn() throws Exception {
		assumeTerminal();
		this.jar.migrations("up").succeeded();
		String before = this.database.content();
		session("y\n", "redo", "--yes").failed(1).prints("type the name of the database", "not the name");
		assertThat(this.database.content()).isEqualTo(before);
		session(this.database.name() + "\n", "redo").failed(0).prints("type the name", "redone");
		assertThat(this.database.content()).isNotEqualTo(before);
	}

	@Test
	void watchAppliesWhatIsSavedUntilItIsInterrupted() throws Exception {
		assumeTerminal();
		script("2_b.sql", "CREATE TABLE b (id integer);");
		script("2_b.down.sql", "DROP TABLE b;");
		Process watch = this.jar.startOnTerminal("up", "--development", "--watch");
		awaitWatching(1);
		assertThat(this.database.applied()).containsExactly("1_a.sql", "2_b.sql");
		replace("2_b.sql", "CREATE TABLE b (id integer, name text);");
		this.database.await("EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('b') AND attname = 'name')");
		awaitWatching(2);
		script("2_b.sql", "CREATE TABLE b (id nonsense);");
		awaitWatching(3);
		assertThat(this.jar.output()).contains("2_b.sql:1:20", "^", "nonsense");
		script("2_b.sql", "CREATE TABLE b (id bigint);");
		awaitWatching(4);
		assertThat(this.database.applied()).containsExactly("1_a.sql", "2_b.sql");
		script("3_c.sql", "CREATE TABLE c (id integer);");
		awaitWatching(5);
		assertThat(this.database.applied()).containsExactly("1_a.sql", "2_b.sql", "3_c.sql");
		watch.outputWriter().append("\u0003").flush();
		this.jar.finish(watch).failed(130).prints("The files are watched no longer.");
	}

	@Test
	void watchWhenRowsWouldBeLostAsks() throws Exception {
		assumeTerminal();
		Process watch = this.jar.startOnTerminal("up", "--development", "--watch");
		awaitWatching(1);
		this.database.execute("INSERT INTO a VALUES (1)");
		script("1_a.sql", "CREATE TABLE a (id bigint);");
		awaitOutput("which has rows", 1);
		watch.outputWriter().append("n\n").flush();
		awaitWatching(2);
		assertThat(this.database.list("SELECT id FROM a")).containsExactly("1");
		script("1_a.sql", "CREATE TABLE a (id bigint, name text);");
		awaitOutput("which has rows", 2);
		watch.outputWriter().append("y\n").flush();
		awaitWatching(3);
		assertThat(this.database.list("SELECT name FROM a")).isEmpty();
		watch.outputWriter().append("\u0003").flush();
		this.jar.finish(watch).failed(130);
	}

	@Test
	void watchWhenRowsWouldBeLostAndNobodyCanBeAskedEnds() throws Exception {
		this.jar.migrations("up", "--development").succeeded();
		this.database.execute("INSERT INTO a VALUES (1)");
		script("1_a.sql", "CREATE TABLE a (id bigint);");
		this.jar.migrations("up", "--watch", "--yes").failed(1).prints("which has rows").complains("nobody to ask");
		assertThat(this.database.list("SELECT id FROM a")).containsExactly("1");
		this.jar.migrations("up", "--watch", "--json").failed(2);
		this.database.execute("COMMENT ON DATABASE " + this.database.name() + " IS NULL");
		this.jar.migrations("up", "--watch", "--yes").failed(1).complains("does not mark it");
	}

	/** Saves as editors do that write another file first. */
	private void replace(String name, String text) throws IOException {
		script(name + "~", text);
		Path scripts = this.folder.resolve("migrations");
		Files.move(scripts.resolve(name + "~"), scripts.resolve(name), StandardCopyOption.REPLACE_EXISTING,
				StandardCopyOption.ATOMIC_MOVE);
	}

	private void awaitWatching(int times) throws Exception {
		awaitOutput("Watching migrations", times);
	}

	private void awaitOutput(String text, int times) throws Exception {
		long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
		while (this.jar.output().split(text, -1).length <= times) {
			assertThat(System.nanoTime()).as(this.jar.output()).isLessThan(deadline);
			Thread.sleep(50);
		}
	}

}
