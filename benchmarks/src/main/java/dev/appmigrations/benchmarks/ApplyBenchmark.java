package dev.appmigrations.benchmarks;

/**
 * 1,000 small migrations on an empty database.
 */
final class ApplyBenchmark implements Benchmark {

	private static final int MIGRATIONS = 1_000;

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ScriptFolder folder = ScriptFolder.create(MIGRATIONS);
		String title = "1,000 small migrations on an empty database";
		Contestant.Task lowerBound = server.task((dataSource) -> BareDriver.apply(dataSource, folder));
		new Contest(title).add("bare driver", lowerBound)
			.add("App Migrations", "1.10",
					server.task((dataSource) -> Tools.appMigrations(dataSource, folder).migrate()))
			.run(2, rounds.or(9));
		// Apart, because a pair that takes long says less on a machine that has other
		// work.
		new Contest(title + ", the other tools").add("bare driver", lowerBound)
			.add("Flyway", server.task((dataSource) -> Tools.flyway(dataSource, folder).migrate()))
			.add("Liquibase", server.task((dataSource) -> Tools.liquibase(dataSource, folder)))
			.run(1, rounds.or(3));
	}

}
