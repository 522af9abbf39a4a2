package dev.appmigrations.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.script.Placeholders;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.loader.net.protocol.Handlers;
import org.springframework.boot.loader.net.protocol.jar.JarUrl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where scripts are found, and under which paths.
 */
class ResourceScriptSourceTests {

	private static final Map<String, String> FILES = Map.of("db/migration/1_a.sql", "SELECT 1",
			"db/migration/sub folder/deep/2_b.SQL", "SELECT 2", "db/migration/100%+1#é.sql", "SELECT 3",
			"db/migration/notes.txt", "no script", "db/migration/sql", "no script", "db/migration/.git/9_x.sql",
			"hidden", "db/migrations/8_other.sql", "another folder");

	private static final Map<String, String> FOUND = Map.of("db/migration/1_a.sql", "SELECT 1",
			"db/migration/sub folder/deep/2_b.SQL", "SELECT 2", "db/migration/100%+1#é.sql", "SELECT 3");

	@TempDir
	private Path directory;

	private Path folder(String name) throws IOException {
		Path root = this.directory.resolve(name);
		for (Map.Entry<String, String> file : FILES.entrySet()) {
			Files.createDirectories(root.resolve(file.getKey()).getParent());
			Files.writeString(root.resolve(file.getKey()), file.getValue());
		}
		return root;
	}

	private Path jar(String name, Map<String, String> files, boolean folders) throws IOException {
		Path jar = this.directory.resolve(name);
		try (OutputStream file = Files.newOutputStream(jar);
				ZipOutputStream zip = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
			zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
			zip.write("Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
			if (folders) {
				zip.putNextEntry(new ZipEntry("db/"));
				zip.putNextEntry(new ZipEntry("db/migration/"));
			}
			for (Map.Entry<String, String> entry : files.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
		return jar;
	}

	private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
		CRC32 checksum = new CRC32();
		checksum.update(bytes);
		ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(bytes.length);
		entry.setCrc(checksum.getValue());
		zip.putNextEntry(entry);
		zip.write(bytes);
	}

	private static Map<String, String> find(ResourceScriptSource source, String location) throws IOException {
		Optional<List<Script>> scripts = source.find(Location.parse(location));
		if (scripts.isEmpty()) {
			return null;
		}
		Map<String, String> found = new TreeMap<>();
		for (Script script : scripts.get()) {
			assertThat(script.path()).endsWith("/" + script.fileName());
			assertThat(found.put(script.path(), read(script))).isNull();
		}
		return found;
	}

	private static String read(Script script) throws IOException {
		try (InputStream input = script.open()) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	@Nested
	class OnTheClassPath {

		@Test
		void findInAFolderGivesPathsFromTheRoot() throws IOException {
			Path root = folder("ex#ploded {a} %41 b");
			assertThat(find("classpath:db/migration", root.toUri().toURL())).isEqualTo(FOUND);
			assertThat(find("classpath*:/db/migration/", root.toUri().toURL())).isEqualTo(FOUND);
		}

		@ParameterizedTest
		@ValueSource(booleans = { true, false })
		void findInAJarGivesTheSamePaths(boolean folders) throws IOException {
			Path jar = jar("with {b} %41 blank.jar", FILES, folders);
			assertThat(find("classpath:db/migration", jar.toUri().toURL())).isEqualTo(FOUND);
		}

		@ParameterizedTest
		@ValueSource(booleans = { true, false })
		void foldersOfAnotherToolInAJarAreRecognized(boolean folders) throws IOException {
			Path jar = jar("diesel.jar",
					Map.of("db/migration/2020-01-01-000000_a/up.sql", "SELECT 1",
							"db/migration/2020-01-01-000000_a/down.sql", "SELECT 2",
							"db/migration/sub folder/2020-01-02-000000_b/up.sql", "SELECT 3"),
					folders);
			try (URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null)) {
				MigrationCatalog catalog = new CatalogReader(new ResourceScriptSource(loader),
						List.of(Location.parse("classpath:db/migration")), Placeholders.NONE)
					.read();
				assertThat(catalog.migrations()).extracting(Migration::name)
					.containsExactly("20200101000000_a.sql", "20200102000000_b.sql");
				assertThat(catalog.problems()).noneMatch(Problem::isError);
			}
		}

		@Test
		void findInAJarInsideAnExecutableJarGivesTheSamePaths() throws IOException {
			Path inner = jar("inner.jar", FILES, true);
			Path outer = ResourceScriptSourceTests.this.directory.resolve("outer.jar");
			try (OutputStream file = Files.newOutputStream(outer);
					ZipOutputStream zip = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
				store(zip, "BOOT-INF/lib/inner.jar", Files.readAllBytes(inner));
				zip.putNextEntry(new ZipEntry("BOOT-INF/classes/"));
				for (String name : List.of("db/", "db/migration/")) {
					zip.putNextEntry(new ZipEntry("BOOT-INF/classes/" + name));
				}
				store(zip, "BOOT-INF/classes/db/migration/3_c.sql", "SELECT 4".getBytes(StandardCharsets.UTF_8));
			}
			Handlers.register();
			Map<String, String> found = new TreeMap<>(FOUND);
			found.put("db/migration/3_c.sql", "SELECT 4");
			assertThat(find("classpath:db/migration", JarUrl.create(outer.toFile(), "BOOT-INF/lib/inner.jar", null),
					JarUrl.create(outer.toFile(), "BOOT-INF/classes/", null)))
				.isEqualTo(found);
		}

		@Test
		void findInSeveralRootsGivesTheFilesOfAll() throws IOException {
			Path one = folder("one");
			Path two = jar("two.jar", Map.of("db/migration/7_z.sql", "SELECT 7"), true);
			Map<String, String> found = new TreeMap<>(FOUND);
			found.put("db/migration/7_z.sql", "SELECT 7");
			assertThat(find("classpath:db/migration", one.toUri().toURL(), two.toUri().toURL())).isEqualTo(found);
		}

		@Test
		void findWhenTwoRootsHaveOnePathGivesBoth() throws IOException {
			URL[] roots = { folder("one").toUri().toURL(), folder("two").toUri().toURL() };
			try (URLClassLoader loader = new URLClassLoader(roots, null)) {
				Optional<List<Script>> scripts = new ResourceScriptSource(loader)
					.find(Location.parse("classpath:db/migration"));
				assertThat(scripts.orElseThrow()).hasSize(2 * FOUND.size());
			}
		}

		@Test
		void findWhenAParentHasTheSameRootGivesItOnce() throws IOException {
			URL[] roots = { folder("one").toUri().toURL() };
			try (URLClassLoader parent = new URLClassLoader(roots, null);
					URLClassLoader loader = new URLClassLoader(roots, parent)) {
				Optional<List<Script>> scripts = new ResourceScriptSource(loader)
					.find(Location.parse("classpath:db/migration"));
				assertThat(scripts.orElseThrow()).hasSize(FOUND.size());
			}
		}

		@Test
		void findWhenTheFolderIsNowhereGivesNothing() throws IOException {
			Path jar = jar("some.jar", FILES, true);
			assertThat(find("classpath:db/missing", folder("one").toUri().toURL(), jar.toUri().toURL())).isNull();
		}

		@Test
		void findWhenTheFolderIsEmptyGivesNoFile() throws IOException {
			Path empty = ResourceScriptSourceTests.this.directory.resolve("empty");
			Files.createDirectories(empty.resolve("db/migration"));
			assertThat(find("classpath:db/migration", empty.toUri().toURL())).isEmpty();
			Path jar = jar("empty.jar", Map.of("db/migration/readme.txt", "none yet"), true);
			assertThat(find("classpath:db/migration", jar.toUri().toURL())).isEmpty();
		}

		@Test
		void findWhereFoldersCannotBeLookedIntoTakesTheIndex() throws IOException {
			Path root = folder("image");
			List<Script> scripts = new ArrayList<>();
			for (String location : List.of("classpath:db/migration", "classpath:db/migrations")) {
				scripts.addAll(new ResourceScriptSource(new URLClassLoader(new URL[] { root.toUri().toURL() }, null))
					.find(Location.parse(location))
					.orElseThrow());
			}
			Path index = root.resolve(ScriptIndex.LOCATION);
			Files.createDirectories(index.getParent());
			Files.writeString(index, ScriptIndex.of(scripts) + "db/migration/7_gone.sql\n");
			assertThat(index).content().startsWith("db/migration/1").contains("db/migrations/8_other.sql\n");
			try (URLClassLoader image = new ImageClassLoader(root.toUri().toURL())) {
				ResourceScriptSource source = new ResourceScriptSource(image);
				assertThat(ResourceScriptSourceTests.find(source, "classpath:db/migration")).isEqualTo(FOUND);
				assertThat(source.find(Location.parse("classpath:db/missing"))).isEmpty();
			}
		}

		@Test
		void openCanBeRepeatedAtAnyTime() throws IOException {
			Script script = scriptIn(jar("some.jar", FILES, true));
			assertThat(read(script)).isEqualTo(read(script)).startsWith("SELECT");
		}

		@Test
		@EnabledOnOs(OS.LINUX)
		void openLeavesNoJarOpen() throws IOException {
			Path jar = jar("some.jar", FILES, true);
			assertThat(read(scriptIn(jar))).startsWith("SELECT");
			try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
				assertThat(files.map(ResourceScriptSourceTests::target)).doesNotContain(jar.toString());
			}
		}

		private static Script scriptIn(Path jar) throws IOException {
			try (URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null)) {
				return new ResourceScriptSource(loader).find(Location.parse("classpath:db/migration"))
					.orElseThrow()
					.get(0);
			}
		}

		private Map<String, String> find(String location, URL... roots) throws IOException {
			try (URLClassLoader loader = new URLClassLoader(roots, null)) {
				return ResourceScriptSourceTests.find(new ResourceScriptSource(loader), location);
			}
		}

	}

	@Nested
	class InAFolder {

		private final ResourceScriptSource source = new ResourceScriptSource(null);

		@ParameterizedTest
		@ValueSource(strings = { "plain", "with blank", "with#hash", "with%percent", "with%41", "with+plus", "wíth" })
		void findWhenTheNameHasSpecialCharactersTakesItAsItIs(String name) throws IOException {
			Path root = folder(name);
			String location = root + "/db/migration";
			assertThat(find(this.source, "file:" + location)).isEqualTo(from(root));
			assertThat(find(this.source, "filesystem:" + location + "/")).isEqualTo(from(root));
			assertThat(find(this.source, "file://" + location)).isEqualTo(from(root));
		}

		@Test
		void findWhenTheNameIsEncodedDecodesIt() throws IOException {
			Path root = folder("a b#c");
			URI uri = root.resolve("db/migration").toUri();
			assertThat(uri.toString()).contains("a%20b%23c");
			assertThat(find(this.source, uri.toString())).isEqualTo(from(root));
		}

		@Test
		void findWhenThePathIsRelativeStartsFromTheWorkingDirectory() throws IOException {
			assertThat(find(this.source, "file:src/test/resources/third"))
				.containsOnlyKeys("src/test/resources/third/2_third.sql");
		}

		@Test
		void findFollowsSymbolicLinks() throws IOException {
			Path root = folder("real");
			Path links = Files.createDirectories(ResourceScriptSourceTests.this.directory.resolve("links"));
			Files.createSymbolicLink(links.resolve("folder"), root.resolve("db/migration/sub folder"));
			Files.createSymbolicLink(links.resolve("5_file.sql"), root.resolve("db/migration/1_a.sql"));
			Files.createSymbolicLink(links.resolve("loop"), links);
			Path link = Files.createSymbolicLink(ResourceScriptSourceTests.this.directory.resolve("link"), links);
			assertThat(find(this.source, "file:" + link))
				.isEqualTo(Map.of(link + "/folder/deep/2_b.SQL", "SELECT 2", link + "/5_file.sql", "SELECT 1"));
		}

		@Test
		void findInAMountOfKubernetesGivesEachFileOnce() throws IOException {
			Path mount = Files.createDirectories(ResourceScriptSourceTests.this.directory.resolve("mount"));
			Files.createDirectory(mount.resolve("..2026_11_22"));
			Files.writeString(mount.resolve("..2026_11_22/1_a.sql"), "SELECT 1");
			Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_11_22"));
			Files.createSymbolicLink(mount.resolve("1_a.sql"), Path.of("..data/1_a.sql"));
			assertThat(find(this.source, "file:" + mount)).isEqualTo(Map.of(mount + "/1_a.sql", "SELECT 1"));
		}

		@Test
		void findWhenTheFolderIsHiddenItselfLooksIntoIt() throws IOException {
			Path hidden = Files.createDirectories(ResourceScriptSourceTests.this.directory.resolve(".hidden"));
			Files.writeString(hidden.resolve("1_a.sql"), "SELECT 1");
			assertThat(find(this.source, "file:" + hidden)).containsOnlyKeys(hidden + "/1_a.sql");
		}

		@Test
		void findWhenTheFolderDoesNotExistGivesNothing() throws IOException {
			assertThat(find(this.source, "file:" + ResourceScriptSourceTests.this.directory + "/none")).isNull();
			assertThat(find(this.source, "file:" + ResourceScriptSourceTests.this.directory + "/n%20ne")).isNull();
			assertThat(find(this.source, "file:" + ResourceScriptSourceTests.this.directory + "/100%")).isNull();
		}

		@Test
		void findWhenTheFolderIsAFileSaysSo() throws IOException {
			Path file = Files.writeString(ResourceScriptSourceTests.this.directory.resolve("1_a.sql"), "SELECT 1");
			assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> find(this.source, "file:" + file));
		}

		private static Map<String, String> from(Path root) {
			Map<String, String> found = new TreeMap<>();
			FOUND.forEach((path, text) -> found.put(root + "/" + path, text));
			return found;
		}

	}

	/**
	 * Has files, and no folders.
	 */
	private static final class ImageClassLoader extends URLClassLoader {

		ImageClassLoader(URL root) {
			super(new URL[] { root }, null);
		}

		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			return (name.endsWith("/")) ? Collections.emptyEnumeration() : super.getResources(name);
		}

	}

}
