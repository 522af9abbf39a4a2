package dev.appmigrations.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.ThrottleOptions;
import dev.appmigrations.engine.source.ResourceScriptSource;

/**
 * How far a slow standby falls behind while a new column is filled, with and without the
 * throttle of backfills that looks at it.
 */
final class ReplicaLagBenchmark implements Benchmark {

	private static final double NANOS_PER_SECOND = 1e9;

	private final int rows = Integer.getInteger("benchmarks.rows", 1_000_000);

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ThrottleOptions.Time limit = new ThrottleOptions.Time(Duration.ofSeconds(10), Duration.ofSeconds(5));
		FilledColumn column = new FilledColumn(this.rows);
		Map<String, Server.OnDatabase> ways = new LinkedHashMap<>();
		ways.put("one UPDATE", column::atOnce);
		ways.put("batches of 1,000 rows, no pauses", column::inFixedBatches);
		ways.put("App Migrations, no throttle", (dataSource) -> backfill(dataSource, ThrottleOptions.OFF));
		ways.put("App Migrations, replica-lag=10s/5s",
				(dataSource) -> backfill(dataSource, new ThrottleOptions(limit, null, null, null, null, null)));
		Table table = new Table(String.format(Locale.ROOT, "A slow standby while %,d rows change", this.rows), "", "s",
				"longest lag, s", "standby has all after, s");
		try (SlowStandby servers = SlowStandby.start()) {
			DataSource dataSource = servers.primary().getPostgresDatabase();
			for (Map.Entry<String, Server.OnDatabase> way : ways.entrySet()) {
				Server.execute(dataSource, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
				column.create(dataSource);
				LagSampler lag = LagSampler.start(dataSource);
				lag.awaitStandby();
				lag.reset();
				long start = System.nanoTime();
				way.getValue().run(dataSource);
				double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
				lag.awaitStandby();
				double all = (System.nanoTime() - start) / NANOS_PER_SECOND;
				table.add(way.getKey(), Table.number(seconds, 0), Table.number(lag.end(), 1), Table.number(all, 0));
			}
		}
		table.print();
	}

	private static void backfill(DataSource dataSource, ThrottleOptions throttles) throws Exception {
		ScriptFolder folder = FilledColumn.backfill();
		MigratorOptions defaults = MigratorOptions.defaults();
		MigratorOptions.Rules rules = defaults.rules();
		Migrator migrator = Migrator.builder(dataSource, new ResourceScriptSource(null))
			.options(defaults.with(new MigratorOptions.Scripts(List.of(folder.location()), Map.of()))
				.with(new MigratorOptions.Rules(rules.policies(), rules.target(), rules.baseline(), rules.adopt(),
						rules.safety(),
						new BackfillOptions(BackfillOptions.Mode.BACKGROUND, Duration.ofSeconds(30), throttles))))
			.build();
		migrator.migrate();
		migrator.backfills().run(new BackfillRequest(null, 1, null));
	}

	/**
	 * Watches how old the oldest change is that the standby has not replayed.
	 */
	private static final class LagSampler {

		private final Connection connection;

		private final Thread thread;

		private final Deque<long[]> written = new ArrayDeque<>();

		private volatile boolean ended;

		private volatile double longest;

		private volatile long behind = Long.MAX_VALUE;

		private LagSampler(DataSource dataSource) throws SQLException {
			this.connection = dataSource.getConnection();
			this.thread = new Thread(this::sample, "lag");
			this.thread.start();
		}

		static LagSampler start(DataSource dataSource) throws SQLException {
			return new LagSampler(dataSource);
		}

		private void sample() {
			try (Statement statement = this.connection.createStatement()) {
				while (!this.ended) {
					long now = System.nanoTime();
					try (ResultSet row = statement.executeQuery(
							"SELECT pg_current_wal_lsn() - '0/0', replay_lsn - '0/0'" + " FROM pg_stat_replication")) {
						if (row.next()) {
							add(now, row.getLong(1), row.getLong(2));
						}
					}
					TimeUnit.MILLISECONDS.sleep(100);
				}
			}
			catch (SQLException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void add(long now, long position, long replayed) {
			this.written.add(new long[] { now, position });
			while (!this.written.isEmpty() && this.written.peek()[1] <= replayed) {
				this.written.remove();
			}
			this.behind = position - replayed;
			double lag = (this.written.isEmpty()) ? 0 : (now - this.written.peek()[0]) / NANOS_PER_SECOND;
			this.longest = Math.max(this.longest, lag);
		}

		void reset() {
			this.longest = 0;
		}

		void awaitStandby() throws InterruptedException {
			do {
				TimeUnit.MILLISECONDS.sleep(500);
			}
			while (this.behind > 100_000);
		}

		/** Returns the longest lag, in seconds. */
		double end() throws InterruptedException, SQLException {
			this.ended = true;
			this.thread.join();
			this.connection.close();
			return this.longest;
		}

	}

}
