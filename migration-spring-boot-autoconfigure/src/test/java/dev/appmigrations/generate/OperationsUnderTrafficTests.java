package dev.appmigrations.generate;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.lock.StatementLocks;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every operation but those of {@link ReplacedColumnTests}: the generated files run while
 * two releases read and write, nothing of what these do fails, and rollbacks leave what
 * was there before.
 */
@OldestAndNewest
class OperationsUnderTrafficTests {

	private static final int TRANSACTIONS = ReleaseTraffic.TRANSACTIONS;

	private static final int ROWS = 400;

	private static final String TABLE = "CREATE TABLE t (id bigint PRIMARY KEY, c text, other int);";

	private static final String SEED = "INSERT INTO t (id, c, other) SELECT i, 'v' || i, i FROM generate_series(1, 400) i;";

	/** Reads and writes that know nothing of the column {@code c}. */
	private static final List<String> NEUTRAL = List.of("INSERT INTO t (id, other) VALUES (:new, :n)",
			"UPDATE t SET other = :n WHERE id = :any", "SELECT id, other FROM t WHERE id = :any",
			"INSERT INTO t (id, other) VALUES (:again, :n) ON CONFLICT (id) DO UPDATE SET other = excluded.other",
			"DELETE FROM t WHERE id = :deleted");

	private static final List<String> FULL = List.of("INSERT INTO t (id, c) VALUES (:new, 'n' || :new)",
			"UPDATE t SET c = 'u' || :any || '-' || :n WHERE id = :any", "SELECT c FROM t WHERE id = :any",
			"INSERT INTO t (id, c) VALUES (:again, 'a' || :again) ON CONFLICT (id) DO UPDATE SET c = excluded.c",
			"UPDATE t SET other = :n WHERE id = :any");

	private static final List<String> NULLS = List.of("INSERT INTO t (id) VALUES (:new)",
			"UPDATE t SET c = NULL WHERE id = :any", "SELECT c FROM t WHERE id = :any",
			"INSERT INTO t (id, c) VALUES (:again, NULL) ON CONFLICT (id) DO UPDATE SET c = excluded.c");

	@FreshDatabase
	private TestDatabase database;

	private ChangedDatabase changed;

	@BeforeEach
	void begin() {
		this.changed = new ChangedDatabase(this.database);
	}

	static Stream<Case> cases() {
		return Stream.of(constraints(), indexes(), columns(), tables()).flatMap(List::stream);
	}

	private static List<Case> constraints() {
		String parent = "CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p SELECT i FROM generate_series(0, 1000000) i;";
		String orphans = "CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p SELECT i FROM generate_series(0, 100000) i;"
				+ TABLE + SEED + "UPDATE t SET other = -5 WHERE id <= 40;";
		String orphaned = "SELECT count(*) FROM t WHERE NOT EXISTS (SELECT FROM p WHERE p.id = t.other) AND other IS NOT NULL";
		String partitioned = "CREATE TABLE t (id bigint PRIMARY KEY, c text, other int) PARTITION BY RANGE (id);"
				+ "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (MINVALUE) TO (300);"
				+ "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (300) TO (MAXVALUE);";
		List<Case> cases = new ArrayList<>();
		for (String table : List.of(TABLE, partitioned)) {
			cases.add(new Case("not-null --default " + (table.equals(TABLE) ? "" : "partitioned"),
					table + SEED + "UPDATE t SET c = NULL WHERE id % 3 = 0", "not-null", Map.of("default", "'none'"),
					List.of("t.c"), NULLS, FULL, "SELECT count(*) FROM t WHERE c IS NULL"));
		}
		cases.add(new Case("not-null", TABLE + SEED, "not-null", Map.of(), List.of("t.c"), FULL, FULL, null));
		cases.add(new Case("not-null --now", TABLE + SEED, "not-null", Map.of("now", ""), List.of("t.c"), FULL, FULL,
				null));
		cases.add(new Case("not-null partitioned", partitioned + SEED, "not-null", Map.of(), List.of("t.c"), FULL, FULL,
				null));
		cases.add(new Case("add-fk", parent + TABLE + SEED, "add-fk", Map.of("on-delete", "set null"),
				List.of("t.other", "p.id"), FULL, NEUTRAL, orphaned));
		cases.add(new Case("add-fk --now", parent + TABLE + SEED, "add-fk", Map.of("now", "", "name", "t_to_p"),
				List.of("t.other", "p.id"), FULL, NEUTRAL, orphaned));
		for (String repair : List.of("null", "delete")) {
			cases.add(new Case("add-fk --orphans " + repair, orphans, "add-fk", Map.of("orphans", repair),
					List.of("t.other", "p.id"), FULL, FULL, orphaned));
		}
		cases.add(new Case("add-check", TABLE + SEED, "add-check", Map.of(),
				List.of("t", "t_c_filled", "length(c) > 0"), FULL, FULL, null));
		cases.add(new Case("add-check --now", partitioned + SEED, "add-check", Map.of("now", ""),
				List.of("t", "t_c_filled", "length(c) > 0"), FULL, FULL, null));
		cases
			.add(new Case("add-unique", TABLE + SEED, "add-unique", Map.of(), List.of("t", "c, id"), FULL, FULL, null));
		cases.add(new Case("add-unique --now", TABLE + SEED, "add-unique", Map.of("now", "", "name", "\"T Key\""),
				List.of("t", "(id,c)"), FULL, FULL, null));
		cases.add(new Case("add-pk",
				"CREATE TABLE t (id bigint, c text, other int); CREATE UNIQUE INDEX t_for_upserts ON t (id);" + SEED,
				"add-pk", Map.of(), List.of("t", "id"), FULL, NEUTRAL, null));
		return cases;
	}

	private static List<Case> indexes() {
		String partitioned = "CREATE TABLE t (id bigint PRIMARY KEY, c text, other int) PARTITION BY RANGE (id);"
				+ "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (MINVALUE) TO (300);"
				+ "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (300) TO (MAXVALUE);";
		return List.of(
				new Case("add-index", TABLE + SEED, "add-index", Map.of("where", "c IS NOT NULL", "include", "other"),
						List.of("t", "lower(c), id DESC"), FULL, FULL, null),
				new Case("add-index --method", TABLE + SEED, "add-index", Map.of("method", "hash", "name", "t_hash"),
						List.of("t", "c"), FULL, FULL, null),
				new Case("add-index partitioned", partitioned + SEED, "add-index", Map.of(), List.of("t", "c"), FULL,
						FULL, null),
				new Case("replace-index",
						TABLE + SEED + "CREATE INDEX t_c ON t USING btree (c) INCLUDE (other) WITH (fillfactor = 70)"
								+ " WHERE other > 0; COMMENT ON INDEX t_c IS 'it''s for the list'",
						"replace-index", Map.of(), List.of("t_c", "c, id"), FULL, FULL,
						"SELECT count(*) - 1 FROM pg_indexes WHERE indexname = 't_c' AND indexdef LIKE"
								+ " '%(c, id) INCLUDE (other) WITH (fillfactor=''70'') WHERE (other > 0)'"
								+ " AND obj_description('t_c'::regclass) LIKE 'it''s%'"),
				new Case("replace-index unique",
						TABLE + SEED
								+ "CREATE UNIQUE INDEX t_c ON t (c) WHERE c LIKE 'v%'; COMMENT ON INDEX t_c IS 'once'",
						"replace-index", Map.of(), List.of("t_c", "c, id"),
						List.of("INSERT INTO t (id, c) VALUES (:new, 'v-' || :new)"
								+ " ON CONFLICT (c) WHERE c LIKE 'v%' DO UPDATE SET other = :n"),
						List.of("INSERT INTO t (id, c) VALUES (:new, 'v-' || :new)"
								+ " ON CONFLICT (c, id) WHERE c LIKE 'v%' DO UPDATE SET other = :n"),
						"SELECT count(*) - 1 FROM pg_indexes WHERE indexname LIKE 't\\_c%' AND indexdef LIKE"
								+ " 'CREATE UNIQUE%(c, id) WHERE %' AND obj_description('t_c'::regclass) = 'once'"),
				new Case("drop-index",
						TABLE + SEED + "CREATE INDEX \"T c\" ON t (c DESC) WHERE other > 0;"
								+ "COMMENT ON INDEX \"T c\" IS 'slow'",
						"drop-index", Map.of(), List.of("\"T c\""), FULL, FULL, null),
				new Case("drop-index unique", TABLE + SEED + "CREATE UNIQUE INDEX t_u ON t (c, id)", "drop-index",
						Map.of(), List.of("t_u"),
						List.of("INSERT INTO t (id, c) VALUES (:again, 'x') ON CONFLICT (c, id) DO UPDATE SET other = 1"),
						FULL, null),
				new Case("drop-index partitioned", partitioned + SEED + "CREATE INDEX t_c ON t (c)", "drop-index",
						Map.of(), List.of("t_c"), FULL, FULL, null));
	}

	private static List<Case> columns() {
		List<String> added = List.of("INSERT INTO t (id, c, d) VALUES (:new, 'n', DEFAULT)",
				"SELECT d FROM t WHERE id = :any", "UPDATE t SET d = DEFAULT, other = :n WHERE id = :any",
				"INSERT INTO t (id, c) VALUES (:again, 'a') ON CONFLICT (id) DO UPDATE SET d = excluded.d");
		List<String> writesIt = List.of("INSERT INTO t (id, d, p) VALUES (:new, 'd' || :new, 1)",
				"UPDATE t SET d = 'u' || :any || '-' || :n WHERE id = :any", "SELECT d FROM t WHERE id = :any");
		String everything = "CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p SELECT i FROM generate_series(0, 9) i;"
				+ "CREATE TABLE t (id bigint PRIMARY KEY, c text, other int, d text COLLATE \"C\" %s CHECK (d <> ''),"
				+ " p int REFERENCES p, UNIQUE (d, id));"
				+ "CREATE INDEX t_d ON t (lower(d)) WHERE d IS NOT NULL; COMMENT ON COLUMN t.d IS 'it''s old';"
				+ "COMMENT ON INDEX t_d IS 'for the search'; CREATE STATISTICS t_s ON c, d FROM t;"
				+ "ALTER TABLE t ALTER d SET STATISTICS 300; GRANT SELECT (d) ON t TO PUBLIC;"
				+ "INSERT INTO t (id, d, p) SELECT i, 'v' || i, 1 FROM generate_series(1, 400) i";
		return List.of(
				new Case("add-column", TABLE + SEED, "add-column", Map.of("default", "'it''s'", "not-null", ""),
						List.of("t.d", "text"), NEUTRAL, added, "SELECT count(*) FROM t WHERE d IS NULL"),
				new Case("add-column nullable", TABLE + SEED, "add-column", Map.of(), List.of("t.d", "numeric(10,2)"),
						NEUTRAL, added, null),
				new Case("add-column stable", TABLE + SEED, "add-column", Map.of("default", "now()", "not-null", ""),
						List.of("t.d", "timestamptz"), NEUTRAL, added, "SELECT count(*) FROM t WHERE d IS NULL"),
				new Case("add-column volatile", TABLE + SEED, "add-column",
						Map.of("default", "gen_random_uuid()", "not-null", ""), List.of("t.d", "uuid"), NEUTRAL, added,
						"SELECT count(*) - count(DISTINCT d) FROM t"),
				new Case("add-column volatile, nullable", TABLE + SEED, "add-column", Map.of("default", "random()"),
						List.of("t.d", "float8"), NEUTRAL, added, "SELECT count(*) FROM t WHERE d IS NULL"),
				new Case("drop-column", everything.formatted(""), "drop-column", Map.of(), List.of("t.d"), writesIt,
						NEUTRAL, null),
				new Case("drop-column with default", everything.formatted("NOT NULL DEFAULT 'none'"), "drop-column",
						Map.of(), List.of("t.d"), writesIt, NEUTRAL, null),
				new Case("drop-column foreign key", everything.formatted(""), "drop-column", Map.of(), List.of("t.p"),
						writesIt, NEUTRAL, null),
				new Case("backfill", TABLE + SEED, "backfill", Map.of("where", "c LIKE 'v%'"),
						List.of("t", "SET c = upper(c)"), NEUTRAL, NEUTRAL, "SELECT count(*) FROM t WHERE c LIKE 'v%'"),
				new Case("backfill of two columns",
						"CREATE TABLE t (tenant int, id bigint, c text, other int, PRIMARY KEY (tenant, id));"
								+ "INSERT INTO t SELECT i % 3, i, 'v' || i FROM generate_series(1, 400) i",
						"backfill", Map.of("where", "c LIKE 'v%' OR c IS NULL", "verify", "c LIKE 'v%'"),
						List.of("t", "c = coalesce(upper(c), '')"), List.of("SELECT c FROM t WHERE id = :any"),
						List.of("UPDATE t SET other = :n WHERE id = :any"),
						"SELECT count(*) FROM t WHERE c LIKE 'v%'"));
	}

	private static List<Case> tables() {
		List<String> renamed = FULL.stream().map((sql) -> sql.replaceAll("\\bt\\b", "\"New T\"")).toList();
		return List.of(new Case("rename-table",
				"CREATE TABLE t (id bigint PRIMARY KEY, c text NOT NULL DEFAULT 'none', other int,"
						+ " n bigint GENERATED ALWAYS AS IDENTITY, g bigint GENERATED ALWAYS AS (id * 2) STORED);"
						+ SEED + "GRANT SELECT ON t TO PUBLIC; GRANT UPDATE (c) ON t TO PUBLIC;"
						+ "CREATE TABLE child (id bigint REFERENCES t)",
				"rename-table", Map.of(), List.of("t", "\"New T\""), FULL, renamed, null),
				new Case("add-enum-value",
						"CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE t (id bigint PRIMARY KEY, c state, other int);"
								+ "INSERT INTO t SELECT i, 'new' FROM generate_series(1, 400) i",
						"add-enum-value", Map.of("after", "new"), List.of("state", "it's open"),
						List.of("UPDATE t SET c = 'done' WHERE id = :any", "SELECT c FROM t WHERE id = :any"),
						List.of("UPDATE t SET c = 'it''s open' WHERE id = :any"), null));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void operationWhenTwoReleasesWorkLosesAndFailsNothing(Case operation) {
		this.database.execute(operation.ddl());
		Map<String, String> before = this.changed.catalogue();
		GeneratedMigrations generated = this.changed.generate(operation.operation(), operation.options(),
				operation.arguments().toArray(String[]::new));
		assertThat(generated.files().toString()).doesNotContain("undecided");
		assertUnits(generated);
		try (ReleaseTraffic old = new ReleaseTraffic(this.database, "", release(operation.old(), 0))) {
			old.await(TRANSACTIONS / 4);
			this.changed.ship(generated, GeneratedMigration.Release.THIS);
			assertThat(this.changed.migrator().safety().lint().findings(Level.FAIL)).isEmpty();
			this.changed.migrator().migrate();
			old.await(TRANSACTIONS / 4);
			if (generated.files().get(0).phase() == Phase.CONTRACT) {
				old.await(TRANSACTIONS / 2).finish();
				this.changed.contractAll();
			}
			try (ReleaseTraffic renamed = new ReleaseTraffic(this.database, "", release(operation.renamed(), 1))) {
				renamed.await(TRANSACTIONS / 2);
				old.await((old.stopped()) ? 0 : TRANSACTIONS / 2).finish();
				assertThat(old.failures()).isEmpty();
				this.changed.ship(generated, GeneratedMigration.Release.NEXT);
				assertThat(this.changed.migrator().safety().lint().findings(Level.FAIL)).isEmpty();
				this.changed.contractAll();
				renamed.await(TRANSACTIONS / 2).finish();
				assertThat(renamed.failures()).isEmpty();
			}
		}
		assertThat(this.changed.migrator().status().pending()).isEmpty();
		if (operation.wrong() != null) {
			assertThat(this.database.value(operation.wrong())).isEqualTo("0");
		}
		if (generated.files().stream().noneMatch((file) -> file.down().contains("migrate:irreversible"))) {
			assertRollbacks(generated.files().size(), before);
		}
	}

	/** Down, up, down: the catalogue is what it was. */
	private void assertRollbacks(int files, Map<String, String> before) {
		this.changed.undo(files);
		Map<String, String> once = new LinkedHashMap<>(this.changed.catalogue());
		// The indexes of partitions have names of their own.
		once.keySet()
			.removeIf((name) -> name.startsWith("index public.t1_t_c") || name.startsWith("index public.t2_t_c"));
		before.keySet()
			.removeIf((name) -> name.startsWith("index public.t1_c") || name.startsWith("index public.t2_c"));
		assertThat(once).containsExactlyInAnyOrderEntriesOf(before);
		this.changed.migrator().migrate();
		this.changed.contractAll();
		this.changed.undo(files);
		assertThat(this.changed.catalogue()).containsAllEntriesOf(once);
	}

	/** No proof reads a table while its transaction keeps writers waiting. */
	private static void assertUnits(GeneratedMigrations generated) {
		for (GeneratedMigration file : generated.files()) {
			if (!file.backfill()) {
				for (List<DdlStatement> unit : units(file.up())) {
					boolean proves = unit.stream()
						.anyMatch((statement) -> statement instanceof AlterTable alter
								&& alter.actions().stream().anyMatch(TableAction.ValidateConstraint.class::isInstance));
					boolean locks = unit.stream()
						.flatMap((statement) -> StatementLocks.of(statement, SchemaState.of(null)).stream())
						.anyMatch((lock) -> lock.mode().compareTo(LockMode.SHARE_ROW_EXCLUSIVE) >= 0);
					assertThat(proves && locks).as(file.up()).isFalse();
				}
			}
		}
	}

	static Collection<Case> oneOfEachOperation() {
		Map<String, Case> first = new LinkedHashMap<>();
		cases().forEach((operation) -> first.putIfAbsent(operation.operation(), operation));
		return first.values();
	}

	@ParameterizedTest
	@MethodSource("oneOfEachOperation")
	void traceShowsNoTableThatIsReadOrWrittenWholeWhileNobodyCanUseIt(Case operation) {
		this.database.execute(operation.ddl());
		GeneratedMigrations generated = this.changed.generate(operation.operation(), operation.options(),
				operation.arguments().toArray(String[]::new));
		this.changed.assertTraceWithoutExclusiveScans(operation.ddl(), generated);
	}

	private static List<List<DdlStatement>> units(String text) {
		List<List<DdlStatement>> units = new ArrayList<>(List.of(new ArrayList<>()));
		boolean block = false;
		try (StatementReader statements = StatementReader.of(new StringReader(text))) {
			for (SqlStatement statement = statements.next(); statement != null; statement = statements.next()) {
				StatementKind kind = statement.kind();
				if (kind.transactionControl() || (!block && !kind.transactional())) {
					units.add(new ArrayList<>());
					block = kind == StatementKind.BEGIN;
				}
				if (!kind.transactionControl()) {
					units.get(units.size() - 1).add(DdlStatement.of(statement.text()));
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return units;
	}

	private static IntFunction<List<String>> release(List<String> statements, int parity) {
		return (n) -> List.of(statements.get(n % statements.size())
			.replace(":new", String.valueOf(100_000L * (parity + 1) + n))
			.replace(":any", String.valueOf((n * 7919) % ROWS + 1))
			.replace(":again", String.valueOf(50_000 + n % 50))
			.replace(":deleted", String.valueOf(100_000L * (parity + 1) + n - 9))
			.replace(":n", String.valueOf(n)));
	}

	@Test
	void droppedColumnWhenItIsNotNullNeedsValuesBeforeItIsNotNullAgain() {
		this.database.execute("CREATE TABLE t (id bigint PRIMARY KEY, d text NOT NULL);"
				+ "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 400) i");
		Map<String, String> before = this.changed.catalogue();
		GeneratedMigrations generated = this.changed.generate("drop-column", Map.of(), "t.d");
		assertThat(generated.files()).hasSize(2);
		this.changed.shipAll(generated);
		try (ReleaseTraffic old = new ReleaseTraffic(this.database, "",
				release(List.of("INSERT INTO t (id, d) VALUES (:new, 'x')", "SELECT d FROM t WHERE id = :any"), 0))) {
			this.changed.migrator().migrate();
			try (ReleaseTraffic renamed = new ReleaseTraffic(this.database, "",
					release(List.of("INSERT INTO t (id) VALUES (:new)", "SELECT id FROM t WHERE id = :any"), 1))) {
				old.await(TRANSACTIONS).finish();
				assertThat(old.failures()).isEmpty();
				this.changed.contractAll();
				renamed.await(TRANSACTIONS).finish();
				assertThat(renamed.failures()).isEmpty();
			}
		}
		this.changed.undo(1);
		this.database.execute("UPDATE t SET d = 'again'");
		this.changed.undo(1);
		assertThat(this.changed.catalogue()).containsExactlyInAnyOrderEntriesOf(before);
	}

	@Test
	void droppedTableIsOutOfTheWayFirst() {
		this.database.execute(TABLE + SEED + "CREATE TABLE p (id bigint PRIMARY KEY, t bigint REFERENCES t, q bigint);"
				+ "CREATE TABLE q (id bigint PRIMARY KEY); ALTER TABLE t ADD q bigint REFERENCES q;"
				+ "ALTER TABLE t ADD parent bigint REFERENCES t; INSERT INTO q VALUES (1)");
		Map<String, String> before = this.changed.catalogue();
		GeneratedMigrations generated = this.changed.generate("drop-table", Map.of(), "t");
		assertUnits(generated);
		GeneratedMigration first = generated.files().get(0);
		this.changed.ship(first);
		List<String> statements = List.of("INSERT INTO p (id) VALUES (:new)", "INSERT INTO q VALUES (:new)",
				"DELETE FROM q WHERE id = :deleted", "UPDATE p SET q = :n WHERE id = :any");
		try (ReleaseTraffic traffic = new ReleaseTraffic(this.database, "", release(statements, 1))) {
			assertThat(this.changed.migrator().safety().lint().findings(Level.FAIL)).isEmpty();
			this.changed.migrator().migrate();
			this.changed.contractAll();
			assertThat(this.database.value("SELECT count(*) FROM _dropped_t")).isEqualTo("400");
			this.changed.undo(1);
			assertThat(this.changed.catalogue()).containsExactlyInAnyOrderEntriesOf(before);
			this.changed.shipAll(generated);
			assertThat(this.changed.migrator().safety().lint().findings(Level.FAIL)).isEmpty();
			this.changed.contractAll();
			traffic.await(TRANSACTIONS).finish();
			assertThat(traffic.failures()).isEmpty();
		}
		assertThat(this.changed.catalogue().toString()).doesNotContain("_dropped_t");
	}

	@Test
	void indexOfAPartitionedTableIsBuiltPartitionByPartition() {
		this.database.execute("CREATE TABLE log (id bigint, at date) PARTITION BY RANGE (at);"
				+ "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
				+ "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')");
		this.changed.shipAll(this.changed.generate("add-index", Map.of(), "log", "id"));
		this.changed.migrator().migrate();
		assertThat(this.database.value("SELECT count(*) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
				+ " WHERE indisvalid AND c.relname LIKE 'log%'"))
			.isEqualTo("3");
		this.changed.undo(1);
		assertThat(this.database
			.value("SELECT count(*) FROM pg_class WHERE relkind IN ('i', 'I') AND relname LIKE 'log%'")).isEqualTo("0");
	}

	@Test
	void orphansAreRepairedBeforeTheProof() {
		this.database.execute("CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p SELECT generate_series(0, 400);"
				+ TABLE + SEED + "UPDATE t SET other = 1000 WHERE id <= 30");
		this.changed.shipAll(this.changed.generate("add-fk", Map.of("orphans", "delete"), "t.other", "p.id"));
		this.changed.migrator().migrate();
		this.changed.contractAll();
		assertThat(this.database.value("SELECT count(*) FROM t")).isEqualTo("370");
		assertThat(this.database.value("SELECT convalidated FROM pg_constraint WHERE conname = 't_other_fkey'"))
			.isEqualTo("t");
	}

	static Stream<Refusal> refusals() {
		String plain = "CREATE TABLE t (id bigint PRIMARY KEY, c text, n int, g int GENERATED ALWAYS AS (n + 1) STORED);"
				+ "CREATE TABLE p (id bigint PRIMARY KEY, code int);";
		String partitioned = "CREATE TABLE t (id bigint PRIMARY KEY, c text) PARTITION BY RANGE (id);"
				+ "CREATE TABLE t1 PARTITION OF t DEFAULT;";
		String child = "CREATE TABLE p (id bigint PRIMARY KEY, c text); CREATE TABLE t (c text) INHERITS (p);";
		return Stream.of(new Refusal(plain, "not-null", Map.of(), List.of("t.id"), "NOT NULL already"),
				new Refusal(plain, "not-null", Map.of(), List.of("t.none"), "no column none"),
				new Refusal(plain, "not-null", Map.of("default", "1"), List.of("t.g"), "generated"),
				new Refusal(child, "not-null", Map.of(), List.of("t.c"), "inherits"),
				new Refusal(child, "not-null", Map.of(), List.of("p.c"), "inherit"),
				new Refusal(plain, "add-fk", Map.of(), List.of("t.n", "p.id"), "integer"),
				new Refusal(plain, "add-fk", Map.of(), List.of("t.n", "p.code"), "not unique"),
				new Refusal(plain, "add-fk", Map.of("orphans", "keep"), List.of("t.id", "p.id"), "keep"),
				new Refusal(plain, "add-fk", Map.of("on-delete", "explode"), List.of("t.id", "p.id"), "explode"),
				new Refusal(plain + "ALTER TABLE t ADD CONSTRAINT taken CHECK (n > 0)", "add-check", Map.of(),
						List.of("t", "taken", "n > 1"), "taken"),
				new Refusal(partitioned, "add-unique", Map.of(), List.of("t", "id, c"), "partitioned"),
				new Refusal(plain, "add-pk", Map.of(), List.of("t", "c"), "primary key already"),
				new Refusal("CREATE TABLE t (id bigint, n int) PARTITION BY RANGE (id)", "add-pk", Map.of(),
						List.of("t", "id"), "partitioned"),
				new Refusal(plain, "drop-index", Map.of(), List.of("t_pkey"), "constraint t_pkey"),
				new Refusal(plain, "drop-index", Map.of(), List.of("none"), "no index none"),
				new Refusal(plain, "replace-index", Map.of(), List.of("t_pkey", "c"), "constraint t_pkey"),
				new Refusal(plain + "CREATE UNIQUE INDEX u ON t (n); CREATE TABLE o (n int REFERENCES t (n))",
						"replace-index", Map.of(), List.of("u", "n, id"), "foreign key o_n_fkey"),
				new Refusal(
						plain + "CREATE UNIQUE INDEX u ON t (n); ALTER TABLE t ADD FOREIGN KEY (g) REFERENCES t (n)",
						"drop-index", Map.of(), List.of("u"), "foreign key t_g_fkey"),
				new Refusal(plain, "add-fk", Map.of(), List.of("t.c", "p.id"), "is text"),
				new Refusal(
						plain + "ALTER TABLE t ALTER n SET NOT NULL; CREATE UNIQUE INDEX u ON t (n);"
								+ "ALTER TABLE t REPLICA IDENTITY USING INDEX u",
						"drop-index", Map.of(), List.of("u"), "replica identity"),
				new Refusal(partitioned + "CREATE INDEX i ON t (c)", "drop-index", Map.of(), List.of("t1_c_idx"),
						"partitioned"),
				new Refusal(plain, "add-index", Map.of("name", "t_pkey"), List.of("t", "c"), "t_pkey"),
				new Refusal(plain, "add-column", Map.of("not-null", ""), List.of("t.d", "text"), "no value"),
				new Refusal(plain, "add-column", Map.of(), List.of("t.c", "text"), "column c already"),
				new Refusal(plain, "add-column", Map.of(), List.of("t.d", "bigserial"), "serial"),
				new Refusal(plain, "add-column", Map.of(), List.of("t.d", "int GENERATED ALWAYS AS (id) STORED"),
						"GENERATED"),
				new Refusal(plain + "CREATE PUBLICATION news FOR TABLE t", "add-column", Map.of(),
						List.of("t.d", "text"), "news"),
				new Refusal(plain + "CREATE DOMAIN positive AS int CHECK (VALUE > 0)", "add-column", Map.of(),
						List.of("t.d", "positive"), "is a domain"),
				new Refusal(plain, "drop-column", Map.of(), List.of("t.id"), "primary key"),
				new Refusal(partitioned, "drop-column", Map.of(), List.of("t.id"), "partitioned"),
				new Refusal(plain, "drop-column", Map.of(), List.of("t.n"), "generated column g"),
				new Refusal(plain
						+ "ALTER TABLE p ADD UNIQUE (code); ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES p (code)",
						"drop-column", Map.of(), List.of("p.code"), "refers to the column"),
				new Refusal(partitioned, "drop-table", Map.of(), List.of("t1"), "partition"),
				new Refusal(plain, "drop-table", Map.of(), List.of("none"), "no table none"),
				new Refusal(plain, "rename-table", Map.of(), List.of("t", "p"), "p already"),
				new Refusal(plain + "CREATE PUBLICATION news FOR TABLE t", "rename-table", Map.of(), List.of("t", "u"),
						"news"),
				new Refusal(plain, "add-enum-value", Map.of(), List.of("t", "x"), "no enum"),
				new Refusal("CREATE TYPE e AS ENUM ('a')", "add-enum-value", Map.of(), List.of("e", "a"), "already"),
				new Refusal("CREATE TYPE e AS ENUM ('a')", "add-enum-value", Map.of("after", "x"), List.of("e", "b"),
						"x"),
				new Refusal("CREATE TYPE e AS ENUM ('a')", "add-enum-value", Map.of("after", "a", "before", "a"),
						List.of("e", "b"), "one place"),
				new Refusal(plain, "backfill", Map.of(), List.of("t", "c = 1"), "--where"),
				new Refusal("CREATE TABLE t (c text)", "backfill", Map.of("where", "true"), List.of("t", "c = 1"),
						"no primary key"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void whatCannotBeDoneIsRefusedWithTheReason(Refusal refusal) {
		this.database.execute(refusal.ddl());
		assertThatExceptionOfType(RefusedChangeException.class)
			.isThrownBy(() -> this.changed.generate(refusal.operation(), refusal.options(),
					refusal.arguments().toArray(String[]::new)))
			.withMessageContaining(refusal.reason())
			.satisfies((refused) -> assertThat(refused.action()).isNotBlank());
	}

	/**
	 * An operation, and the releases that work meanwhile.
	 *
	 * @param name what is special about it
	 * @param ddl what makes the tables and their rows
	 * @param operation the name of the operation
	 * @param options its options
	 * @param arguments its arguments
	 * @param old the transactions of the release that runs
	 * @param renamed the transactions of the next release
	 * @param wrong a query for the number of rows that are wrong at the end
	 */
	record Case(String name, String ddl, String operation, Map<String, String> options, List<String> arguments,
			List<String> old, List<String> renamed, @Nullable String wrong) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * An operation that is refused.
	 *
	 * @param ddl what makes the tables
	 * @param operation the name of the operation
	 * @param options its options
	 * @param arguments its arguments
	 * @param reason a part of the message
	 */
	record Refusal(String ddl, String operation, Map<String, String> options, List<String> arguments, String reason) {

		@Override
		public String toString() {
			return this.operation + " " + this.arguments + ": " + this.reason;
		}

	}

}
