package dev.appmigrations.engine.source;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.ScriptSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds scripts in folders, on the class path, in jars, and in jars inside an executable
 * jar. Folders whose name begins with a dot are left out: they belong to version controls
 * and to the mounts of Kubernetes, which show every file a second time.
 * <p>
 * The files are walked directly and not by Spring's resource patterns, which give no
 * meaning to characters such as <code>{</code> in a path. As with those patterns, jars
 * are opened without the JVM's cache, so that no file stays open, and a jar that has no
 * entries for its folders is found by its manifest, but only if the folder is nowhere
 * else. A class path that has no folders to look into, such as that of a native image,
 * has a {@link ScriptIndex}.
 */
public final class ResourceScriptSource implements ScriptSource {

	/** GraalVM sets it in an image and while it builds one. */
	private static final boolean NATIVE = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

	private final ClassLoader classLoader;

	/**
	 * Creates a source.
	 * @param classLoader where to look for {@code classpath:} locations; {@code null} for
	 * the context class loader of the current thread
	 */
	public ResourceScriptSource(@Nullable ClassLoader classLoader) {
		ClassLoader loader = (classLoader != null) ? classLoader : Thread.currentThread().getContextClassLoader();
		this.classLoader = (loader != null) ? loader : ResourceScriptSource.class.getClassLoader();
	}

	@Override
	public Optional<List<Script>> find(Location location) throws IOException {
		return switch (location.kind()) {
			case CLASSPATH -> findOnClassPath(location.path());
			case FILE -> findInFolder(location.path());
		};
	}

	private static Optional<List<Script>> findInFolder(String text) throws IOException {
		Path folder = folder(text);
		if (folder == null) {
			return Optional.empty();
		}
		if (!Files.isDirectory(folder)) {
			throw new NotDirectoryException(folder.toString());
		}
		return Optional.of(FolderScripts.find(folder, folder.toString().replace(File.separatorChar, '/')));
	}

	/** Taken as it is written, or else decoded as a URL. */
	private static @Nullable Path folder(String text) {
		String path = text;
		if (path.startsWith("//")) {
			path = path.substring(path.indexOf('/', 2));
		}
		if (path.startsWith("/") && isDrive(path, 1)) {
			path = path.substring(1);
		}
		Path folder = Path.of(path);
		if (Files.exists(folder) || path.indexOf('%') < 0) {
			return (Files.exists(folder)) ? folder : null;
		}
		try {
			Path decoded = Path.of(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
			return (Files.exists(decoded)) ? decoded : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** Tells whether a drive of Windows begins there. */
	private static boolean isDrive(String path, int start) {
		return path.startsWith(":", start + 1) && ((path.charAt(start) >= 'A' && path.charAt(start) <= 'Z')
				|| (path.charAt(start) >= 'a' && path.charAt(start) <= 'z'));
	}

	private Optional<List<Script>> findOnClassPath(String folder) throws IOException {
		List<Script> scripts = new ArrayList<>();
		boolean found = NATIVE && ScriptIndex.addTo(scripts, this.classLoader, folder);
		if (!found) {
			found = search(folder, scripts) || ScriptIndex.addTo(scripts, this.classLoader, folder);
		}
		return (found) ? Optional.of(scripts) : Optional.empty();
	}

	private boolean search(String folder, List<Script> scripts) throws IOException {
		boolean found = false;
		for (URL root : roots(folder + "/")) {
			found |= addScripts(root, folder, scripts);
		}
		if (!found) {
			for (URL manifest : roots("META-INF/MANIFEST.MF")) {
				if (manifest.openConnection() instanceof JarURLConnection) {
					found |= JarScripts.addTo(scripts, manifest, folder);
				}
			}
		}
		return found;
	}

	/** A class loader and its parent may have the same root. */
	private Iterable<URL> roots(String name) throws IOException {
		Map<String, URL> roots = new LinkedHashMap<>();
		for (Enumeration<URL> urls = this.classLoader.getResources(name); urls.hasMoreElements();) {
			URL url = urls.nextElement();
			roots.putIfAbsent(url.toString(), url);
		}
		return roots.values();
	}

	private static boolean addScripts(URL root, String folder, List<Script> scripts) throws IOException {
		if ("file".equals(root.getProtocol())) {
			return addScripts(path(uri(root)), folder, scripts);
		}
		URLConnection connection = root.openConnection();
		if (connection instanceof JarURLConnection) {
			return JarScripts.addTo(scripts, root, folder);
		}
		return addScripts(path(uri(root)), folder, scripts);
	}

	private static boolean addScripts(Path root, String folder, List<Script> scripts) throws IOException {
		boolean found = Files.isDirectory(root);
		if (found) {
			scripts.addAll(FolderScripts.find(root, folder));
		}
		return found;
	}

	/** Class loaders of old made URLs with blanks in them. */
	private static URI uri(URL url) {
		return URI.create(url.toString().replace(" ", "%20"));
	}

	/** Of a native image, for example, whose class path is a file system of its own. */
	private static Path path(URI uri) throws IOException {
		try {
			return Path.of(uri);
		}
		catch (FileSystemNotFoundException ex) {
			FileSystems.newFileSystem(uri, Map.of());
			return Path.of(uri);
		}
	}

}
