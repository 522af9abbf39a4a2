package dev.appmigrations.sample.packaged;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rollout of {@code scripts/rollout.sh} prints what the documentation shows.
 */
@Tag("rollout")
class PackagedRolloutIntegrationTests {

	private static final Path SHELL = Path.of("/bin/sh");

	@Test
	void rolloutFailsNoRequestAndPrintsWhatTheDocumentationShows() throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(SHELL) && isOnPath("curl"), "There is no POSIX shell with curl");
		ProcessBuilder rollout = new ProcessBuilder(SHELL.toString(), "scripts/rollout.sh");
		rollout.environment().keySet().removeIf((name) -> name.endsWith("DATABASE_URL") || name.startsWith("SPRING_"));
		rollout.environment().put("ROLLOUT_JAR", SampleJar.path().toString());
		rollout.environment().put("ROLLOUT_PORT", String.valueOf(freePort()));
		rollout.environment()
			.merge("PATH", "", (path, none) -> Path.of(System.getProperty("java.home"), "bin") + ":" + path);
		Process process = rollout.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(withoutChance(output)).isEqualTo(withoutChance(documented()));
	}

	/** The block that follows the words that announce it. */
	private static String documented() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "zero-downtime.md"));
		String block = page.substring(page.indexOf("It prints:"));
		return block.substring(block.indexOf("```") + "```".length(), block.indexOf("\n```\n", block.indexOf("```")));
	}

	/**
	 * Times, the name of the host, versions of the server and numbers differ each time.
	 */
	private static String withoutChance(String output) {
		return output.replaceAll("(?m)^\\S+( +\\d\\.\\d\\.\\d +)\\d+ s ago$", "host$1")
			.replaceAll("instance \\S+ \\(", "instance host (")
			.replaceAll("PostgreSQL [\\d.]+", "PostgreSQL")
			.replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "time")
			.replaceAll("[\\d.]+ (ms|s)\\b", "duration")
			.replaceAll("\\d+ requests", "requests")
			.replaceAll(" +", " ")
			.strip();
	}

	private static boolean isOnPath(String program) {
		return Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	/** The next ones are taken to be free too. */
	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
