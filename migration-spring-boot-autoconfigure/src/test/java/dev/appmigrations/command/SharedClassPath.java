package dev.appmigrations.command;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import dev.appmigrations.support.TestDatabase;

/**
 * The class path of the tests for the processes that they start, with an archive of its
 * classes, which halves what a short process costs. An archive takes no folders: they are
 * packed into jars.
 */
final class SharedClassPath {

	private static final List<String> OPTIONS = create();

	private SharedClassPath() {
	}

	/** Returns the options of {@code java} that lead to it. */
	static List<String> options() {
		return OPTIONS;
	}

	private static List<String> create() {
		try {
			Path folder = Files.createTempDirectory("classes");
			folder.toFile().deleteOnExit();
			List<String> entries = new ArrayList<>();
			for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
				Path path = Path.of(entry);
				entries.add((Files.isDirectory(path)) ? pack(path, folder.resolve(entries.size() + ".jar")) : entry);
			}
			String classPath = String.join(File.pathSeparator, entries);
			Path archive = folder.resolve("classes.jsa");
			archive.toFile().deleteOnExit();
			record(archive, classPath, Files.createDirectory(folder.resolve("none")));
			return (Files.exists(archive)) ? List.of("-XX:SharedArchiveFile=" + archive, "-cp", classPath)
					: List.of("-cp", classPath);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pack(Path classes, Path jar) throws IOException {
		jar.toFile().deleteOnExit();
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream out = new JarOutputStream(file);
				Stream<Path> found = Files.walk(classes)) {
			for (Path path : found.filter((each) -> !each.equals(classes)).sorted().toList()) {
				String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
				boolean directory = Files.isDirectory(path);
				out.putNextEntry(new JarEntry((directory) ? name + "/" : name));
				if (!directory) {
					Files.copy(path, out);
				}
				out.closeEntry();
			}
		}
		return jar.toString();
	}

	/** Runs a command that writes nothing, for the classes that it loads. */
	private static void record(Path archive, String classPath, Path noScripts)
			throws IOException, InterruptedException {
		noScripts.toFile().deleteOnExit();
		Process process = new ProcessBuilder(CommandProcess.JAVA, "-XX:+UseSerialGC",
				"-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath, CommandTestApplication.class.getName(),
				"migrations", "status", "--app.migrations.locations=file:" + noScripts, "--spring.flyway.enabled=false",
				"--spring.liquibase.enabled=false",
				"--spring.datasource.url=jdbc:postgresql://localhost:" + TestDatabase.port() + "/postgres",
				"--spring.datasource.username=postgres", "--spring.datasource.password=postgres")
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (!process.waitFor(1, TimeUnit.MINUTES)) {
			process.destroyForcibly();
		}
	}

}
