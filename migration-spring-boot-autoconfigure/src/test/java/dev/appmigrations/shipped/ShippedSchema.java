package dev.appmigrations.shipped;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.migration.Script;

/**
 * The SQL files of another project in the order in which that project runs them, and what
 * has to be there afterwards.
 *
 * @param project the name of the project
 * @param scripts its files, under names of our convention
 * @param present beginnings of lines that {@link SchemaObjects} lists afterwards
 * @param absent beginnings of lines that it does not list
 * @param values queries, each with the one value that it returns
 */
record ShippedSchema(String project, List<ClassPathScript> scripts, Set<String> present, Set<String> absent,
		Map<String, String> values) {

	static Builder of(String project) {
		return new Builder(project);
	}

	List<Script> found() {
		return List.copyOf(this.scripts);
	}

	/** Files without statements are no migrations. */
	List<String> names() {
		return this.scripts.stream().filter(ShippedSchema::hasStatements).map(ClassPathScript::fileName).toList();
	}

	private static boolean hasStatements(Script script) {
		try (InputStream stream = script.open()) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
				.anyMatch((line) -> !line.isBlank() && !line.strip().startsWith("--"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.project + " (" + this.scripts.size() + " files)";
	}

	static final class Builder {

		private final String project;

		private final List<ClassPathScript> scripts = new ArrayList<>();

		private final Set<String> present = new LinkedHashSet<>();

		private final Set<String> absent = new LinkedHashSet<>();

		private final Map<String, String> values = new LinkedHashMap<>();

		private Builder(String project) {
			this.project = project;
		}

		Builder files(String folder, String... names) {
			for (String name : names) {
				String path = folder + "/" + name;
				String description = name.replaceAll("\\.sql$", "").replaceAll("[^A-Za-z0-9]+", "_");
				this.scripts.add(new ClassPathScript((this.scripts.size() + 1) + "_" + description + ".sql", path));
			}
			return this;
		}

		/** Adds those of the files that exist. */
		Builder filesIfThere(String folder, List<String> names) {
			return files(folder,
					names.stream()
						.filter((name) -> ClassPathScript.exists(folder + "/" + name))
						.toArray(String[]::new));
		}

		Builder leaves(String... objects) {
			this.present.addAll(List.of(objects));
			return this;
		}

		Builder leavesNo(String... objects) {
			this.absent.addAll(List.of(objects));
			return this;
		}

		Builder answers(String query, String value) {
			this.values.put(query, value);
			return this;
		}

		ShippedSchema build() {
			return new ShippedSchema(this.project, List.copyOf(this.scripts), this.present, this.absent, this.values);
		}

	}

}
