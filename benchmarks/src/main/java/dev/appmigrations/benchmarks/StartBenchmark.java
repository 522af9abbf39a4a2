package dev.appmigrations.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What each tool adds to the start of an application with 100 applied migrations: time
 * until it is ready, CPU time, loaded classes. The application without any of them is
 * what everything is added to; the lower bound is a bean that takes one connection from
 * the application's pool, reads the history in one query, and digests the scripts.
 */
final class StartBenchmark implements Benchmark {

	private static final int MIGRATIONS = 100;

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ScriptFolder folder = ScriptFolder.create(MIGRATIONS);
		String own = server.createDatabase();
		Tools.appMigrations(Server.dataSource(own), folder).migrate();
		String flyway = server.createDatabase();
		Tools.flyway(Server.dataSource(flyway), folder).migrate();
		String liquibase = server.createDatabase();
		Tools.liquibase(Server.dataSource(liquibase), folder);
		List<Application> applications = List.of(new Application("no migrations", ToolJars.NONE, folder, own),
				new Application("lower bound", ToolJars.NONE, folder, own,
						"--" + StartedApplication.LOWER_BOUND + "=" + folder.root()),
				new Application("App Migrations", ToolJars.OWN, folder, own),
				new Application("Flyway", ToolJars.FLYWAY, folder, flyway),
				new Application("Liquibase", ToolJars.LIQUIBASE, folder, liquibase,
						"--spring.liquibase.change-log=classpath:" + ScriptFolder.CHANGE_LOG));
		int count = rounds.or(15);
		for (int round = -1; round < count; round++) {
			for (Application application : applications) {
				application.start(round >= 0);
			}
		}
		print(applications, count);
		server.drop(own);
		server.drop(flyway);
		server.drop(liquibase);
	}

	private static void print(List<Application> applications, int rounds) {
		Table table = new Table("Start of an application with 100 applied, " + rounds + " rounds", "", "ready after ms",
				"added", "min", "max", "ratio", "CPU ms added", "ratio", "classes", "more than lower bound", "goals");
		Application none = applications.get(0);
		Application bound = applications.get(1);
		double boundAdded = bound.figures(0).minus(none.figures(0)).median();
		double boundCpu = bound.figures(1).minus(none.figures(1)).median();
		for (Application application : applications) {
			Figures added = application.figures(0).minus(none.figures(0));
			double cpu = application.figures(1).minus(none.figures(1)).median();
			double classes = application.figures(2).median();
			table.add(application.name, Table.number(application.figures(0).median(), 0),
					Table.number(added.median(), 0), Table.number(added.min(), 0), Table.number(added.max(), 0),
					Table.number(added.median() / boundAdded, 2), Table.number(cpu, 0), Table.number(cpu / boundCpu, 2),
					Table.number(classes, 0), Table.number(classes - bound.figures(2).median(), 0),
					(application.name.startsWith("App")) ? "1.20, 250" : "");
		}
		table.print();
	}

	/**
	 * An application with one of the tools, or none, on its class path.
	 */
	private static final class Application {

		private final String name;

		private final Fork fork;

		private final List<String> arguments = new ArrayList<>();

		private final List<long[]> starts = new ArrayList<>();

		Application(String name, ToolJars tool, ScriptFolder folder, String url, String... arguments) {
			this.name = name;
			this.fork = new Fork(StartedApplication.class, tool.classPath(), List.of(folder.root()));
			this.arguments.add("--spring.datasource.url=" + url);
			this.arguments.addAll(List.of(arguments));
		}

		void start(boolean counts) throws Exception {
			long[] figures = this.fork.run(this.arguments);
			if (counts) {
				this.starts.add(figures);
			}
		}

		Figures figures(int index) {
			return Figures.of(this.starts.stream().mapToDouble((figures) -> figures[index]).toArray());
		}

	}

}
