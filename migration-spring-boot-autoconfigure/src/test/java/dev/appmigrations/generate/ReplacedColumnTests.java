package dev.appmigrations.generate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code rename-column} and {@code change-type}: two releases write while their
 * migrations run, and nothing is lost, whatever the column is like.
 */
@OldestAndNewest
class ReplacedColumnTests {

	private static final int TRANSACTIONS = ReleaseTraffic.TRANSACTIONS;

	private static final int ROWS = 500;

	@FreshDatabase
	private TestDatabase database;

	private ChangedDatabase changed;

	@BeforeEach
	void begin() {
		this.changed = new ChangedDatabase(this.database);
	}

	static Stream<Case> cases() {
		String text = "'v' || %s";
		return Stream.of(new Case("default, unique and check", "t", "c", "d", text,
				"CREATE TABLE t (id bigint PRIMARY KEY, c text NOT NULL DEFAULT 'anon' CHECK (c <> ''), other int)"),
				new Case("trigger that normalises", "t", "c", "d", text,
						"CREATE TABLE t (id bigint PRIMARY KEY, c text, other int);"
								+ "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS"
								+ " 'BEGIN NEW.other := coalesce(NEW.other, 0) + 1; RETURN NEW; END';"
								+ "CREATE TRIGGER zzz_touch BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch()"),
				new Case("another generated column", "t", "c", "d", text,
						"CREATE TABLE t (id bigint PRIMARY KEY, c text, other int,"
								+ " twice bigint GENERATED ALWAYS AS (id * 2) STORED)"),
				new Case("row level security", "t", "c", "d", text,
						"CREATE TABLE t (id bigint PRIMARY KEY, c text, other int);"
								+ "ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
								+ "CREATE POLICY p ON t USING (c IS NOT NULL) WITH CHECK (length(c) > 0)"),
				new Case("quoted names", "\"Order Lines\"", "\"Größe $$\"", "\"select\"", text,
						"CREATE TABLE \"Order Lines\" (id bigint PRIMARY KEY, \"Größe $$\" text NOT NULL, other int)"),
				new Case("names of 63 bytes", "t".repeat(63), "c".repeat(63), "d".repeat(63), text,
						"CREATE TABLE " + "t".repeat(63) + " (id bigint PRIMARY KEY, " + "c".repeat(63)
								+ " text NOT NULL, other int)"),
				new Case("another schema", "shop.t", "c", "d", text,
						"CREATE SCHEMA shop; CREATE TABLE shop.t (id bigint PRIMARY KEY, c text NOT NULL, other int)"),
				new Case("nondeterministic collation", "t", "c", "d", "(ARRAY['bob', 'BOB', 'Bob'])[%s %% 3 + 1]",
						"CREATE COLLATION plain (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
								+ "CREATE TABLE t (id bigint PRIMARY KEY, c text COLLATE plain, other int)"),
				new Case("citext", "t", "c", "d", "(ARRAY['bob', 'BOB', 'Bob'])[%s %% 3 + 1]",
						"CREATE EXTENSION citext; CREATE TABLE t (id bigint PRIMARY KEY, c citext NOT NULL, other int)"),
				new Case("scale of numbers", "t", "c", "d", "(ARRAY[1.0, 1.00, 1.000])[%s %% 3 + 1]",
						"CREATE TABLE t (id bigint PRIMARY KEY, c numeric NOT NULL DEFAULT 0, other int)"),
				new Case("json", "t", "c", "d", "('{\"a\": ' || %s || '}')::json",
						"CREATE TABLE t (id bigint PRIMARY KEY, c json, other int)"),
				new Case("intervals", "t", "c", "d", "(ARRAY['1 month', '30 days', '720:00']::interval[])[%s %% 3 + 1]",
						"CREATE TABLE t (id bigint PRIMARY KEY, c interval NOT NULL, other int)"),
				new Case("rows as values", "t", "c", "d", "ROW(NULL, %s %% 2)::pair",
						"CREATE TYPE pair AS (a int, b int); CREATE TABLE t (id bigint PRIMARY KEY, c pair, other int)"),
				new Case("key of two columns", "t", "c", "d", text,
						"CREATE TABLE t (id bigint, tenant int DEFAULT 1, c text, other int, PRIMARY KEY (id, tenant));"
								+ "CREATE UNIQUE INDEX t_id ON t (id)"),
				new Case("partitioned", "t", "c", "d", text,
						"CREATE TABLE t (id bigint PRIMARY KEY, c text NOT NULL, other int) PARTITION BY RANGE (id);"
								+ "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (MINVALUE) TO (300);"
								+ "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (300) TO (MAXVALUE);"
								+ "CREATE INDEX t_c ON t (c)"));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void renamedColumnWhenTwoReleasesWriteLosesNothing(Case column) {
		rename(column, "", "");
	}

	@Test
	void renamedColumnOfAnotherOwnerWhenOthersWriteLosesNothing() {
		String owner = this.database.name() + "_owner";
		String writer = this.database.name() + "_writer";
		this.database.execute("CREATE ROLE " + owner + "; CREATE ROLE " + writer);
		try {
			rename(new Case("another owner", "t", "c", "d", "'v' || %s",
					"CREATE TABLE t (id bigint PRIMARY KEY, c text NOT NULL, other int); ALTER TABLE t OWNER TO "
							+ owner + "; GRANT SELECT, INSERT, UPDATE ON t TO " + writer),
					"SET ROLE " + writer, "SET ROLE " + owner);
		}
		finally {
			this.database.execute("DROP OWNED BY " + owner + ", " + writer + "; DROP ROLE " + owner + ", " + writer);
		}
	}

	private void rename(Case column, String oldSettings, String newSettings) {
		this.database.execute(column.ddl());
		this.database.execute("INSERT INTO %1$s (id, %2$s) SELECT n, %3$s FROM generate_series(1, %4$d) n"
			.formatted(column.table(), column.old(), column.value().formatted("n"), ROWS));
		GeneratedMigrations generated = this.changed.generate("rename-column", Map.of(),
				column.table() + "." + column.old(), column.renamed());
		Map<String, String> before = this.changed.everything();
		this.changed.ship(generated, GeneratedMigration.Release.THIS);
		try (ReleaseTraffic old = new ReleaseTraffic(this.database, oldSettings, column.release(column.old(), 0))) {
			GeneratedMigration first = generated.files().get(0);
			this.changed.takeBack(generated.files().get(1));
			old.await(TRANSACTIONS / 2);
			for (GeneratedMigration file : generated.files().subList(1, generated.files().size() - 1)) {
				this.changed.takeBack(file);
			}
			this.changed.migrator().migrate();
			assertThat(first.file()).contains("_add_");
			try (ReleaseTraffic renamed = new ReleaseTraffic(this.database, newSettings,
					column.release(column.renamed(), 1))) {
				renamed.await(TRANSACTIONS / 2);
				this.changed.ship(generated, GeneratedMigration.Release.THIS);
				this.changed.migrator().migrate();
				old.await(TRANSACTIONS / 2);
				renamed.await(TRANSACTIONS / 2);
				old.finish();
				assertThat(old.failures()).isEmpty();
				assertThat(differing(column)).isZero();
				this.changed.ship(generated, GeneratedMigration.Release.NEXT);
				this.changed.migrator().contract(ContractRequest.forced());
				renamed.await(TRANSACTIONS / 2);
				renamed.finish();
				assertThat(renamed.failures()).isEmpty();
			}
		}
		assertThat(this.database.value(
				"SELECT count(*) FROM " + column.table() + " WHERE " + column.renamed() + " IS NOT DISTINCT FROM NULL"))
			.isEqualTo("0");
		assertRollbacks(generated.files().size(), before);
	}

	private long differing(Case column) {
		return Long.parseLong(String.valueOf(this.database.value("SELECT count(*) FROM " + column.table()
				+ " WHERE pg_catalog.record_image_ne(ROW(" + column.old() + "), ROW(" + column.renamed() + "))")));
	}

	/** Down, up, down: the catalogue is what it was. */
	private void assertRollbacks(int files, Map<String, String> before) {
		this.changed.undo(files);
		Map<String, String> once = this.changed.everything();
		Map<String, String> objects = new LinkedHashMap<>(once);
		objects.keySet().removeIf((name) -> name.contains("migration_"));
		assertThat(objects).containsExactlyInAnyOrderEntriesOf(before);
		this.changed.migrator().migrate();
		this.changed.migrator().contract(ContractRequest.forced());
		this.changed.undo(files);
		assertThat(this.changed.everything()).isEqualTo(once);
	}

	@Test
	void generatedFilesWhenTheTableHasEverythingCarryItOver() {
		this.database.execute("""
				CREATE TABLE team (code text PRIMARY KEY);
				CREATE TABLE users (id bigint PRIMARY KEY, team text REFERENCES team, note text,
				  name text NOT NULL DEFAULT 'anon' UNIQUE CHECK (name <> ''));
				CREATE INDEX users_lower_name ON users (lower(name) text_pattern_ops) WHERE name IS NOT NULL;
				CREATE INDEX users_team_name ON users (team, name DESC) INCLUDE (note);
				CREATE STATISTICS users_stats ON name, team FROM users;
				CREATE TABLE badge (id bigint PRIMARY KEY, owner text REFERENCES users (name) ON UPDATE CASCADE);
				COMMENT ON COLUMN users.name IS 'what people call them';
				ALTER TABLE users ALTER name SET STATISTICS 500, ALTER name SET STORAGE EXTERNAL,
				  ALTER name SET (n_distinct = -0.5);
				CREATE ROLE "reader of names"; GRANT SELECT (name), UPDATE (name) ON users TO "reader of names";
				ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (name = current_user);
				INSERT INTO users (id, name) SELECT i, 'user ' || i FROM generate_series(1, 300) i;
				""");
		try {
			Map<String, String> before = this.changed.everything();
			GeneratedMigrations generated = this.changed.generate("rename-column", Map.of(), "users.name", "full_name");
			assertThat(generated.files().toString()).doesNotContain("undecided");
			this.changed.ship(generated, GeneratedMigration.Release.THIS);
			this.changed.ship(generated, GeneratedMigration.Release.NEXT);
			assertThat(this.changed.migrator().safety().lint().findings(Level.FAIL)).isEmpty();
			this.changed.migrator().migrate();
			this.changed.migrator().contract(ContractRequest.forced());
			String after = this.changed.everything().toString();
			assertThat(after).contains("what people call them", "reader of names", "n_distinct", "storage e",
					"text_pattern_ops", "INCLUDE (note)", "REFERENCES public.users(full_name) ON UPDATE CASCADE",
					"(full_name = CURRENT_USER)", "users_stats");
			assertThat(after).doesNotContain("name_sync");
			assertRollbacks(4, before);
		}
		finally {
			this.database.execute("DROP OWNED BY \"reader of names\"; DROP ROLE \"reader of names\"");
		}
	}

	@Test
	void foreignKeysInBothDirectionsWhenTheirTablesAreWrittenGiveWay() {
		this.database.execute("""
				CREATE TABLE team (code text PRIMARY KEY);
				CREATE TABLE users (id bigint PRIMARY KEY, other int, name text NOT NULL UNIQUE REFERENCES team);
				CREATE TABLE badge (id bigint PRIMARY KEY, owner text NOT NULL REFERENCES users (name));
				INSERT INTO team SELECT 'v' || i FROM generate_series(0, 100000) i;
				""");
		Map<String, String> before = this.changed.everything();
		GeneratedMigrations generated = this.changed.generate("rename-column", Map.of(), "users.name", "full_name");
		this.changed.ship(generated, GeneratedMigration.Release.THIS);
		IntFunction<List<String>> parents = (n) -> List.of("DELETE FROM team WHERE code = 'v%d'".formatted(90_000 + n),
				"SELECT count(*) FROM users WHERE id = %d".formatted(n));
		IntFunction<List<String>> children = (n) -> List.of(
				"INSERT INTO users (id, full_name) VALUES (%1$d, 'v%1$d')".formatted(n),
				"INSERT INTO badge VALUES (%1$d, 'v%1$d')".formatted(n),
				"DELETE FROM badge WHERE id = %d".formatted(n - 5), "DELETE FROM users WHERE id = %d".formatted(n - 5));
		this.changed.migrator().migrate();
		try (ReleaseTraffic deleting = new ReleaseTraffic(this.database, "", parents);
				ReleaseTraffic inserting = new ReleaseTraffic(this.database, "", children)) {
			inserting.await(TRANSACTIONS / 2);
			this.changed.ship(generated, GeneratedMigration.Release.NEXT);
			this.changed.migrator().contract(ContractRequest.forced());
			inserting.await(TRANSACTIONS / 2);
			deleting.finish();
			inserting.finish();
			assertThat(deleting.failures()).isEmpty();
			assertThat(inserting.failures()).isEmpty();
		}
		assertRollbacks(generated.files().size(), before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT" })
	void traceShowsNoTableThatIsReadOrWrittenWholeWhileNobodyCanUseIt(String partitions) {
		// Before 18, the key of a partitioned table is refused.
		String key = (partitions.isEmpty()) ? " REFERENCES team" : "";
		String ddl = "CREATE TABLE team (code text PRIMARY KEY); CREATE TABLE t (id bigint PRIMARY KEY, other int,"
				+ " c text NOT NULL DEFAULT 'x' CHECK (c <> '')" + key + ")" + partitions
				+ "; CREATE INDEX t_c ON t (lower(c)) WHERE other > 0; CREATE INDEX t_both ON t (c, other)";
		this.database.execute(ddl);
		this.changed.assertTraceWithoutExclusiveScans(ddl,
				this.changed.generate("rename-column", Map.of(), "t.c", "d"));
		this.changed.assertTraceWithoutExclusiveScans(ddl,
				this.changed.generate("change-type", Map.of("to", "d"), "t.c", "varchar(80)"));
	}

	@Test
	void generatedFilesAreTheSameAgain() {
		this.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, c text UNIQUE)");
		assertThat(this.changed.generate("rename-column", Map.of(), "t.c", "d"))
			.isEqualTo(this.changed.generate("rename-column", Map.of(), "t.c", "d"));
	}

	@Test
	void viewsFunctionsAndTriggersAreDecisionsThatFailTheFile() {
		this.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, c text); CREATE VIEW v AS SELECT id, c FROM t;"
				+ "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.c := lower(NEW.c); RETURN NEW; END';"
				+ "CREATE TRIGGER lower BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()");
		GeneratedMigrations generated = this.changed.generate("rename-column", Map.of(), "t.c", "d");
		this.changed.ship(generated, GeneratedMigration.Release.THIS);
		this.changed.ship(generated, GeneratedMigration.Release.NEXT);
		assertThat(generated.files().get(2).up()).contains("-- Decide: view public.v uses t.c, which becomes d",
				"-- Decide: trigger lower on t runs a function that may name c");
		this.changed.migrator().migrate();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.changed.migrator().contract(ContractRequest.forced()))
			.withMessageContaining("undecided: view public.v uses t.c, which becomes d");
		assertThat(this.database
			.value("SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c'"))
			.isEqualTo("1");
	}

	@Test
	void contractWhenSomethingWasAddedSinceStops() {
		this.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, c text)");
		GeneratedMigrations generated = this.changed.generate("rename-column", Map.of(), "t.c", "d");
		this.changed.ship(generated, GeneratedMigration.Release.THIS);
		this.changed.ship(generated, GeneratedMigration.Release.NEXT);
		this.changed.migrator().migrate();
		this.database.execute("CREATE INDEX added_later ON t (c)");
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.changed.migrator().contract(ContractRequest.forced()))
			.withMessageContaining("would drop what was added since this file was written: index added_later");
	}

	@Test
	void rowsWhenAReplicaWroteThemAreFoundByVerify() {
		this.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, c text); INSERT INTO t VALUES (1, 'x')");
		GeneratedMigrations generated = this.changed.generate("rename-column", Map.of(), "t.c", "d");
		this.changed.ship(generated, GeneratedMigration.Release.THIS);
		this.changed.ship(generated, GeneratedMigration.Release.NEXT);
		this.changed.migrator().migrate();
		this.database.execute("SET session_replication_role = replica; UPDATE t SET c = 'y'");
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.changed.migrator().contract(ContractRequest.now()))
			.withMessageContaining("1");
		assertThat(this.database.value("SELECT c FROM t")).isEqualTo("y");
	}

	@Test
	void changedTypeWhenTwoReleasesWriteConvertsBothWays() {
		this.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, c int NOT NULL DEFAULT 7, other int);"
				+ "INSERT INTO t SELECT i, i FROM generate_series(1, 500) i; CREATE INDEX t_c ON t (c)");
		Map<String, String> before = this.changed.everything();
		GeneratedMigrations generated = this.changed.generate("change-type", Map.of("to", "d"), "t.c", "bigint");
		this.changed.ship(generated, GeneratedMigration.Release.THIS);
		Case column = new Case("change", "t", "c", "d", "%s", "");
		try (ReleaseTraffic old = new ReleaseTraffic(this.database, "", column.release("c", 0))) {
			this.changed.migrator().migrate();
			try (ReleaseTraffic changed = new ReleaseTraffic(this.database, "", column.release("d", 1))) {
				old.await(TRANSACTIONS);
				changed.await(TRANSACTIONS / 2);
				old.finish();
				assertThat(this.database.value("SELECT count(*) FROM t WHERE c <> d")).isEqualTo("0");
				this.changed.ship(generated, GeneratedMigration.Release.NEXT);
				this.changed.migrator().contract(ContractRequest.forced());
				changed.await(TRANSACTIONS / 2);
				changed.finish();
				assertThat(changed.failures()).isEmpty();
			}
			assertThat(old.failures()).isEmpty();
		}
		this.database.execute("INSERT INTO t (id) VALUES (-1)");
		assertThat(this.database.value("SELECT d FROM t WHERE id = -1")).isEqualTo("7");
		assertRollbacks(generated.files().size(), before);
	}

	@Test
	void castsThatDependOnTheSessionAreAskedFor() {
		this.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, at timestamp, n text, f float8)");
		assertThatExceptionOfType(RefusedChangeException.class)
			.isThrownBy(() -> this.changed.generate("change-type", Map.of("to", "b"), "t.at", "timestamptz"))
			.withMessageContaining("depends on the session")
			.satisfies((refused) -> assertThat(refused.action()).contains("--using \"at AT TIME ZONE 'UTC'\""));
		assertThatExceptionOfType(RefusedChangeException.class)
			.isThrownBy(() -> this.changed.generate("change-type", Map.of("to", "b"), "t.n", "timestamptz"));
		assertThatExceptionOfType(RefusedChangeException.class)
			.isThrownBy(() -> this.changed.generate("change-type", Map.of("to", "b"), "t.n", "no such type"));
		GeneratedMigrations generated = this.changed.generate("change-type",
				Map.of("to", "b", "using", "at AT TIME ZONE 'UTC'", "back", "b AT TIME ZONE 'UTC'"), "t.at",
				"timestamptz");
		assertThat(generated.files().get(0).up()).contains("NEW.b := NEW.at AT TIME ZONE 'UTC'",
				"NEW.at := NEW.b AT TIME ZONE 'UTC'");
		this.changed.ship(generated, GeneratedMigration.Release.THIS);
		this.database.execute("INSERT INTO t (id, at) VALUES (1, '2026-01-01 12:00')");
		this.changed.migrator().migrate();
		assertThat(this.database.value("SELECT b AT TIME ZONE 'UTC' = at FROM t")).isEqualTo("t");
		assertThat(this.changed.generate("change-type", Map.of("to", "g"), "t.f", "text").files()).hasSize(3);
	}

	static Stream<String[]> refused() {
		return Stream.of(new String[] { "CREATE TABLE t (id bigint PRIMARY KEY, c text)", "id", "primary key" },
				new String[] { "CREATE TABLE t (id bigint, c text)", "c", "no primary key" },
				new String[] { "CREATE TABLE t (id bigint PRIMARY KEY, c bigserial)", "c", "sequence" },
				new String[] {
						"CREATE TABLE t (id bigint PRIMARY KEY, c int, g int GENERATED ALWAYS AS (c + 1) STORED)", "c",
						"generated column g" },
				new String[] { "CREATE TABLE t (id bigint, c int, PRIMARY KEY (id, c)) PARTITION BY RANGE (c)", "c",
						"partitioned" },
				new String[] { "CREATE DOMAIN mail AS text; CREATE TABLE t (id bigint PRIMARY KEY, c mail)", "c",
						"domain" },
				new String[] { "CREATE TABLE p (c text); CREATE TABLE t (id bigint PRIMARY KEY) INHERITS (p)", "c",
						"inherits" },
				new String[] { "CREATE TABLE t (id bigint PRIMARY KEY, c text); CREATE PUBLICATION p FOR TABLE t", "c",
						"Publication p" },
				new String[] { "CREATE VIEW t AS SELECT 1 AS c", "c", "no table" },
				new String[] { "CREATE TABLE t (id bigint PRIMARY KEY, c int4range, EXCLUDE USING gist (c WITH &&))",
						"c", "exclusion" });
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whatWouldBeLostIsRefusedWithTheReason(String ddl, String column, String reason) {
		this.database.execute(ddl);
		assertThatExceptionOfType(RefusedChangeException.class)
			.isThrownBy(() -> this.changed.generate("rename-column", Map.of(), "t." + column, "d"))
			.withMessageContaining(reason);
	}

	/**
	 * A column that is renamed.
	 *
	 * @param name what is special about it
	 * @param table its table
	 * @param old its name
	 * @param renamed its new name
	 * @param value an expression for its values, with a number
	 * @param ddl what makes the table
	 */
	record Case(String name, String table, String old, String renamed, String value, String ddl) {

		/** Reads and writes by one of the names; rows of both releases meet. */
		IntFunction<List<String>> release(String column, int parity) {
			return (n) -> {
				String value = this.value.formatted(String.valueOf(n));
				int any = (n * 7919) % ROWS + 1;
				int added = 100_000 + n % 50;
				return switch (n % 6) {
					case 0 -> List.of("INSERT INTO %s (id, %s) VALUES (%d, %s)".formatted(this.table, column,
							1_000_000L * (parity + 1) + n, value));
					case 1, 2 ->
						List.of("UPDATE %s SET %s = %s WHERE id = %d".formatted(this.table, column, value, any));
					case 3 -> List.of("SELECT %s FROM %s WHERE id = %d".formatted(column, this.table, any));
					case 4 -> List
						.of("INSERT INTO %1$s (id, %2$s) VALUES (%3$d, %4$s) ON CONFLICT (id) DO UPDATE SET %2$s = excluded.%2$s"
							.formatted(this.table, column, added, value));
					default -> List.of("UPDATE %s SET other = %d WHERE id = %d".formatted(this.table, n, any));
				};
			};
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
