package dev.appmigrations.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.appmigrations.engine.script.Location;

/**
 * A folder of small migrations of some 300 bytes each, in threes: a table, a change of
 * it, rows for it. The names are Flyway's, which App Migrations reads as well; Liquibase
 * takes the folder as a whole from a change log beside it.
 *
 * @param root holds the folder and the change log
 */
record ScriptFolder(Path root) {

	static final String CHANGE_LOG = "changelog.xml";

	private static final String INCLUDE_ALL = """
			<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
					xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
					xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
							http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
				<includeAll path="db/migration" relativeToChangelogFile="true"/>
			</databaseChangeLog>
			""";

	// Liquibase's; to all others it is a comment.
	private static final String HEADER = """
			-- liquibase formatted sql
			-- changeset benchmark:%d
			""";

	/**
	 * Writes a folder.
	 * @param count how many migrations
	 * @return the folder
	 * @throws IOException if it cannot be written
	 */
	static ScriptFolder create(int count) throws IOException {
		ScriptFolder folder = new ScriptFolder(Files.createTempDirectory("benchmark"));
		Files.createDirectories(folder.scripts());
		Files.writeString(folder.root().resolve(CHANGE_LOG), INCLUDE_ALL);
		for (int i = 0; i < count; i++) {
			String name = String.format(Locale.ROOT, "V2025%010d__%s_%d.sql", i + 1,
					List.of("create_table", "alter_table", "insert_rows").get(i % 3), i / 3);
			Files.writeString(folder.scripts().resolve(name), HEADER.formatted(i) + text(i));
		}
		return folder;
	}

	/**
	 * Writes one more script.
	 * @param version its version
	 * @param attributes what Liquibase has to be told of it, or nothing
	 * @param text the SQL
	 * @throws IOException if it cannot be written
	 */
	void add(int version, String attributes, String text) throws IOException {
		String header = HEADER.formatted(version).stripTrailing() + " " + attributes;
		Files.writeString(scripts().resolve(String.format(Locale.ROOT, "V2025%010d__added.sql", version)),
				header.stripTrailing() + "\n" + text);
	}

	private static String text(int number) {
		String table = "customer_" + number / 3;
		return switch (number % 3) {
			case 0 -> """
					CREATE TABLE %s (
						id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
						name TEXT NOT NULL,
						email TEXT NOT NULL CHECK (email LIKE '%%@%%'),
						created_at TIMESTAMPTZ NOT NULL DEFAULT now()
					);
					""".formatted(table);
			case 1 -> """
					ALTER TABLE %s
						ADD COLUMN subscribed BOOLEAN NOT NULL DEFAULT true,
						ADD COLUMN language TEXT NOT NULL DEFAULT 'en',
						ADD CONSTRAINT %s_language CHECK (length(language) = 2);
					""".formatted(table, table);
			default -> """
					INSERT INTO %s (name, email, language) VALUES
						('Ada', 'ada@example.org', 'en'),
						('Grace', 'grace@example.org', 'en'),
						('Konrad', 'konrad@example.org', 'de'),
						('Édouard', 'edouard@example.org', 'fr');
					""".formatted(table);
		};
	}

	Path scripts() {
		return this.root.resolve("db/migration");
	}

	Location location() {
		return Location.parse("file:" + scripts());
	}

	/**
	 * Finds the scripts in the folder and in all folders below it, as each of the tools
	 * does: whether an entry is a folder has to be asked for each.
	 * @return the paths, in the order of their versions
	 * @throws IOException if the folder cannot be read
	 */
	List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(scripts())) {
			return files.filter((file) -> file.toString().endsWith(".sql")).sorted().toList();
		}
	}

}
