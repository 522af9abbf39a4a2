package dev.appmigrations.generate;

import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OldestAndNewest
class RenameColumnTests {

	@FreshDatabase
	private TestDatabase database;

	@Test
	void show() {
		this.database.execute("CREATE TABLE team (code text PRIMARY KEY);"
				+ "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'anon' UNIQUE CHECK (name <> ''),"
				+ " team text REFERENCES team, note text);"
				+ "CREATE INDEX users_lower_name ON users (lower(name)) WHERE name IS NOT NULL;"
				+ "CREATE TABLE badge (id bigint PRIMARY KEY, owner text REFERENCES users (name));"
				+ "COMMENT ON COLUMN users.name IS 'what people call them';"
				+ "ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (name = current_user);"
				+ "INSERT INTO users SELECT i, 'user ' || i FROM generate_series(1, 300) i;");
		MemoryScripts scripts = new MemoryScripts();
		Migrator migrator = Migrator.builder(this.database.dataSource(), scripts).build();
		Generator generator = Generators.find("rename-column");
		GeneratedMigrations generated = generator.generate(
				new ChangeRequest(List.of("users.name", "full_name"), Map.of(), 20260102000000L, 0),
				new DatabaseCatalogue(migrator.database()));
		for (GeneratedMigration file : generated.files()) {
			System.err.println("=== " + file.file() + "\n" + file.up() + "=== " + file.rollback() + "\n" + file.down());
			scripts.with(file.file(), file.up()).with(file.rollback(), file.down());
		}
		migrator.migrate();
		migrator.contract(ContractRequest.forced());
		System.err.println(migrator.status().pending());
		assertThat(this.database.value("SELECT count(full_name) FROM users")).isEqualTo("300");
		migrator.rollbacks().run(new dev.appmigrations.engine.plan.RollbackRequest.Last(4));
		assertThat(this.database.value("SELECT count(name) FROM users")).isEqualTo("300");
	}

}
