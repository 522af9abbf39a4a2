package dev.appmigrations.benchmarks;

import java.util.List;

/**
 * 1,000 small migrations on an empty database: in a JVM that has done it before, and in
 * new ones, as an application does it, with the JVM's defaults, with its first compiler
 * only, and interpreted.
 */
final class ApplyBenchmark implements Benchmark {

	private static final int MIGRATIONS = 1_000;

	private static final String TITLE = "1,000 small migrations on an empty database";

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ScriptFolder folder = ScriptFolder.create(MIGRATIONS);
		new CostContest(TITLE + ", warm", server.costing((dataSource) -> BareDriver.apply(dataSource, folder)),
				server.costing((dataSource) -> Tools.appMigrations(dataSource, folder).migrate()))
			.run(2, rounds.or(9));
		runForked(server, rounds, folder, "a new JVM");
		runForked(server, rounds, folder, "a new JVM with -XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=1");
		runForked(server, rounds, folder, "a new JVM with -Xint", "-Xint");
		// Apart, because a pair that takes long says less on a machine that has other
		// work.
		new Contest(TITLE + ", the other tools")
			.add("bare driver", server.task((dataSource) -> BareDriver.apply(dataSource, folder)))
			.add("Flyway", server.task((dataSource) -> Tools.flyway(dataSource, folder).migrate()))
			.add("Liquibase", server.task((dataSource) -> Tools.liquibase(dataSource, folder)))
			.run(1, rounds.or(3));
	}

	private static void runForked(Server server, Rounds rounds, ScriptFolder folder, String name, String... options)
			throws Exception {
		Fork fork = new Fork(ApplyRun.class, (entry) -> true, List.of(), options);
		new CostContest(TITLE + ", " + name, forked(server, fork, folder, ApplyRun.LOWER_BOUND),
				forked(server, fork, folder, ApplyRun.APP_MIGRATIONS))
			.run(1, rounds.or(9));
	}

	private static Cost.Task forked(Server server, Fork fork, ScriptFolder folder, String tool) {
		return () -> {
			String url = server.createDatabase();
			try {
				long[] figures = fork.run(List.of(tool, folder.root().toString(), url));
				return new Cost(figures[0], figures[1]);
			}
			finally {
				server.drop(url);
			}
		};
	}

}
