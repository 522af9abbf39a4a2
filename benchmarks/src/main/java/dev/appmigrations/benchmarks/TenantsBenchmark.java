package dev.appmigrations.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.options.TenantOptions;
import dev.appmigrations.engine.report.TenantReport;

/**
 * Five hundred tenants with a schema each and 20 migrations: to apply all of them, to
 * find out that nothing is pending, and that in many instances at once.
 */
final class TenantsBenchmark implements Benchmark {

	private static final int TENANTS = 500;

	private static final int MIGRATIONS = 20;

	private static final int STARTS = 40;

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ScriptFolder folder = ScriptFolder.create(MIGRATIONS);
		List<String> names = IntStream.range(0, TENANTS).mapToObj((number) -> "tenant_" + number).toList();
		new Contest(TENANTS + " tenants, " + MIGRATIONS + " migrations each")
			.add("bare driver, one connection", server.task((database) -> apply(database, folder, names)))
			.add("App Migrations, one at a time",
					server.task((database) -> tenants(database, folder, names, 1).migrate()))
			.add("App Migrations, four at a time", "1.15",
					server.task((database) -> tenants(database, folder, names, 4).migrate()))
			.run(0, rounds.or(3));
		String url = server.createDatabase();
		DataSource database = Server.dataSource(url);
		tenants(database, folder, names, 4).migrate();
		nothingToDo(database, folder, names, rounds);
		starts(url, folder, names, rounds);
		atOnce(database, folder, names, rounds);
		server.drop(url);
	}

	private static void nothingToDo(DataSource database, ScriptFolder folder, List<String> names, Rounds rounds)
			throws Exception {
		Contestant.Work bare = () -> read(database, names);
		Contestant.Work all = tenants(database, folder, names, 1)::migrate;
		new Contest("Nothing to do for " + TENANTS + " tenants, warm").add("bare driver", bare::time)
			.add("App Migrations", all::time)
			.run(10, rounds.or(21));
	}

	/** Of an application, from the start of its JVM until it is ready. */
	private static void starts(String url, ScriptFolder folder, List<String> names, Rounds rounds) throws Exception {
		Fork fork = new Fork(StartedApplication.class, ToolJars.OWN.classPath(), List.of(folder.root()));
		new Contest("Start of an application with nothing to do")
			.add("one tenant", () -> start(fork, url, names.subList(0, 1)))
			.add(TENANTS + " tenants", "3.00", () -> start(fork, url, names))
			.run(1, rounds.or(9));
	}

	private static long start(Fork fork, String url, List<String> names) throws Exception {
		return TimeUnit.MILLISECONDS.toNanos(fork
			.run(List.of("--spring.datasource.url=" + url, "--app.migrations.tenants.locations=classpath:db/migration",
					"--app.migrations.tenants.schemas=" + String.join(",", names)))[0]);
	}

	/**
	 * They have 500 histories each to read, of which a server locks a few hundred at
	 * once.
	 */
	private static void atOnce(DataSource database, ScriptFolder folder, List<String> names, Rounds rounds)
			throws InterruptedException {
		int count = rounds.or(3);
		int well = 0;
		List<String> failures = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(STARTS);
		try {
			for (int round = 0; round < count; round++) {
				List<Future<Boolean>> starts = new ArrayList<>();
				for (int start = 0; start < STARTS; start++) {
					starts.add(threads.submit(() -> isUpToDate(tenants(database, folder, names, 4))));
				}
				for (Future<Boolean> start : starts) {
					try {
						well += (start.get()) ? 1 : 0;
					}
					catch (ExecutionException ex) {
						failures.add(String.valueOf(Objects.requireNonNull(ex.getCause()).getMessage()));
					}
				}
			}
		}
		finally {
			threads.shutdownNow();
		}
		Table table = new Table(STARTS + " starts at once, " + TENANTS + " tenants, " + count + " rounds", "",
				"ended well", "goal");
		table.add("App Migrations", well + " of " + count * STARTS, "all");
		table.print();
		failures.stream().distinct().limit(3).forEach(Table::note);
	}

	private static boolean isUpToDate(Tenants tenants) {
		return tenants.migrate().tenants().stream().allMatch(TenantReport::ready);
	}

	private static Tenants tenants(DataSource database, ScriptFolder folder, List<String> names, int parallel) {
		return new Tenants(Tools.migrator(database, folder),
				new TenantOptions(names, null, parallel, TenantOptions.OnFailure.STOP));
	}

	/** One connection reads one history after the other, and looks at none. */
	private static void read(DataSource database, List<String> tenants) throws SQLException {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			for (String tenant : tenants) {
				statement.execute("SELECT * FROM " + tenant + ".migration_history ORDER BY id");
			}
		}
	}

	/** The least that anybody has to do: no history is written, nothing is checked. */
	private static void apply(DataSource database, ScriptFolder folder, List<String> tenants) throws Exception {
		List<String> scripts = new ArrayList<>();
		for (Path file : folder.files()) {
			scripts.add(Files.readString(file));
		}
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			for (String tenant : tenants) {
				apply(connection, statement, tenant, scripts);
			}
		}
	}

	private static void apply(Connection connection, Statement statement, String tenant, List<String> scripts)
			throws SQLException {
		statement.execute("CREATE SCHEMA " + tenant);
		statement.execute("SET search_path = " + tenant + ", public");
		connection.commit();
		for (String script : scripts) {
			statement.execute(script);
			connection.commit();
		}
	}

}
