package dev.appmigrations.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.generate.ChangeRequest;
import dev.appmigrations.generate.DatabaseCatalogue;
import dev.appmigrations.generate.Generator;
import dev.appmigrations.generate.Generators;
import org.jspecify.annotations.Nullable;

/**
 * What the trigger of {@code rename-column} costs each row, beside a table without one
 * and beside the pair of triggers that pgroll makes, built by hand.
 */
final class SyncTriggerBenchmark implements Benchmark {

	private static final int ROWS = 100_000;

	/**
	 * As pgroll documents them (see pgroll: docs, "How pgroll works under the hood"),
	 * with a plainer way to find the latest version than its own.
	 */
	private static final List<String> PGROLL = List.of("ALTER TABLE users ADD COLUMN _pgroll_new_name text",
			"ALTER TABLE users ADD COLUMN _pgroll_needs_backfill boolean DEFAULT true", "CREATE SCHEMA pgroll",
			"CREATE TABLE pgroll.migrations (schema name, name text, parent text, PRIMARY KEY (schema, name))",
			"INSERT INTO pgroll.migrations VALUES ('public', '02_rename', NULL)", """
					CREATE FUNCTION pgroll.latest_version(schemaname name) RETURNS text STABLE LANGUAGE sql AS $$
						SELECT m.name FROM pgroll.migrations m WHERE m.schema = schemaname AND NOT EXISTS
							(SELECT FROM pgroll.migrations c WHERE c.schema = schemaname AND c.parent = m.name)
					$$""", pgrollTrigger("up", "!=", "_pgroll_new_name", "NEW.name"),
			pgrollTrigger("down", "=", "name", "NEW._pgroll_new_name"));

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		Map<String, @Nullable Prepared> ways = new LinkedHashMap<>();
		ways.put("no trigger", null);
		ways.put("App Migrations", SyncTriggerBenchmark::generated);
		ways.put("pgroll's pair, by hand", (dataSource) -> Server.execute(dataSource, PGROLL.toArray(String[]::new)));
		Map<String, String> works = new LinkedHashMap<>();
		works.put("insert", "INSERT INTO users (id, name, hits) SELECT i, md5(i::text), 0 FROM generate_series("
				+ (ROWS + 1) + ", " + 2 * ROWS + ") i");
		works.put("update the column", "UPDATE users SET name = name || 'x'");
		works.put("update another column", "UPDATE users SET hits = hits + 1");
		int measured = rounds.or(9);
		for (Map.Entry<String, String> work : works.entrySet()) {
			Map<String, long[]> nanos = new LinkedHashMap<>();
			ways.keySet().forEach((way) -> nanos.put(way, new long[measured]));
			for (int round = 0; round < measured; round++) {
				for (Map.Entry<String, @Nullable Prepared> way : ways.entrySet()) {
					Objects.requireNonNull(nanos.get(way.getKey()))[round] = time(server, way.getValue(),
							work.getValue());
				}
			}
			Table table = new Table(ROWS / 1000 + ",000 rows: " + work.getKey(), "", "µs a row, median",
					"of no trigger, median", "more than it, µs a row");
			Figures bare = Figures.ofNanos(Objects.requireNonNull(nanos.get("no trigger")));
			nanos.forEach((way, times) -> {
				Figures figures = Figures.ofNanos(times);
				table.add(way, perRow(figures), Table.number(figures.dividedBy(bare).median(), 2),
						perRow(figures.minus(bare)));
			});
			table.print();
		}
	}

	private static String perRow(Figures millis) {
		return Table.number(millis.median() * 1000 / ROWS, 1);
	}

	private static long time(Server server, @Nullable Prepared way, String work) throws Exception {
		String url = server.createDatabase();
		try {
			DataSource dataSource = Server.dataSource(url);
			Server.execute(dataSource, "CREATE TABLE users (id bigint PRIMARY KEY, name text, hits int NOT NULL)",
					"INSERT INTO users SELECT i, md5(i::text), 0 FROM generate_series(1, " + ROWS + ") i");
			if (way != null) {
				way.in(dataSource);
			}
			Server.execute(dataSource, "VACUUM ANALYZE users", "CHECKPOINT");
			long start = System.nanoTime();
			Server.execute(dataSource, work);
			return System.nanoTime() - start;
		}
		finally {
			server.drop(url);
		}
	}

	private static void generated(DataSource dataSource) throws Exception {
		Generator rename = Generators.find("rename-column");
		if (rename == null) {
			throw new IllegalStateException("There is no such operation");
		}
		Migrator migrator = Tools.appMigrations(dataSource, ScriptFolder.create(0));
		Server.execute(dataSource,
				rename
					.generate(new ChangeRequest(List.of("users.name", "full_name"), Map.of(), 1, 0),
							new DatabaseCatalogue(migrator.database()))
					.files()
					.get(0)
					.up());
	}

	private static String pgrollTrigger(String direction, String operator, String target, String value) {
		return """
				CREATE FUNCTION _pgroll_%1$s_name() RETURNS trigger LANGUAGE plpgsql AS $$
				DECLARE
					id public.users.id%%TYPE := NEW.id;
					name public.users.name%%TYPE := NEW.name;
					hits public.users.hits%%TYPE := NEW.hits;
					latest_schema text;
					search_path text;
				BEGIN
					SELECT 'public' || '_' || latest_version INTO latest_schema FROM pgroll.latest_version('public');
					SELECT current_setting INTO search_path FROM current_setting('search_path');
					IF search_path %2$s latest_schema THEN
						NEW.%3$s = %4$s;
						NEW._pgroll_needs_backfill = false;
					END IF;
					RETURN NEW;
				END $$;
				CREATE TRIGGER _pgroll_%1$s_name BEFORE INSERT OR UPDATE ON users
					FOR EACH ROW EXECUTE FUNCTION _pgroll_%1$s_name()
				""".formatted(direction, operator, target, value);
	}

	/**
	 * Makes what keeps two columns in step.
	 */
	@FunctionalInterface
	private interface Prepared {

		void in(DataSource dataSource) throws Exception;

	}

}
