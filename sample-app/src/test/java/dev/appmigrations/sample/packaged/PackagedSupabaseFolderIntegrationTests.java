package dev.appmigrations.sample.packaged;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The folder of a Supabase project that ran its files by hand, or by a script of its own,
 * and kept the names of those that are applied in a table that it made itself.
 */
class PackagedSupabaseFolderIntegrationTests {

	private static final String USERS = "20250101000000_create_users.sql";

	private static final String POLICIES = "20250102000000_policies.sql";

	private static final String ORDERS = "20250103000000_orders.sql";

	@TempDir
	Path folder;

	private OwnedDatabase database;

	private SampleJar jar;

	@BeforeEach
	void create() throws Exception {
		this.database = OwnedDatabase.create();
		this.jar = new SampleJar(this.folder).database(this.database);
		Path scripts = Files.createDirectories(this.folder.resolve("supabase/migrations"));
		Files.writeString(scripts.resolve(USERS), """
				-- Step 1: the table
				CREATE TABLE IF NOT EXISTS users (
				  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
				  email text NOT NULL UNIQUE
				);
				-- Step 2: comments
				COMMENT ON TABLE users IS 'Who may sign in; see "profiles"';
				""");
		Files.writeString(scripts.resolve(POLICIES), """
				ALTER TABLE users ENABLE ROW LEVEL SECURITY;

				CREATE POLICY "Users can read" ON users FOR SELECT USING (true);

				CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
				BEGIN
				  RAISE NOTICE 'touched %', NEW.id;
				  RETURN NEW;
				END;
				$$;
				""");
		Files.writeString(scripts.resolve(ORDERS), """
				CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid REFERENCES users);
				""");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private SampleJar.Result migrations(String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--app.migrations.locations=file:supabase/migrations");
		return this.jar.migrations(all.toArray(String[]::new));
	}

	private boolean exists(String table) {
		return this.database.holds("to_regclass('" + table + "') IS NOT NULL");
	}

	@Test
	void folderIsWalkedFromAnEmptyDatabase() throws Exception {
		migrations("status").succeeded().prints(USERS, POLICIES, ORDERS, "0 applied, 3 pending.");
		migrations("run", "supabase/migrations/" + USERS).succeeded().prints("applied   " + USERS);
		// Somebody has run the next one in an SQL editor, and says so.
		this.database.execute(Files.readString(this.folder.resolve("supabase/migrations/" + POLICIES))
				+ "INSERT INTO migration_history (migration_name) VALUES ('" + POLICIES + "');");
		migrations("status").succeeded().prints("2 applied, 1 pending.");
		SampleJar.Result created = migrations("new", "add notes", "--template", "supabase").failed(0);
		Path notes = this.folder.resolve(created.out().strip());
		assertThat(notes).isRegularFile();
		Files.writeString(notes, "CREATE TABLE notes (id int);");
		migrations("up").succeeded()
			.prints("applied   " + ORDERS, "applied   " + notes.getFileName(),
					"applied 2, skipped 2 (already applied), failed 0");
		assertThat(exists("notes")).isTrue();
		migrations("check").succeeded().prints("4 applied, 0 pending.");
	}

	@Test
	void historyThatSomebodyElseMadeIsGoneOnWith() throws Exception {
		this.database.execute("CREATE TABLE migration_history (id serial PRIMARY KEY,"
				+ " migration_name varchar(255) NOT NULL UNIQUE, applied_at timestamptz DEFAULT now());"
				+ "CREATE TABLE users (id uuid PRIMARY KEY, email text);"
				+ "INSERT INTO migration_history (migration_name) VALUES ('" + USERS + "')");
		migrations("status").succeeded().prints("1 applied, 2 pending.");
		migrations("up").succeeded().prints("applied 2, skipped 1 (already applied), failed 0");
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY id"))
			.containsExactly(USERS, POLICIES, ORDERS);
		migrations("check").succeeded();
	}

	@Test
	void historyWithVersionsAndNamesIsTakenOver() throws Exception {
		this.database.execute("CREATE TABLE migrations (version text PRIMARY KEY, name text, applied_at timestamptz"
				+ " DEFAULT now()); CREATE TABLE users (id uuid PRIMARY KEY, email text);"
				+ "INSERT INTO migrations (version, name) VALUES ('20250101000000', 'create_users')");
		migrations("up").failed(1).complains("adopt");
		assertThat(exists("orders")).isFalse();
		migrations("adopt", "--dry-run").succeeded().prints(USERS);
		migrations("adopt").succeeded();
		migrations("up").succeeded().prints("applied 2, skipped 1 (already applied), failed 0");
		assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY id"))
			.containsExactly(USERS, POLICIES, ORDERS);
	}

}
