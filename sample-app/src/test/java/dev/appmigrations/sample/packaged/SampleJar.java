package dev.appmigrations.sample.packaged;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the jar that this build has just packaged. Whatever it prints is searched for the
 * password.
 */
final class SampleJar {

	/** A short life: compiled lightly, and no threads for a collector. */
	private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private final Path folder;

	private final Map<String, String> environment = new HashMap<>();

	/**
	 * Creates one.
	 * @param folder the working directory
	 */
	SampleJar(Path folder) {
		this.folder = folder;
	}

	static Path path() {
		Path jar = Path.of(System.getProperty("sample.jar", "not set"));
		assertThat(jar).as("the system property sample.jar").isRegularFile();
		return jar;
	}

	/** Sets the variable that the sample application reads its database from. */
	SampleJar database(OwnedDatabase database) {
		return environment("DATABASE_URL", database.uri());
	}

	SampleJar environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	static List<String> java(String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(SHORT_LIVED);
		command.addAll(List.of(arguments));
		return command;
	}

	private static List<String> command(String... arguments) {
		List<String> command = java("-jar", path().toString(), "migrations");
		command.addAll(List.of(arguments));
		return command;
	}

	Result migrations(String... arguments) throws IOException, InterruptedException {
		return run(command(arguments));
	}

	Result run(List<String> command) throws IOException, InterruptedException {
		return finish(start(command));
	}

	/**
	 * Starts a command at a pseudo-terminal, through {@code script} of util-linux. What a
	 * person types goes to the standard input of the process.
	 * @param arguments what follows the word {@code migrations}
	 * @return the process; all its output is standard output
	 */
	Process startOnTerminal(String... arguments) throws IOException {
		String command = command(arguments).stream()
			.map((argument) -> "'" + argument + "'")
			.collect(Collectors.joining(" ", "exec ", ""));
		environment("TERM", "xterm");
		// A build in the background of a shell ignores Ctrl-C, and would hand that on.
		return start(List.of("env", "--default-signal=INT", "script", "-qec", command, "/dev/null"));
	}

	private Process start(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectOutput(file("out"))
			.redirectError(file("err"));
		builder.environment()
			.keySet()
			.removeIf((name) -> name.matches("JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|(DIRECT_)?DATABASE_URL|NO_COLOR")
					|| name.startsWith("SPRING_") || name.startsWith("APP_MIGRATIONS_"));
		builder.environment().putAll(this.environment);
		return builder.start();
	}

	Result finish(Process process) throws IOException, InterruptedException {
		try {
			if (!process.waitFor(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("The command did not end: " + output());
			}
			Result result = new Result(process.exitValue(), output(), read("err"));
			assertThat(result.out() + result.err()).doesNotContain(OwnedDatabase.PASSWORD);
			return result;
		}
		finally {
			process.destroyForcibly();
		}
	}

	String output() throws IOException {
		return read("out");
	}

	private String read(String name) throws IOException {
		return Files.readString(file(name).toPath(), StandardCharsets.UTF_8);
	}

	private File file(String name) {
		return this.folder.resolve(name + ".txt").toFile();
	}

	/**
	 * What came of it.
	 *
	 * @param code the exit code
	 * @param out standard output
	 * @param err standard error
	 */
	record Result(int code, String out, String err) {

		JsonNode json() {
			assertThat(this.out).hasLineCount(1);
			return JsonMapper.shared().readTree(this.out);
		}

		/**
		 * Expects success, with nothing on standard error but the database, and no
		 * colours.
		 */
		Result succeeded() {
			assertThat(this.err).matches("(Database: '[^'\n]+' \\([^\n]+\\)\\R)?");
			assertThat(this.out).doesNotContain("\u001b");
			assertThat(this.code).isZero();
			return this;
		}

		Result failed(int expected) {
			assertThat(this.code).as(this.out + this.err).isEqualTo(expected);
			assertThat(this.err).doesNotContain("\tat ");
			return this;
		}

		Result prints(String... texts) {
			assertThat(this.out).contains(texts);
			return this;
		}

		Result complains(String... texts) {
			assertThat(this.err).contains(texts);
			return this;
		}

	}

}
