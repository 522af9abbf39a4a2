package dev.appmigrations.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * The psql of this machine, if it has one.
 */
public final class PsqlProgram {

	private final Path executable;

	private PsqlProgram(Path executable) {
		this.executable = executable;
	}

	/** Finds psql on the path, or skips the test. */
	public static PsqlProgram assume() {
		Path found = Stream.of(System.getenv("PATH").split(System.getProperty("path.separator")))
			.map((folder) -> Path.of(folder, "psql"))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(found != null, "There is no psql on the path: install the client of PostgreSQL");
		return new PsqlProgram(found);
	}

	/**
	 * Runs a file.
	 * @param file the file
	 * @param database where
	 * @param options more options of psql
	 * @return the exit code and all output
	 */
	public Result run(Path file, TestDatabase database, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(this.executable.toString(), "-X", "-h", "localhost", "-p",
				String.valueOf(TestDatabase.port()), "-U", database.username(), "-d", database.name()));
		command.addAll(List.of(options));
		command.addAll(List.of("-f", file.toString()));
		Path output = Files.createTempFile("psql", ".txt");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("PGPASSWORD", database.password());
		Process process = builder.start();
		try {
			if (!process.waitFor(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("psql did not end: " + Files.readString(output));
			}
			return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
		}
		finally {
			process.destroyForcibly();
			Files.delete(output);
		}
	}

	/**
	 * What came of it.
	 *
	 * @param code the exit code
	 * @param output standard output and standard error
	 */
	public record Result(int code, String output) {

	}

}
