package dev.appmigrations.java;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.java.JavaMigrationDefinition.Kind;

/**
 * The index of the migrations in Java, which the annotation processor writes into each
 * module: a line for each, with a tab between its parts.
 */
public final class JavaMigrationIndex {

	/** Where it is in a module. */
	public static final String LOCATION = "META-INF/app-migrations/java-migrations";

	private static final int PARTS = 12;

	private JavaMigrationIndex() {
	}

	/**
	 * Reads the index of all modules.
	 * @param classLoader finds them
	 * @return the definitions, in no order
	 * @throws UncheckedIOException if one cannot be read
	 */
	public static List<JavaMigrationDefinition> read(ClassLoader classLoader) {
		List<JavaMigrationDefinition> definitions = new ArrayList<>();
		try {
			for (URL index : Collections.list(classLoader.getResources(LOCATION))) {
				try (BufferedReader reader = new BufferedReader(
						new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
					reader.lines()
						.filter((line) -> !line.isBlank())
						.map(JavaMigrationIndex::parse)
						.forEach(definitions::add);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The index of migrations in Java cannot be read", ex);
		}
		return definitions;
	}

	/**
	 * Writes the line of a migration.
	 * @param definition the migration
	 * @return the line, without an end
	 */
	public static String line(JavaMigrationDefinition definition) {
		return String.join("\t", definition.name(), definition.location(), definition.database(),
				definition.phase().name(), definition.soak(), String.join(",", definition.requires()),
				String.valueOf(definition.transaction()), String.valueOf(definition.afterContext()),
				String.valueOf(definition.checksumOfClass()), String.valueOf(definition.rollback()),
				definition.kind().name(), String.valueOf(definition.tenants()));
	}

	private static JavaMigrationDefinition parse(String line) {
		String[] parts = line.split("\t", -1);
		if (parts.length < PARTS) {
			throw new IllegalStateException("A line of " + LOCATION + " has too few parts: " + line);
		}
		return new JavaMigrationDefinition(parts[0], parts[1], Kind.valueOf(parts[10]), parts[2],
				Boolean.parseBoolean(parts[11]), Phase.valueOf(parts[3]), parts[4],
				(parts[5].isEmpty()) ? List.of() : List.of(parts[5].split(",")), Boolean.parseBoolean(parts[6]),
				Boolean.parseBoolean(parts[7]), Boolean.parseBoolean(parts[8]), Boolean.parseBoolean(parts[9]));
	}

}
