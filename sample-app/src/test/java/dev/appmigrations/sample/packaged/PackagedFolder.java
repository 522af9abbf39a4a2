package dev.appmigrations.sample.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged application with a folder of scripts and a database of its own, for tests
 * of what a person types at a terminal.
 */
abstract class PackagedFolder {

	@TempDir
	Path folder;

	OwnedDatabase database;

	SampleJar jar;

	@BeforeEach
	final void createDatabase() {
		this.database = OwnedDatabase.create();
		this.jar = new SampleJar(this.folder).database(this.database)
			.environment("APP_MIGRATIONS_LOCATIONS", "file:migrations");
	}

	@AfterEach
	final void closeDatabase() {
		this.database.close();
	}

	final void script(String name, String text) throws IOException {
		Files.writeString(Files.createDirectories(this.folder.resolve("migrations")).resolve(name), text);
	}

	static void assumeTerminal() {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")) && Files.exists(Path.of("/proc/self")),
				"script(1) of util-linux is missing: there is no pseudo-terminal");
	}

	/**
	 * Runs a command at a pseudo-terminal.
	 * @param typed what the person types
	 * @param arguments what follows the word {@code migrations}
	 * @return what came of it
	 */
	final SampleJar.Result session(String typed, String... arguments) throws Exception {
		Process process = this.jar.startOnTerminal(arguments);
		process.outputWriter().append(typed).flush();
		return this.jar.finish(process);
	}

}
