package dev.appmigrations.benchmarks;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.sql.StatementReader;

/**
 * What reading statements from their text costs: many small ones, beside the first
 * reading of the same script, which only finds where they end; and one of 100 MB.
 */
final class StatementBenchmark implements Benchmark {

	private static final int STATEMENTS = 50_000;

	private static final int WARM_UPS = 5;

	private static final List<String> KINDS = List.of("ALTER TABLE orders ADD COLUMN c%d text DEFAULT 'x' NOT NULL",
			"CREATE INDEX CONCURRENTLY i%d ON orders (customer_id, lower(name)) WHERE deleted_at IS NULL",
			"CREATE TABLE t%d (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(100) NOT NULL)",
			"INSERT INTO t%d (a, b, c) VALUES (1, 'two', now()), (2, 'three', now())",
			"UPDATE t%d SET a = 1 WHERE b = 'x'");

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		List<String> statements = new ArrayList<>();
		for (int i = 0; i < STATEMENTS; i++) {
			statements.add(KINDS.get(i % KINDS.size()).formatted(i));
		}
		String script = String.join(";\n", statements);
		String large = "INSERT INTO t (a, b) VALUES " + "(1, 'some text of a row'),\n".repeat(4_000_000) + "(1, 'x')";
		int measured = rounds.or(9);
		Table table = new Table("Reading statements", "", "median, ms");
		table.add("50,000 small statements, first reading", median(measured, () -> split(script)));
		table.add("50,000 small statements, what they do",
				median(measured, () -> statements.forEach(DdlStatement::of)));
		table.add("one INSERT of 100 MB, what it does", median(measured, () -> DdlStatement.of(large)));
		table.print();
	}

	private static void split(String script) throws IOException {
		try (StatementReader reader = StatementReader.scanning(new StringReader(script),
				(type, buffer, start, end, position) -> {
				})) {
			while (reader.next() != null) {
				// only its end is looked for
			}
		}
	}

	private static String median(int rounds, Work work) throws Exception {
		long[] nanos = new long[rounds];
		for (int i = -WARM_UPS; i < rounds; i++) {
			long start = System.nanoTime();
			work.run();
			if (i >= 0) {
				nanos[i] = System.nanoTime() - start;
			}
		}
		return Table.number(Figures.ofNanos(nanos).median(), 2);
	}

	@FunctionalInterface
	private interface Work {

		void run() throws Exception;

	}

}
