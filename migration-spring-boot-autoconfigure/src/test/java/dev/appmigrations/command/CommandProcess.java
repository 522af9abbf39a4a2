package dev.appmigrations.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs a command in a process of its own, with a main class, the class path of the tests
 * and a folder of migrations. The packaged jar has tests of its own, in the sample
 * application.
 */
final class CommandProcess {

	static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final Path SCRIPT = Path.of("/usr/bin/script");

	private final Path folder;

	private final Map<String, String> properties = new LinkedHashMap<>();

	private final Map<String, String> environment = new HashMap<>();

	private String mainClass = CommandTestApplication.class.getName();

	private String moreClasses = "";

	/**
	 * Creates a process.
	 * @param folder the working directory, whose folder {@code migrations} holds scripts
	 */
	CommandProcess(Path folder) {
		this.folder = folder;
		property("app.migrations.locations", "file:" + folder.resolve("migrations"));
		// Those are on the class path of the tests.
		property("spring.flyway.enabled", "false");
		property("spring.liquibase.enabled", "false");
	}

	CommandProcess database(TestDatabase database) {
		return property("spring.datasource.url", database.url()).property("spring.datasource.username", "postgres")
			.property("spring.datasource.password", "postgres");
	}

	CommandProcess property(String name, String value) {
		this.properties.put(name, value);
		return this;
	}

	CommandProcess environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	/** Runs another application, whose classes are in a folder of their own. */
	CommandProcess application(String mainClass, Path classes) {
		this.mainClass = mainClass;
		this.moreClasses = File.pathSeparator + classes;
		return this;
	}

	/** Writes a script, by its name, and returns this. */
	CommandProcess script(String name, String text) throws IOException {
		Files.writeString(Files.createDirectories(this.folder.resolve("migrations")).resolve(name), text);
		return this;
	}

	Result migrations(String... arguments) throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(List.of("migrations"));
		all.addAll(Arrays.asList(arguments));
		return finish(start(all));
	}

	/**
	 * Runs a command at a pseudo-terminal, through {@code script} of util-linux.
	 * @param typed what a person types
	 * @param arguments what follows the word {@code migrations}
	 * @return what came of it; all output is standard output
	 */
	Result migrationsOnTerminal(String typed, String... arguments) throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(List.of("migrations"));
		all.addAll(Arrays.asList(arguments));
		String command = commandLine(all).stream()
			.map((argument) -> "'" + argument + "'")
			.collect(Collectors.joining(" "));
		environment("TERM", "xterm");
		Process process = start(new ProcessBuilder(SCRIPT.toString(), "-qec", command, "/dev/null"));
		process.outputWriter().append(typed).flush();
		return finish(process);
	}

	static void assumeTerminal() {
		Assumptions.assumeTrue(Files.isExecutable(SCRIPT) && Files.exists(Path.of("/proc/self/status")),
				"script(1) of util-linux is missing: there is no pseudo-terminal");
	}

	Result run(String... arguments) throws IOException, InterruptedException {
		return finish(start(List.of(arguments)));
	}

	/** Returns the command line, for who starts the process in another way. */
	List<String> commandLine(List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
		command.addAll(SharedClassPath.options());
		command.set(command.size() - 1, command.get(command.size() - 1) + this.moreClasses);
		command.add(this.mainClass);
		command.addAll(arguments);
		this.properties.forEach((name, value) -> command.add("--" + name + "=" + value));
		return command;
	}

	Process start(List<String> arguments) throws IOException {
		Files.createDirectories(this.folder.resolve("migrations"));
		return start(new ProcessBuilder(commandLine(arguments)));
	}

	Process start(ProcessBuilder builder) throws IOException {
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("JAVA_TOOL") || name.contains("DATABASE_URL"));
		builder.environment().putAll(this.environment);
		return builder.directory(this.folder.toFile())
			.redirectOutput(this.folder.resolve("out").toFile())
			.redirectError(this.folder.resolve("err").toFile())
			.start();
	}

	Result finish(Process process) throws IOException, InterruptedException {
		try {
			if (!process.waitFor(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("The command did not end: " + output());
			}
			return new Result(process.exitValue(), output(), read("err"));
		}
		finally {
			process.destroyForcibly();
		}
	}

	String output() throws IOException {
		return read("out");
	}

	private String read(String name) throws IOException {
		return Files.readString(this.folder.resolve(name), StandardCharsets.UTF_8);
	}

	/**
	 * What came of it.
	 *
	 * @param code the exit code
	 * @param out standard output
	 * @param err standard error
	 */
	record Result(int code, String out, String err) {

	}

}
