package dev.appmigrations.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The operations that the linter names in its remedies can be typed as they are, and do
 * what the statement would have done.
 */
class LinterRemedyTests {

	private static final String NAMED = "-- or have the files written by the operation: ";

	@FreshDatabase
	private TestDatabase database;

	static Stream<Arguments> statements() {
		return Stream.of(
				Arguments.of("ALTER TABLE users RENAME COLUMN name TO full_name", "rename-column users.name full_name"),
				Arguments.of("ALTER TABLE users RENAME COLUMN \"Größe 'x'\" TO \"né\"",
						"rename-column 'users.\"Größe '\\''x'\\''\"' '\"né\"'"),
				Arguments.of("ALTER TABLE public.users ALTER COLUMN age TYPE numeric(12, 2)",
						"change-type public.users.age 'numeric(12, 2)' --to age_new"),
				Arguments.of("ALTER TABLE users ALTER COLUMN email SET NOT NULL", "not-null users.email"),
				Arguments.of("ALTER TABLE orders ADD CONSTRAINT c FOREIGN KEY (user_id) REFERENCES users (id)",
						"add-fk orders.user_id users.id"),
				Arguments.of("ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0 AND total <> '7')",
						"add-check orders positive 'total > 0 AND total <> '\\''7'\\'''"),
				Arguments.of("ALTER TABLE users ADD UNIQUE (email, age)", "add-unique users 'email, age'"),
				Arguments.of("ALTER TABLE orders ADD PRIMARY KEY (id)", "add-pk orders id"),
				Arguments.of("CREATE INDEX ON orders (user_id, total)", "add-index orders 'user_id, total'"),
				Arguments.of("DROP INDEX users_by_email", "drop-index users_by_email"),
				Arguments.of("ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid()",
						"add-column users.token uuid --default 'gen_random_uuid()'"),
				Arguments.of("ALTER TABLE users DROP COLUMN name", "drop-column users.name"),
				Arguments.of("DROP TABLE orders", "drop-table orders"),
				Arguments.of("ALTER TABLE users RENAME TO people", "rename-table users people"));
	}

	@ParameterizedTest
	@MethodSource("statements")
	void operationOfTheRemedyMakesTheChange(String statement, String command) throws Exception {
		this.database.execute("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text, email text, age int, "Größe 'x'" text);
				CREATE TABLE orders (id bigint, user_id bigint, total numeric);
				CREATE INDEX users_by_email ON users (email);
				INSERT INTO users VALUES (1, 'a', 'a@b.c', 33, 'x');
				INSERT INTO orders VALUES (1, 1, 10);
				""");
		assertThat(remedies(statement)).anySatisfy((remedy) -> assertThat(remedy).endsWith(NAMED + command));
		List<String> words = words(command);
		Map<String, String> options = new LinkedHashMap<>();
		while (words.size() > 2 && words.get(words.size() - 2).startsWith("--")) {
			String value = words.remove(words.size() - 1);
			options.put(words.remove(words.size() - 1).substring(2), value);
		}
		ChangedDatabase changed = new ChangedDatabase(this.database);
		changed.shipAll(changed.generate(words.get(0), options, words.subList(1, words.size()).toArray(String[]::new)));
		changed.migrator().migrate();
		changed.contractAll();
		assertThat(changed.migrator().status().applied()).isNotEmpty();
	}

	private List<String> remedies(String statement) {
		return Migrator.builder(this.database.dataSource(), new MemoryScripts().with("1_a.sql", statement + ";"))
			.build()
			.safety()
			.lint()
			.findings()
			.stream()
			.map(Finding::remedy)
			.toList();
	}

	/** The words of a command line, as a shell reads them. */
	private static List<String> words(String command) throws IOException, InterruptedException {
		Process shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
		try (OutputStream script = shell.getOutputStream()) {
			script.write(("printf '%s\\n' " + command + "\n").getBytes(StandardCharsets.UTF_8));
		}
		String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(shell.waitFor()).as(output).isZero();
		return new ArrayList<>(output.lines().toList());
	}

}
