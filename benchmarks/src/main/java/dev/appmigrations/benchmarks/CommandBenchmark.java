package dev.appmigrations.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time of a command with 100 applied migrations and none pending, from the start
 * of its JVM to its end. The lower bound is the same application, which prepares its
 * environment and sends one query. Where a process has no CPU time to be read, the time
 * that passes is taken instead.
 */
final class CommandBenchmark implements Benchmark {

	private static final int MIGRATIONS = 100;

	private static final String CONFIGURATION = """
			spring.application.name: benchmark
			---
			spring.config.activate.on-profile: ci
			spring.datasource.url: jdbc:postgresql://localhost:1/unused
			""";

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ScriptFolder folder = ScriptFolder.create(MIGRATIONS);
		Files.writeString(folder.root().resolve("application.yml"), CONFIGURATION);
		copy(CommandedApplication.class, folder.root());
		String own = server.createDatabase();
		Tools.appMigrations(Server.dataSource(own), folder).migrate();
		String flyway = server.createDatabase();
		Tools.flyway(Server.dataSource(flyway), folder).migrate();
		// Not the classes of the benchmarks, which configure a log: most applications do
		// not.
		Fork application = new Fork(CommandedApplication.class,
				ToolJars.OWN.classPath().and((entry) -> !ToolJars.fileOf(entry).equals("benchmarks")),
				List.of(folder.root()));
		String url = "--spring.datasource.url=" + own;
		Contest contest = new Contest("CPU time of a command, 100 applied")
			.add("lower bound", task(application, url, "--" + CommandedApplication.LOWER_BOUND))
			.add("status", "1.30", task(application, "migrations", "status", url))
			.add("check", "1.30", task(application, "migrations", "check", url))
			.add("help", "below 1", task(application, "migrations", "help", url))
			.add("completion", "below 1", task(application, "migrations", "completion", url))
			.add("Flyway's info, without Spring",
					task(new Fork(FlywayInfo.class, ToolJars.FLYWAY.classPath(), List.of()), flyway,
							folder.scripts().toString()));
		if (hasPsql()) {
			contest.add("psql, one query", () -> cpu(
					new ProcessBuilder("psql", "-X", "-c", CommandedApplication.QUERY, own.substring("jdbc:".length()))
						.redirectErrorStream(true)
						.start()));
		}
		contest.run(1, rounds.or(11));
		server.drop(own);
		server.drop(flyway);
	}

	private static Contestant.Task task(Fork fork, String... arguments) {
		return () -> cpu(fork.start(List.of(arguments)));
	}

	private static void copy(Class<?> type, Path root) throws IOException {
		String name = type.getName().replace('.', '/') + ".class";
		Path target = root.resolve(name);
		Files.createDirectories(target.getParent());
		try (InputStream bytes = type.getResourceAsStream("/" + name)) {
			Files.write(target, bytes.readAllBytes());
		}
	}

	private static boolean hasPsql() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((place) -> Files.isExecutable(Path.of(place, "psql")));
	}

	/**
	 * Waits for a process.
	 * @param process the process, which has just been started
	 * @return its CPU time in nanoseconds
	 */
	private static long cpu(Process process) throws IOException, InterruptedException {
		long start = System.nanoTime();
		long before = ChildTime.nanos();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		int exit = process.waitFor();
		if (exit != 0) {
			throw new IOException("A process ended with " + exit + ":\n" + output);
		}
		long after = ChildTime.nanos();
		return (after > before) ? after - before : System.nanoTime() - start;
	}

}
