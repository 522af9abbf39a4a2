package dev.appmigrations.benchmarks;

import java.nio.file.Files;
import java.util.List;

/**
 * Large files in a JVM with a heap of 64 MB, a fresh one for each round. The lower bound
 * sends the file in messages of 256 KiB that end with a statement; it is told how to find
 * the end of one.
 */
final class LargeFileBenchmark implements Benchmark {

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		for (LargeFile file : LargeFile.values()) {
			ScriptFolder folder = file.create();
			Fork fork = new Fork(LargeFileRun.class, (entry) -> true, List.of(), "-Xmx64m");
			new Contest(file.title() + ", heap of 64 MB")
				.add("bare driver", run(server, fork, file, folder, LargeFileRun.LOWER_BOUND))
				.add("App Migrations", file.goal(), run(server, fork, file, folder, LargeFileRun.APP_MIGRATIONS))
				.run(0, rounds.or(5));
			Files.delete(file.script(folder));
		}
	}

	private static Contestant.Task run(Server server, Fork fork, LargeFile file, ScriptFolder folder, String tool) {
		return () -> {
			String url = server.createDatabase();
			try {
				return fork.run(List.of(tool, file.name(), folder.root().toString(), url))[0];
			}
			finally {
				server.drop(url);
			}
		};
	}

}
