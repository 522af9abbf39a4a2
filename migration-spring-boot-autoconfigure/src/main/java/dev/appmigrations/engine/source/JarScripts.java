package dev.appmigrations.engine.source;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import dev.appmigrations.engine.migration.Script;

/**
 * The scripts of a folder in a jar, or in a jar inside another.
 */
final class JarScripts {

	private JarScripts() {
	}

	/**
	 * Finds the scripts.
	 * @param scripts where to add them
	 * @param url something in the jar that exists
	 * @param folder the folder
	 * @return whether the jar has the folder
	 * @throws IOException if the jar cannot be read
	 */
	static boolean addTo(List<Script> scripts, URL url, String folder) throws IOException {
		boolean found = false;
		String prefix = folder + "/";
		try (JarFile jar = open(url)) {
			for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements();) {
				JarEntry entry = entries.nextElement();
				String name = entry.getName();
				if (name.startsWith(prefix)) {
					found = true;
					if (!entry.isDirectory() && ScriptFile.isScript(name) && !inHiddenFolder(name, folder.length())) {
						scripts.add(new EntryScript(url, name, ScriptFile.fileName(name), url + " " + entry.getCrc()));
					}
				}
			}
		}
		return found;
	}

	private static boolean inHiddenFolder(String name, int from) {
		int dot = name.indexOf("/.", from);
		return dot >= 0 && name.indexOf('/', dot + 1) >= 0;
	}

	// Past the cache, whose jars stay open for as long as the JVM runs.
	private static JarFile open(URL url) throws IOException {
		JarURLConnection connection = (JarURLConnection) url.openConnection();
		connection.setUseCaches(false);
		return connection.getJarFile();
	}

	/**
	 * A script in a jar.
	 *
	 * @param url something in the same jar
	 * @param path the name of the entry
	 * @param fileName the end of the path
	 * @param stamp the jar, and what it says of the entry's content
	 * @param fileName the end of the path
	 */
	private record EntryScript(URL url, String path, String fileName, String stamp) implements Script {

		@Override
		public InputStream open() throws IOException {
			JarFile jar = JarScripts.open(this.url);
			try {
				JarEntry entry = jar.getJarEntry(this.path);
				if (entry == null) {
					throw new FileNotFoundException(this.path);
				}
				return new EntryStream(jar, jar.getInputStream(entry));
			}
			catch (IOException ex) {
				jar.close();
				throw ex;
			}
		}

	}

	/**
	 * Closes the jar with the entry.
	 */
	private static final class EntryStream extends FilterInputStream {

		private final JarFile jar;

		EntryStream(JarFile jar, InputStream entry) {
			super(entry);
			this.jar = jar;
		}

		@Override
		public void close() throws IOException {
			try (this.jar) {
				super.close();
			}
		}

	}

}
