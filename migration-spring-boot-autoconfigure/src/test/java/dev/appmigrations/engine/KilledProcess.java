package dev.appmigrations.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that runs {@link KilledMigration} and is killed at the latest when it is
 * closed.
 */
final class KilledProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private KilledProcess(Process process) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
	}

	static KilledProcess start(String url, Path folder, String... stallAt) throws IOException {
		return start(UnaryOperator.identity(), url, folder, stallAt);
	}

	/** Starts it where a command says that begins with another one. */
	static KilledProcess start(UnaryOperator<List<String>> where, String url, Path folder, String... stallAt)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
						KilledMigration.class.getName(), url, folder.toString()));
		command.addAll(List.of(stallAt));
		return new KilledProcess(new ProcessBuilder(where.apply(command)).redirectErrorStream(true).start());
	}

	void awaitLine(String expected) throws IOException {
		awaitLine(expected, expected::equals);
	}

	void awaitLineWith(String expected) throws IOException {
		awaitLine(expected, (line) -> line.contains(expected));
	}

	private void awaitLine(String expected, Predicate<String> found) throws IOException {
		StringBuilder text = new StringBuilder();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			text.append(line).append('\n');
			if (found.test(line)) {
				return;
			}
		}
		throw new AssertionError("The process ended before it said \"" + expected + "\":\n" + text);
	}

	void assertAlive() throws IOException {
		if (!this.process.isAlive()) {
			awaitLine("the end");
		}
	}

	/** Reads to the end of its output. */
	void awaitEnd() throws IOException {
		String line = this.output.readLine();
		while (line != null) {
			line = this.output.readLine();
		}
	}

	/** Freezes it, or lets it go on. */
	void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + signal, String.valueOf(this.process.pid())).start().waitFor();
	}

	void kill() {
		assertThat(this.process.isAlive()).isTrue();
		close();
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
