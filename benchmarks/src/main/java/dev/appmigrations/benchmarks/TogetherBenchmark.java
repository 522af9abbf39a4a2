package dev.appmigrations.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Eight processes at once on an empty database with 50 migrations, of which one builds an
 * index concurrently: how many of them end well, each tool with its defaults. Whoever has
 * not ended after a minute is killed and has failed.
 */
final class TogetherBenchmark implements Benchmark {

	private static final int MIGRATIONS = 48;

	private static final int PROCESSES = 8;

	private static final long PATIENCE_SECONDS = 60;

	private static final String TABLE = "CREATE TABLE waited_for (id bigint, name text);\n"
			+ "INSERT INTO waited_for SELECT i, 'n' || i FROM generate_series(1, 1000) i;\n";

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ScriptFolder folder = ScriptFolder.create(MIGRATIONS);
		// Behind 23 and 24 others.
		folder.add(2_400, "", TABLE);
		folder.add(2_500, "runInTransaction:false",
				"CREATE INDEX CONCURRENTLY waited_for_name ON waited_for (name);\n");
		int count = rounds.or(2);
		Table table = new Table(
				"8 processes at once, 50 migrations, one index built concurrently, " + count + " rounds", "",
				"ended well", "slowest ms", "index is there and valid", "goal");
		for (String tool : ToolRun.TOOLS) {
			Fork fork = new Fork(ToolRun.class, (entry) -> true, List.of());
			int well = 0;
			int valid = 0;
			long slowest = 0;
			for (int round = 0; round < count; round++) {
				String url = server.createDatabase();
				long start = System.nanoTime();
				well += together(fork, List.of(tool, folder.root().toString(), url));
				slowest = Math.max(slowest, System.nanoTime() - start);
				valid += (isValid(url)) ? 1 : 0;
				server.drop(url);
			}
			table.add(tool, well + " of " + count * PROCESSES, Table.number(slowest / 1e6, 0), valid + " of " + count,
					(tool.startsWith("App")) ? "all" : "");
		}
		table.print();
	}

	private static int together(Fork fork, List<String> arguments) throws Exception {
		List<Process> processes = new ArrayList<>();
		for (int i = 0; i < PROCESSES; i++) {
			processes.add(fork.start(arguments));
		}
		int well = 0;
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		for (Process process : processes) {
			boolean ended = process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
			well += (ended && process.exitValue() == 0) ? 1 : 0;
			process.destroyForcibly().waitFor();
		}
		return well;
	}

	private static boolean isValid(String url) throws SQLException {
		try (Connection connection = Server.dataSource(url).getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT bool_and(indisvalid) FROM pg_index"
						+ " WHERE indexrelid = to_regclass('waited_for_name')")) {
			return rows.next() && rows.getBoolean(1);
		}
	}

}
