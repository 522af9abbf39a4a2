package dev.appmigrations.engine.backfill;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.options.ThrottleOptions;
import dev.appmigrations.support.FakeTime;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.HiddenDriver;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeyRanges}.
 */
class KeyRangesTests {

	private static final int ROWS = 1000;

	@FreshDatabase
	private TestDatabase database;

	private Session session;

	@BeforeEach
	void openSession() throws SQLException {
		this.session = Specs.session(this.database.dataSource());
	}

	@AfterEach
	void closeSession() {
		this.session.close();
	}

	private WalkedTable table(BackfillSpec spec) {
		return WalkedTableReader.read(this.session, spec, null);
	}

	private KeyRanges ranges(BackfillSpec spec) {
		return new KeyRanges(this.session, table(spec), spec);
	}

	private static List<KeyRange> walk(KeyRanges ranges, int size) {
		List<KeyRange> walk = new ArrayList<>();
		List<String> bound = ranges.upperBound();
		if (bound == null) {
			return walk;
		}
		for (KeyRange range = ranges.next(null, bound, size); range != null; range = ranges
			.next(ranges.cursorAfter(range), bound, size)) {
			walk.add(range);
		}
		return walk;
	}

	/** Counts the visits that batches of these ranges make. */
	private void visit(WalkedTable table, KeyRange range) {
		this.database.execute("UPDATE " + table.quoted() + " SET visits = visits + 1 WHERE (" + table.columns()
				+ ") BETWEEN (" + String.join(", ", table.literals(range.from())) + ") AND ("
				+ String.join(", ", table.literals(range.to())) + ")");
	}

	/** A key each: its columns, and what makes them of a number. */
	static List<Key> keys() {
		List<Key> keys = new ArrayList<>(List.of(new Key("id bigint", "id", "g * 7 - 3000"),
				new Key("id uuid", "id", "md5(g::text)::uuid"),
				new Key("id text COLLATE \"C\"", "id", "chr(65 + g % 60) || g"),
				new Key("id text COLLATE \"und-x-icu\"", "id",
						"CASE g % 3 WHEN 0 THEN 'É' WHEN 1 THEN 'e' ELSE 'Z' END || g"),
				new Key("id varchar(40)", "id", "' ''\\\" ' || g"),
				new Key("id timestamptz", "id",
						"'2024-10-27 00:00+00'::timestamptz + g * interval '13 min 0.000001 s'"),
				new Key("tenant bigint, id text", "tenant, id", "g % 7, 'x' || g % 200"),
				new Key("id text, day date, n numeric(8, 3)", "id, day, n",
						"'a' || g % 2, '2024-01-01'::date - g % 5, g / 10.0"),
				new Key("id float8", "id", "sqrt(g) - 10"), new Key("id interval", "id", "g * interval '-1 day 3 h'"),
				new Key("id bytea", "id", "decode(md5(g::text), 'hex')"), new Key("id char(9)", "id", "g::text"),
				new Key("id int[]", "id", "ARRAY[g % 10, g]"), new Key("id regclass", "id", "(g + 100000)::regclass"),
				new Key("id inet", "id", "'10.0.0.0'::inet + g"),
				new Key("id int4range", "id", "int4range(g, g + 3)")));
		return keys;
	}

	private String create(Key key) {
		this.database.execute("CREATE TABLE t (" + key.columns() + ", visits int NOT NULL DEFAULT 0, PRIMARY KEY ("
				+ key.names() + ")); INSERT INTO t (" + key.names() + ") SELECT " + key.values()
				+ " FROM generate_series(1, " + ROWS + ") g; VACUUM ANALYZE t".replace("VACUUM ", ""));
		this.database.execute("VACUUM t");
		return "t";
	}

	@ParameterizedTest
	@MethodSource("keys")
	void walkVisitsEachRowOnceInEitherDirection(Key key) {
		String name = create(key);
		int visits = 0;
		for (boolean descending : new boolean[] { false, true }) {
			BackfillSpec spec = Specs.of(name, List.of(), null, descending);
			List<KeyRange> walk = walk(ranges(spec), 137);
			assertThat(walk).hasSize(8).extracting(KeyRange::rows).endsWith(137L, ROWS - 7 * 137L);
			// Another session, with other forms of dates, reads the same keys.
			this.database
				.execute("ALTER DATABASE " + this.database.name() + " SET DateStyle = 'SQL, DMY'; ALTER DATABASE "
						+ this.database.name() + " SET IntervalStyle = 'sql_standard'; ALTER DATABASE "
						+ this.database.name() + " SET TimeZone = 'America/New_York'; ALTER DATABASE "
						+ this.database.name() + " SET extra_float_digits = -10; ALTER DATABASE " + this.database.name()
						+ " SET bytea_output = 'escape'");
			walk.forEach((range) -> visit(table(spec), range));
			visits++;
			assertThat(this.database.list("SELECT DISTINCT visits FROM t")).containsExactly(String.valueOf(visits));
		}
	}

	@ParameterizedTest
	@MethodSource("keys")
	void queriesReadTheIndexOnly(Key key) {
		String name = create(key);
		for (boolean descending : new boolean[] { false, true }) {
			KeyRanges ranges = ranges(Specs.of(name, List.of(), null, descending));
			List<String> bound = ranges.upperBound();
			assertThat(bound).isNotNull();
			KeyRange range = ranges.next(null, bound, 100);
			assertThat(range).isNotNull();
			assertThat(plan(ranges.upperBoundSql())).anyMatch((line) -> line.contains("Index Only Scan Backward using"))
				.noneMatch((line) -> line.contains("Sort"));
			assertThat(plan(ranges.nextSql(ranges.cursorAfter(range), bound, 100)))
				.anyMatch((line) -> line.contains("Index Only Scan" + ((descending) ? " Backward" : "") + " using"))
				.anyMatch((line) -> line.contains("Index Cond"))
				.noneMatch((line) -> line.strip().startsWith("Filter") && line.contains("ROW"));
		}
	}

	private List<String> plan(String sql) {
		QueryResult result = this.session.queryTogether(List.of("SET LOCAL enable_seqscan = off",
				"SET LOCAL enable_bitmapscan = off", "SET LOCAL enable_sort = off", "EXPLAIN (COSTS OFF) " + sql));
		Rows rows = result.orThrow().rows(0);
		List<String> lines = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			lines.add(String.valueOf(rows.value(i, 0)));
		}
		return lines;
	}

	@Test
	void walkEndsAtTheBoundThatWasThereAtTheStart() {
		this.database.execute("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 10)");
		KeyRanges ranges = ranges(Specs.of("t"));
		List<String> bound = ranges.upperBound();
		assertThat(bound).containsExactly("10");
		this.database.execute("INSERT INTO t SELECT generate_series(11, 20); DELETE FROM t WHERE id IN (1, 10)");
		assertThat(ranges.next(null, List.of("10"), 100)).isEqualTo(new KeyRange(List.of("2"), List.of("9"), 8));
		assertThat(ranges.next(List.of("9"), List.of("10"), 100)).isNull();
		KeyRanges descending = ranges(Specs.of("t", List.of(), null, true));
		assertThat(descending.next(null, List.of("10"), 3)).isEqualTo(new KeyRange(List.of("7"), List.of("9"), 3));
		assertThat(descending.next(List.of("7"), List.of("10"), 100))
			.isEqualTo(new KeyRange(List.of("2"), List.of("6"), 5));
	}

	@Test
	void walkOfAnEmptyTableHasNoBound() {
		this.database.execute("CREATE TABLE t (id uuid PRIMARY KEY)");
		assertThat(ranges(Specs.of("t")).upperBound()).isNull();
		this.database.execute("CREATE TABLE p (id uuid PRIMARY KEY) PARTITION BY HASH (id)");
		assertThat(ranges(Specs.of("p")).upperBound()).isNull();
		assertThat(ranges(Specs.of("p")).isSmall()).isTrue();
	}

	@Test
	void walkOfOneRowIsARangeOfOne() {
		this.database.execute("CREATE TABLE t (a int, b text, PRIMARY KEY (a, b)); INSERT INTO t VALUES (1, '')");
		assertThat(walk(ranges(Specs.of("t")), 1)).containsExactly(new KeyRange(List.of("1", ""), List.of("1", ""), 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "RANGE (id)", "HASH (id)", "LIST (id)" })
	void walkOfAPartitionedTableIsInTheOrderOfTheKey(String kind) {
		boolean range = kind.startsWith("RANGE");
		String first = (range) ? "FROM (MINVALUE) TO (500)"
				: (kind.startsWith("HASH")) ? "WITH (MODULUS 2, REMAINDER 0)" : "IN (1, 3, 5, 7, 9, 11)";
		String second = (range) ? "FROM (500) TO (MAXVALUE)"
				: (kind.startsWith("HASH")) ? "WITH (MODULUS 2, REMAINDER 1)" : "IN (2, 4, 6, 8, 10, 12)";
		this.database.execute("CREATE TABLE t (id bigint, n int, visits int NOT NULL DEFAULT 0, PRIMARY KEY (id, n))"
				+ " PARTITION BY " + kind + "; CREATE TABLE t1 PARTITION OF t FOR VALUES " + first
				+ "; CREATE TABLE t2 PARTITION OF t FOR VALUES " + second
				+ "; INSERT INTO t SELECT g % 12 + 1, g FROM generate_series(1, 1000) g; ANALYZE t");
		for (boolean descending : new boolean[] { false, true }) {
			BackfillSpec spec = Specs.of("t", List.of(), null, descending);
			List<KeyRange> walk = walk(ranges(spec), 99);
			assertThat(walk).hasSize(11);
			walk.forEach((part) -> visit(table(spec), part));
		}
		assertThat(this.database.list("SELECT DISTINCT visits FROM t")).containsExactly("2");
	}

	@Test
	void walkWithAConditionCountsItsRowsOnly() {
		this.database.execute("CREATE TABLE t (id int PRIMARY KEY, \"number\" int, k0 int, s text);"
				+ " INSERT INTO t SELECT g, g, -g, CASE g % 10 WHEN 0 THEN 'open' ELSE 'done' END"
				+ " FROM generate_series(1, 1000) g; CREATE INDEX ON t (id) WHERE s = 'open'");
		assertThat(walk(ranges(Specs.of("t", List.of(), "t.s = 'open' -- waits", false)), 30)).containsExactly(
				new KeyRange(List.of("10"), List.of("300"), 30), new KeyRange(List.of("310"), List.of("600"), 30),
				new KeyRange(List.of("610"), List.of("900"), 30), new KeyRange(List.of("910"), List.of("1000"), 10));
	}

	@Test
	void walkWhenColumnsAreNamedAsOursIsInTheirOrder() {
		this.database.execute("CREATE TABLE \"walked\" (number int, k1 int, k0 int, PRIMARY KEY (k1, number, k0));"
				+ " INSERT INTO walked SELECT g, -g, g FROM generate_series(1, 10) g");
		assertThat(walk(ranges(Specs.of("walked")), 6)).containsExactly(
				new KeyRange(List.of("-10", "10", "10"), List.of("-5", "5", "5"), 6),
				new KeyRange(List.of("-4", "4", "4"), List.of("-1", "1", "1"), 4));
	}

	@Test
	void walkByCitextUsesTheOperatorsOfTheExtension() {
		this.database
			.execute("CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE TABLE t (id ext.citext PRIMARY"
					+ " KEY, visits int DEFAULT 0); INSERT INTO t SELECT CASE g % 2 WHEN 0 THEN 'A' ELSE 'a' END || g"
					+ " FROM generate_series(1, 99) g");
		BackfillSpec spec = Specs.of("t");
		this.database.execute("ALTER DATABASE " + this.database.name() + " SET search_path = public, ext");
		walk(ranges(spec), 10).forEach((range) -> visit(table(spec), range));
		assertThat(this.database.list("SELECT DISTINCT visits FROM t")).containsExactly("1");
	}

	@Test
	void walkWhenTheDriverIsHiddenIsTheSame() throws Exception {
		this.database
			.execute("CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT generate_series(1, 100)");
		try (Session hidden = Specs.session(HiddenDriver.hide(this.database.dataSource()))) {
			BackfillSpec spec = Specs.of("t");
			WalkedTable table = WalkedTableReader.read(hidden, spec, null);
			assertThat(walk(new KeyRanges(hidden, table, spec), 60)).containsExactly(
					new KeyRange(List.of("1"), List.of("60"), 60), new KeyRange(List.of("61"), List.of("100"), 40));
			assertThat(new RowsLeft(hidden, table, new BackfillSpec.Verify.Query("SELECT id FROM t WHERE id = 7", 1))
				.find(10)).containsExactly(List.of("7"));
			TwiceSame trial = new TwiceSame(hidden, table);
			assertThat(trial.holds(new BatchStep.Statements(List.of("UPDATE t SET n = 1 WHERE id = 7")), List.of("7"),
					List.of("7")))
				.isTrue();
			assertThat(
					trial.holds(new BatchStep.Statements(List.of("UPDATE t SET n = coalesce(n, 0) + 1 WHERE id = 7")),
							List.of("7"), List.of("7")))
				.isFalse();
			assertThat(new Throttles(hidden, table, ThrottleOptions.DEFAULT, new FakeTime()).reason()).isNull();
		}
	}

	@Test
	void isSmallCountsUpToTheLimit() {
		this.database.execute("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 10000)");
		assertThat(ranges(Specs.of("t")).isSmall()).isTrue();
		this.database.execute("INSERT INTO t VALUES (0)");
		assertThat(ranges(Specs.of("t")).isSmall()).isFalse();
	}

	@Test
	void readingWhenAPolicyHidesRowsFails() throws SQLException {
		this.database.executeOnServer(
				"DO $$ BEGIN CREATE ROLE keyless LOGIN; EXCEPTION WHEN duplicate_object THEN NULL;" + " END $$");
		this.database.execute("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2);"
				+ " ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id = 1);"
				+ " GRANT SELECT ON t TO keyless");
		try (Session other = Specs.session(this.database.dataSource("keyless"))) {
			BackfillSpec spec = Specs.of("t");
			KeyRanges ranges = new KeyRanges(other, WalkedTableReader.read(other, spec, null), spec);
			assertThatExceptionOfType(DatabaseErrorException.class).isThrownBy(ranges::upperBound)
				.satisfies((ex) -> assertThat(ex.error().sqlState()).isEqualTo("42501"));
			assertThatExceptionOfType(DatabaseErrorException.class).isThrownBy(ranges::isSmall);
			// The session is as it was.
			assertThat(other.query(List.of("SELECT pg_catalog.current_setting('row_security') AS s"))
				.rows(0)
				.value(0, "s")).isEqualTo("on");
		}
	}

	@Test
	void readingWhenTheTableIsLockedGivesUpSoon() throws Exception {
		this.database.execute("CREATE TABLE t (id int PRIMARY KEY)");
		KeyRanges ranges = ranges(Specs.of("t"));
		try (java.sql.Connection holder = this.database.dataSource().getConnection();
				java.sql.Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			statement.execute("LOCK TABLE t");
			assertThatExceptionOfType(DatabaseErrorException.class).isThrownBy(ranges::upperBound)
				.satisfies((ex) -> assertThat(ex.error().sqlState()).isEqualTo("55P03"));
		}
		assertThat(ranges.upperBound()).isNull();
	}

	record Key(String columns, String names, @Nullable String values) {

	}

}
