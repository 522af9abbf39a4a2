package dev.appmigrations.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The databases that release 0.1 has made, each a dump beside the folder of its scripts.
 */
public final class EarlierHistory {

	private static final Path ROOT = Path.of("src/test/resources/dev/appmigrations/history-0.1");

	private EarlierHistory() {
	}

	/**
	 * Restores one of them.
	 * @param name the name of the dump, and of the folder
	 * @param database an empty database
	 * @return the texts of its scripts by their names
	 */
	public static Map<String, String> load(String name, TestDatabase database) throws IOException {
		database.execute(Files.readString(ROOT.resolve(name + ".sql")));
		Map<String, String> scripts = new TreeMap<>();
		try (Stream<Path> files = Files.list(ROOT.resolve(name))) {
			for (Path file : files.toList()) {
				scripts.put(file.getFileName().toString(), Files.readString(file));
			}
		}
		return scripts;
	}

}
