package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The story of a column in {@code docs/backfills.md} happens as it is told.
 */
class BackfillPageTests {

	private static final Pattern FILE = Pattern.compile("`(\\d+_\\w+\\.sql)`:\n\n```sql\n(.*?)```", Pattern.DOTALL);

	private static final String USERS = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);\n"
			+ "INSERT INTO users SELECT i, 'user ' || i FROM generate_series(1, 300) i;";

	private final MemoryScripts scripts = new MemoryScripts().with("20260101000000_users.sql", USERS);

	@FreshDatabase
	private TestDatabase database;

	private static Map<String, String> files() throws IOException {
		Map<String, String> files = new LinkedHashMap<>();
		Matcher matcher = FILE.matcher(Files.readString(Path.of("../docs/backfills.md")));
		while (matcher.find()) {
			files.put(matcher.group(1), matcher.group(2));
		}
		assertThat(files).hasSize(4);
		return files;
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	@Test
	void storyWhenReleasesFollowEachOtherLosesNothing() throws IOException {
		migrator().migrate();
		Map<String, String> files = files();
		files.forEach((name, text) -> {
			if (name.startsWith("202601020")) {
				this.scripts.with(name, text);
			}
		});
		migrator().migrate();
		this.database.execute("INSERT INTO users (id, name) VALUES (1001, 'old')");
		this.database.execute("INSERT INTO users (id, full_name) VALUES (1002, 'new')");
		this.database.execute("UPDATE users SET name = 'changed' WHERE id = 1");
		this.database.execute("UPDATE users SET full_name = 'changed, too' WHERE id = 2");
		assertThat(this.database.value("SELECT count(*) FROM users WHERE name IS DISTINCT FROM full_name"))
			.isEqualTo("0");
		files.forEach(this.scripts::with);
		migrator().migrate();
		assertThat(this.database.value("SELECT count(name) FROM users")).isEqualTo("302");
		migrator().contract(ContractRequest.forced());
		assertThat(this.database.value("SELECT count(full_name) FROM users")).isEqualTo("302");
		assertThat(this.database.value("SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute"
				+ " WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped"))
			.isEqualTo("id,full_name");
	}

	@Test
	void storyWhenTheDatabaseIsNewRunsAtOnce() throws IOException {
		files().forEach(this.scripts::with);
		migrator().migrate();
		assertThat(this.database.value("SELECT full_name FROM users WHERE id = 7")).isEqualTo("user 7");
		assertThat(migrator().status().pending()).isEmpty();
	}

}
