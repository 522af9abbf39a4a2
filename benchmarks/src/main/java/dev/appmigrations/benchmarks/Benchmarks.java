package dev.appmigrations.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.benchmarks.Benchmark.Rounds;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Runs the benchmarks that the system property {@code benchmarks} names, all of them by
 * default.
 */
public final class Benchmarks {

	private static final Map<String, Benchmark> ALL = all();

	private Benchmarks() {
	}

	private static Map<String, Benchmark> all() {
		Map<String, Benchmark> all = new LinkedHashMap<>();
		all.put("apply", new ApplyBenchmark());
		all.put("noop", new NoOpBenchmark());
		all.put("start", new StartBenchmark());
		all.put("command", new CommandBenchmark());
		all.put("files", new LargeFileBenchmark());
		all.put("statements", new StatementBenchmark());
		all.put("together", new TogetherBenchmark());
		all.put("tenants", new TenantsBenchmark());
		all.put("kill", new KillBenchmark());
		all.put("backfill", new BackfillBenchmark());
		all.put("trigger", new SyncTriggerBenchmark());
		all.put("lag", new ReplicaLagBenchmark());
		return all;
	}

	/**
	 * Runs the benchmarks.
	 * @param args not used
	 * @throws Exception if one cannot be run
	 */
	public static void main(String[] args) throws Exception {
		String wanted = System.getProperty("benchmarks", "");
		List<String> names = (wanted.isBlank()) ? List.copyOf(ALL.keySet()) : List.of(wanted.split(","));
		if (!ALL.keySet().containsAll(names)) {
			throw new IllegalArgumentException("-Dbenchmarks takes: " + String.join(", ", ALL.keySet()));
		}
		SLF4JBridgeHandler.removeHandlersForRootLogger();
		SLF4JBridgeHandler.install();
		Integer rounds = Integer.getInteger("benchmarks.rounds");
		try (Server server = Server.start()) {
			Table.note("PostgreSQL " + server.version() + ", Java " + Runtime.version() + ", "
					+ Runtime.getRuntime().availableProcessors() + " cores");
			for (Map.Entry<String, Benchmark> benchmark : ALL.entrySet()) {
				if (names.contains(benchmark.getKey())) {
					benchmark.getValue().run(server, new Rounds((rounds != null) ? rounds : 0));
				}
			}
		}
	}

}
