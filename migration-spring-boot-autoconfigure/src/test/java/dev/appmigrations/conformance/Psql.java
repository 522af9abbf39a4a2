package dev.appmigrations.conformance;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs a script with psql and tells what it sent.
 */
final class Psql {

	private final Path executable;

	private final int serverPort;

	Psql(Path executable, int serverPort) {
		this.executable = executable;
		this.serverPort = serverPort;
	}

	/**
	 * Run a script. The server's answers are thrown away.
	 * @return what psql sent, and what it wrote because it was told so by {@code \echo}
	 */
	Result run(String script, Charset charset, String database) throws IOException, InterruptedException {
		Path folder = Files.createTempDirectory("conformance");
		Path file = folder.resolve("script.sql");
		Path echoes = folder.resolve("echoes.txt");
		Files.writeString(file, script, charset);
		try (Relay relay = new Relay(this.serverPort)) {
			ProcessBuilder builder = new ProcessBuilder(this.executable.toString(), "-X", "-q", "-o", "/dev/null", "-f",
					file.toString());
			builder.environment()
				.putAll(Map.of("PGHOST", "127.0.0.1", "PGPORT", String.valueOf(relay.port()), "PGUSER", "postgres",
						"PGDATABASE", database, "PGSSLMODE", "disable", "PGGSSENCMODE", "disable", "PGCLIENTENCODING",
						"UTF8"));
			Process psql = builder.redirectOutput(echoes.toFile())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			try {
				List<SentQuery> queries = relay.run();
				return new Result(queries, psql.waitFor(), Files.readAllLines(echoes));
			}
			finally {
				psql.destroyForcibly();
			}
		}
		finally {
			Files.deleteIfExists(file);
			Files.deleteIfExists(echoes);
			Files.delete(folder);
		}
	}

	/**
	 * What psql did.
	 *
	 * @param queries what it sent
	 * @param exitCode 0 at the end of the script, 2 if the connection broke
	 * @param echoes the lines that it was told to write
	 */
	record Result(List<SentQuery> queries, int exitCode, List<String> echoes) {

	}

}
