package dev.appmigrations.engine.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.appmigrations.engine.migration.Script;

/**
 * The list of scripts that is written when an application is processed ahead of time, one
 * path in a line. It is for class paths that cannot be searched; scripts that are listed
 * and no longer there are left out.
 */
public final class ScriptIndex {

	/** Where it is on the class path. */
	public static final String LOCATION = "META-INF/app-migrations/scripts";

	private ScriptIndex() {
	}

	/**
	 * Writes an index.
	 * @param scripts those that were found on the class path
	 * @return its lines
	 */
	public static String of(List<Script> scripts) {
		Set<String> paths = new TreeSet<>();
		scripts.forEach((script) -> paths.add(script.path()));
		return String.join("\n", paths) + "\n";
	}

	/**
	 * Finds the scripts of a folder.
	 * @param scripts where to add them
	 * @param classLoader has the index and the scripts
	 * @param folder the folder
	 * @return whether there are any
	 * @throws IOException if the index cannot be read
	 */
	static boolean addTo(List<Script> scripts, ClassLoader classLoader, String folder) throws IOException {
		boolean found = false;
		for (String path : paths(classLoader)) {
			if (path.startsWith(folder + "/")) {
				for (URL url : Collections.list(classLoader.getResources(path))) {
					found = true;
					scripts.add(new IndexedScript(url, path, ScriptFile.fileName(path)));
				}
			}
		}
		return found;
	}

	private static Set<String> paths(ClassLoader classLoader) throws IOException {
		Set<String> paths = new LinkedHashSet<>();
		for (URL index : Collections.list(classLoader.getResources(LOCATION))) {
			try (BufferedReader reader = new BufferedReader(
					new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
				reader.lines().filter((line) -> !line.isBlank()).forEach(paths::add);
			}
		}
		return paths;
	}

	/**
	 * A script that an index names.
	 *
	 * @param url where it is
	 * @param path its name on the class path
	 * @param fileName the end of the path
	 */
	private record IndexedScript(URL url, String path, String fileName) implements Script {

		@Override
		public InputStream open() throws IOException {
			return this.url.openStream();
		}

	}

}
