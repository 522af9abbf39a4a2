package dev.appmigrations.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.BackfillRequest;

/**
 * One new column for all rows of a large table: by one UPDATE, by batches of a fixed size
 * without pauses, and by a backfill. Beside each of them an application changes single
 * rows of the same table. The system property {@code benchmarks.rows} sets how many rows
 * there are.
 */
final class BackfillBenchmark implements Benchmark {

	private static final double NANOS_PER_SECOND = 1e9;

	private static final double BYTES_PER_MB = 1024 * 1024;

	private final int rows = Integer.getInteger("benchmarks.rows", 10_000_000);

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		FilledColumn column = new FilledColumn(this.rows);
		Map<String, Server.OnDatabase> ways = new LinkedHashMap<>();
		ways.put("nothing, for 20 s", (dataSource) -> TimeUnit.SECONDS.sleep(20));
		ways.put("one UPDATE", column::atOnce);
		ways.put("batches of 1,000 rows, no pauses", column::inFixedBatches);
		ways.put("App Migrations, duty=1", (dataSource) -> backfill(dataSource, 1));
		ways.put("App Migrations, duty=0.5", (dataSource) -> backfill(dataSource, 0));
		Table table = new Table(String.format(Locale.ROOT, "A column for %,d rows", this.rows), "", "s", "of UPDATE",
				"single row: median ms", "p99 ms", "max ms", "dead rows at the end", "growth, MB");
		double first = 0;
		for (Map.Entry<String, Server.OnDatabase> way : ways.entrySet()) {
			String url = server.createDatabase();
			DataSource dataSource = Server.dataSource(url);
			column.create(dataSource);
			long before = number(dataSource, "SELECT pg_total_relation_size('accounts')");
			SingleRowWriter writer = SingleRowWriter.start(dataSource, this.rows);
			long start = System.nanoTime();
			way.getValue().run(dataSource);
			double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
			Figures single = writer.end();
			boolean idle = way.getKey().startsWith("nothing");
			if (!idle && number(dataSource,
					"SELECT count(*) FROM accounts WHERE total IS DISTINCT FROM amount * 2") != 0) {
				throw new IllegalStateException(way.getKey() + " has left rows");
			}
			first = (way.getKey().equals("one UPDATE")) ? seconds : first;
			long dead = number(dataSource, "SELECT pg_stat_get_dead_tuples('accounts'::regclass)");
			long after = number(dataSource, "SELECT pg_total_relation_size('accounts')");
			table.add(way.getKey(), Table.number(seconds, 0), (first > 0) ? Table.number(seconds / first, 2) : "",
					Table.number(single.median(), 2), Table.number(single.percentile(99), 1),
					Table.number(single.max(), 0), String.format(Locale.ROOT, "%,d", dead),
					Table.number((after - before) / BYTES_PER_MB, 0));
			server.drop(url);
		}
		table.print();
	}

	private static void backfill(DataSource dataSource, double speed) throws Exception {
		Migrator migrator = Tools.appMigrations(dataSource, FilledColumn.backfill());
		migrator.migrate();
		migrator.backfills().run(new BackfillRequest(null, speed, null));
	}

	private static long number(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getLong(1);
		}
	}

}
