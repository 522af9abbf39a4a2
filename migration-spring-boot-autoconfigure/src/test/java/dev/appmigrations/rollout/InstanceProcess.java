package dev.appmigrations.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A {@link RolledInstance} that runs.
 */
final class InstanceProcess implements AutoCloseable {

	private static final Duration SOON = Duration.ofSeconds(60);

	private final Process process;

	private final List<String> output = new CopyOnWriteArrayList<>();

	private InstanceProcess(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read, "output");
		reader.setDaemon(true);
		reader.start();
	}

	static InstanceProcess start(String url, Path folder, String release, String column) throws IOException {
		return new InstanceProcess(
				new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m", "-cp",
						System.getProperty("java.class.path"), RolledInstance.class.getName(), url, folder.toString(),
						release, column)
					.redirectErrorStream(true)
					.start());
	}

	private void read() {
		try {
			this.process.inputReader(StandardCharsets.UTF_8).lines().forEach(this.output::add);
		}
		catch (UncheckedIOException ex) {
			this.output.add("the end: " + ex.getMessage());
		}
	}

	InstanceProcess awaitServing() {
		await().atMost(SOON).until(() -> this.output.contains(RolledInstance.SERVING) || !this.process.isAlive());
		assertThat(this.output).contains(RolledInstance.SERVING);
		return this;
	}

	String awaitRefusal() {
		await().atMost(SOON).until(() -> !this.process.isAlive());
		assertThat(this.process.exitValue()).isNotZero();
		return output();
	}

	String output() {
		return String.join("\n", this.output);
	}

	void assertServedWithoutFailure() {
		assertThat(this.process.isAlive()).as(output()).isTrue();
		assertThat(this.output).noneMatch((line) -> line.startsWith(RolledInstance.FAILED));
	}

	/** As an orchestrator does it. */
	void stop() {
		assertServedWithoutFailure();
		this.process.destroy();
		this.process.onExit().join();
		assertThat(this.output).noneMatch((line) -> line.startsWith(RolledInstance.FAILED));
	}

	void kill() {
		assertServedWithoutFailure();
		close();
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
