package dev.appmigrations.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that is killed two seconds into a statement of eight, and started again at
 * once: how long it takes from the kill until everything is applied. When it runs again,
 * the statement takes no time: what is measured is how long the killed one is in the way.
 */
final class KillBenchmark implements Benchmark {

	private static final long PATIENCE_SECONDS = 60;

	// The table is there first, so that nobody can go past the transaction.
	private static final String SLOW = "CREATE TABLE done (id bigint);\n"
			+ "SELECT pg_sleep(CASE WHEN EXISTS (SELECT FROM again) THEN 0 ELSE 8 END);\n";

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ScriptFolder folder = ScriptFolder.create(3);
		folder.add(4, "", "CREATE TABLE again (id bigint);\n");
		folder.add(5, "", SLOW);
		int count = rounds.or(3);
		Table table = new Table("Killed in a statement of 8 s and started again, " + count + " rounds", "",
				"complete after s, median", "max", "goal");
		for (String tool : ToolRun.TOOLS) {
			Fork fork = new Fork(ToolRun.class, (entry) -> true, List.of());
			double[] seconds = new double[count];
			for (int round = 0; round < count; round++) {
				String url = server.createDatabase();
				seconds[round] = complete(fork, List.of(tool, folder.root().toString(), url), url) / 1e9;
				server.drop(url);
			}
			Figures figures = Figures.of(seconds);
			table.add(tool, text(figures.median()), text(figures.max()), (tool.startsWith("App")) ? "6" : "");
		}
		table.print();
	}

	private static String text(double seconds) {
		return (seconds < PATIENCE_SECONDS) ? Table.number(seconds, 1) : "not within " + PATIENCE_SECONDS + " s";
	}

	private static long complete(Fork fork, List<String> arguments, String url) throws Exception {
		Process first = fork.start(arguments);
		try (Connection connection = Server.dataSource(url).getConnection();
				Statement statement = connection.createStatement()) {
			awaitSleep(statement);
			first.destroyForcibly();
			long start = System.nanoTime();
			statement.execute("INSERT INTO again VALUES (1)");
			Process second = fork.start(arguments);
			boolean ended = second.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
			long taken = System.nanoTime() - start;
			second.destroyForcibly().waitFor();
			return (ended && second.exitValue() == 0 && isDone(statement)) ? taken : Long.MAX_VALUE;
		}
	}

	private static void awaitSleep(Statement statement) throws SQLException, InterruptedException {
		for (;;) {
			try (ResultSet rows = statement.executeQuery("SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep%'"
					+ " AND pid <> pg_backend_pid() AND state = 'active'"
					+ " AND query_start < clock_timestamp() - interval '2 seconds'")) {
				if (rows.next()) {
					return;
				}
			}
			Thread.sleep(20);
		}
	}

	private static boolean isDone(Statement statement) throws SQLException {
		try (ResultSet rows = statement.executeQuery("SELECT to_regclass('done') IS NOT NULL")) {
			return rows.next() && rows.getBoolean(1);
		}
	}

}
