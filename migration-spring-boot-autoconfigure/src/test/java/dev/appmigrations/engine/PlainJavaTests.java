package dev.appmigrations.engine;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine in a JVM that has no class of Spring.
 */
class PlainJavaTests {

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	private Path classPath;

	@Test
	void migratesScriptsOfTheClassPath() throws Exception {
		Path folder = Files.createDirectories(this.classPath.resolve("plain"));
		Files.writeString(folder.resolve("1_a.sql"), "CREATE TABLE a (id int);");
		Files.writeString(folder.resolve("1_a.down.sql"), "DROP TABLE a;");
		assertThat(run()).contains("pending 1, applied 1");
		assertThat(run()).contains("pending 0, applied 0");
	}

	private String run() throws Exception {
		String entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> {
				String name = Path.of(entry).getFileName().toString();
				return !entry.contains("spring") || Files.isDirectory(Path.of(entry))
						|| name.startsWith("migration-spring");
			})
			.collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				this.classPath + File.pathSeparator + entries, PlainJava.class.getName(), this.database.url())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

}
