package dev.appmigrations.engine.backfill;

import java.sql.SQLException;
import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WalkedTableReader}.
 */
class WalkedTableReaderTests {

	@FreshDatabase
	private TestDatabase database;

	private WalkedTable read(BackfillSpec spec) throws SQLException {
		return read(spec, null);
	}

	private WalkedTable read(BackfillSpec spec, @Nullable String schema) throws SQLException {
		try (Session session = Specs.session(this.database.dataSource())) {
			return WalkedTableReader.read(session, spec, schema);
		}
	}

	private MigrationException refusal(BackfillSpec spec) {
		MigrationException refusal = Assertions.catchThrowableOfType(MigrationException.class, () -> read(spec));
		assertThat(refusal).isNotNull();
		assertThat(refusal.code()).isEqualTo(ErrorCode.BACKFILL_REFUSED);
		return refusal;
	}

	static boolean notNullMayBeUnproven() {
		return Integer.getInteger("test.postgres.major", 18) >= 18;
	}

	@Nested
	class Names {

		@Test
		void readWhenTableIsUnqualifiedFollowsTheSearchPath() throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE TABLE users (id bigint PRIMARY KEY); CREATE SCHEMA shop;"
						+ " CREATE TABLE shop.users (id integer PRIMARY KEY)");
			assertThat(read(Specs.of("users"))).extracting(WalkedTable::quoted, WalkedTable::partitioned)
				.containsExactly("public.users", false);
			assertThat(read(Specs.of("users"), "shop").quoted()).isEqualTo("shop.users");
			assertThat(read(Specs.of("Shop.USERS")).key()).extracting(KeyColumn::type)
				.containsExactly("pg_catalog.int4");
		}

		@Test
		void readWhenNamesAreQuotedKeepsThem() throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE SCHEMA \"My.Shop\"; CREATE TABLE \"My.Shop\".\"All \"\"Users\"\"\" (\"Id\" bigint,"
						+ " \"order\" text, PRIMARY KEY (\"order\", \"Id\"))");
			WalkedTable table = read(Specs.of("\"My.Shop\".\"All \"\"Users\"\"\"", "\"order\"", "\"Id\""));
			assertThat(table).extracting(WalkedTable::schema, WalkedTable::name, WalkedTable::quoted)
				.containsExactly("My.Shop", "All \"Users\"", "\"My.Shop\".\"All \"\"Users\"\"\"");
			assertThat(table.columns()).isEqualTo("\"order\", \"Id\"");
			assertThat(read(Specs.of("\"My.Shop\".\"All \"\"Users\"\"\"", "ORDER", "\"Id\"")).columns())
				.isEqualTo("\"order\", \"Id\"");
		}

		@ParameterizedTest
		@ValueSource(strings = { "users", "shop.users", "postgres.public.users", "pg_class_" })
		void readWhenThereIsNoSuchTableSaysSo(String name) {
			assertThat(refusal(Specs.of(name)).description()).contains("the table " + name, "there is no such table");
		}

		@ParameterizedTest
		@ValueSource(strings = { "a b", "1259", "\"open", "a..b", "" })
		void readWhenTableIsNoNameSaysSo(String name) {
			assertThat(refusal(Specs.of(name)).description()).contains("table= holds no name");
		}

		@Test
		void readWhenKeyIsNoNameSaysSo() {
			WalkedTableReaderTests.this.database.execute("CREATE TABLE t (id int PRIMARY KEY)");
			assertThat(refusal(Specs.of("t", "lower(id)")).description()).contains("key= holds no name");
			assertThat(refusal(Specs.of("t", "t.id")).description()).contains("it has no column");
			assertThat(refusal(Specs.of("t", "idd")).description()).contains("it has no column idd");
			assertThat(refusal(Specs.of("t", "id", "ID")).description()).contains("names the column id twice");
		}

	}

	@Nested
	class Kinds {

		@ParameterizedTest
		@CsvSource({ "CREATE VIEW x AS SELECT 1 AS id, view",
				"CREATE MATERIALIZED VIEW x AS SELECT 1 AS id, materialized view", "CREATE SEQUENCE x, sequence" })
		void readWhenItIsNoTableNamesItsKind(String statement, String kind) {
			WalkedTableReaderTests.this.database.execute(statement);
			assertThat(refusal(Specs.of("x", "id")).description()).contains("public.x", "it is a " + kind);
		}

		@Test
		void readWhenOthersInheritRefuses() throws SQLException {
			WalkedTableReaderTests.this.database.execute("CREATE TABLE x (id int PRIMARY KEY);"
					+ " CREATE TABLE y (PRIMARY KEY (id)) INHERITS (x); CREATE UNLOGGED TABLE z (id int PRIMARY KEY)");
			assertThat(refusal(Specs.of("x")).description()).contains("other tables inherit from it");
			assertThat(read(Specs.of("y")).quoted()).isEqualTo("public.y");
			assertThat(read(Specs.of("z")).quoted()).isEqualTo("public.z");
		}

		@Test
		void readWhenTableIsTemporaryRefuses() throws SQLException {
			try (Session session = Specs.session(WalkedTableReaderTests.this.database.dataSource())) {
				session.query(List.of(ReadTransaction.AROUND_SCRIPT + "CREATE TEMPORARY TABLE x (id int PRIMARY KEY)"));
				Assertions.assertThatThrownBy(() -> WalkedTableReader.read(session, Specs.of("x"), null))
					.hasMessageContaining("it is temporary");
			}
		}

		@Test
		void readWhenTableIsPartitionedNeedsAnIndexOfItsOwn() throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE TABLE p (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (id);"
						+ " CREATE TABLE p1 PARTITION OF p (UNIQUE (id)) FOR VALUES FROM (0) TO (10);"
						+ " CREATE TABLE p2 PARTITION OF p (UNIQUE (id)) FOR VALUES FROM (10) TO (20)");
			MigrationException refusal = refusal(Specs.of("p", "id"));
			assertThat(refusal.description()).contains("on the partitioned table itself");
			assertThat(refusal.action()).contains("ON ONLY public.p (id)", "ATTACH PARTITION");
			WalkedTableReaderTests.this.database.execute("CREATE UNIQUE INDEX ON ONLY p (id)");
			assertThat(refusal(Specs.of("p", "id")).description()).contains("is not valid");
			WalkedTableReaderTests.this.database.execute("ALTER TABLE p ADD PRIMARY KEY (id, at)");
			assertThat(read(Specs.of("p")).partitioned()).isTrue();
			assertThat(read(Specs.of("p")).key()).extracting(KeyColumn::name).containsExactly("id", "at");
			assertThat(read(Specs.of("p1", "id")).partitioned()).isFalse();
		}

	}

	@Nested
	class Keys {

		@Test
		void readWhenThereIsNoPrimaryKeySaysHowToAddOne() {
			WalkedTableReaderTests.this.database.execute("CREATE TABLE t (id int NOT NULL UNIQUE)");
			MigrationException refusal = refusal(Specs.of("t"));
			assertThat(refusal.description()).contains("it has no primary key");
			assertThat(refusal.action()).contains("CREATE UNIQUE INDEX CONCURRENTLY ON public.t",
					"ADD PRIMARY KEY USING INDEX");
		}

		@ParameterizedTest
		@ValueSource(strings = { "ctid", "xmin", "tableoid" })
		void readWhenColumnIsTheServersOwnRefuses(String column) {
			WalkedTableReaderTests.this.database.execute("CREATE TABLE t (id int PRIMARY KEY)");
			assertThat(refusal(Specs.of("t", column)).description()).contains(column, "is the server's own");
		}

		@Test
		void readWhenColumnMayBeNullSaysHowToMendIt() throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE TABLE t (id int UNIQUE, b int NOT NULL, UNIQUE (b, id))");
			assertThat(refusal(Specs.of("t", "b", "id")).description()).contains("the column id may be NULL");
			MigrationException refusal = refusal(Specs.of("t", "id"));
			assertThat(refusal.description()).contains("the column id may be NULL");
			String mended = refusal.action().substring(refusal.action().indexOf('\n'));
			WalkedTableReaderTests.this.database.execute(mended);
			assertThat(read(Specs.of("t", "id")).columns()).isEqualTo("id");
		}

		@Test
		@EnabledIf("dev.appmigrations.engine.backfill.WalkedTableReaderTests#notNullMayBeUnproven")
		void readWhenNotNullIsNotValidSaysHowToProveIt() throws SQLException {
			WalkedTableReaderTests.this.database.execute("CREATE TABLE t (id int UNIQUE); INSERT INTO t VALUES (NULL);"
					+ " ALTER TABLE t ADD CONSTRAINT \"Proof\" NOT NULL id NOT VALID");
			MigrationException refusal = refusal(Specs.of("t", "id"));
			assertThat(refusal.description()).contains("is NOT VALID");
			WalkedTableReaderTests.this.database.execute("DELETE FROM t");
			WalkedTableReaderTests.this.database.execute(refusal.action().substring(refusal.action().indexOf('\n')));
			assertThat(read(Specs.of("t", "id")).columns()).isEqualTo("id");
		}

		@Test
		void readWhenColumnIsGeneratedRefuses() {
			WalkedTableReaderTests.this.database.execute(
					"CREATE TABLE t (a int, id int GENERATED ALWAYS AS (a + 1) STORED NOT NULL UNIQUE, m money PRIMARY KEY)");
			assertThat(refusal(Specs.of("t", "id")).description()).contains("the column id is generated");
			assertThat(refusal(Specs.of("t")).description()).contains("the column m has the type money");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				value = { "CREATE INDEX ON t (a) | no unique index has exactly the columns",
						"CREATE UNIQUE INDEX ON t (a, b) | no unique index has exactly the columns",
						"CREATE UNIQUE INDEX ON t ((a + 0)) | no unique index has exactly the columns",
						"CREATE UNIQUE INDEX i ON t (a) WHERE b > 0 | unique index i has only some of the rows",
						"CREATE UNIQUE INDEX i ON t (a DESC) | not in plain ascending order",
						"CREATE UNIQUE INDEX i ON t (a NULLS FIRST) | not in plain ascending order",
						"ALTER TABLE t ADD CONSTRAINT i UNIQUE (a) DEFERRABLE | deferrable",
						"ALTER TABLE t ADD CONSTRAINT i PRIMARY KEY (a) DEFERRABLE INITIALLY DEFERRED | deferrable",
						"ALTER TABLE t ADD EXCLUDE USING btree (a WITH =) | no unique index has exactly the columns" })
		void readWhenIndexDoesNotFitSaysWhyAndWhatDoes(String statement, String reason) throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text NOT NULL); " + statement);
			MigrationException refusal = refusal(Specs.of("t", "a"));
			assertThat(refusal.description()).contains(reason);
			assertThat(refusal.action()).contains("CREATE UNIQUE INDEX CONCURRENTLY ON public.t (a);");
			WalkedTableReaderTests.this.database.execute("CREATE UNIQUE INDEX CONCURRENTLY ON public.t (a);");
			assertThat(read(Specs.of("t", "a")).columns()).isEqualTo("a");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "(c COLLATE \"C\") | another collation than its column",
				"(c text_pattern_ops) | does not order its values by the operators < and >" })
		void readWhenIndexOrdersTextOtherwiseRefuses(String columns, String reason) throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE TABLE t (c text COLLATE \"POSIX\" NOT NULL); CREATE UNIQUE INDEX i ON t " + columns);
			assertThat(refusal(Specs.of("t", "c")).description()).contains("unique index i", reason);
			WalkedTableReaderTests.this.database.execute("CREATE UNIQUE INDEX ON t (c)");
			assertThat(read(Specs.of("t", "c")).columns()).isEqualTo("c");
		}

		@Test
		void readWhenIndexIsInvalidRefuses() {
			WalkedTableReaderTests.this.database
				.execute("CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (1), (1)");
			TestDatabase database = WalkedTableReaderTests.this.database;
			Assertions.assertThatThrownBy(() -> database.execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"))
				.hasMessageContaining("duplicated");
			assertThat(refusal(Specs.of("t", "a")).description()).contains("unique index i is not valid");
		}

		@Test
		void readWhenColumnsAreInAnotherOrderSaysHowToNameThem() throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE TABLE t (id int, \"Tenant\" int, x int, PRIMARY KEY (\"Tenant\", id) INCLUDE (x))");
			assertThat(refusal(Specs.of("t", "id", "\"Tenant\"")).action()).isEqualTo("Write key=\"Tenant\",id.");
			assertThat(read(Specs.of("t")).columns()).isEqualTo("\"Tenant\", id");
		}

		@Test
		void readWhenColumnHasADomainOrALengthUsesTheBaseType() throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE DOMAIN inner_ AS varchar(10); CREATE DOMAIN outer_ AS inner_ CHECK (VALUE <> 'x');"
						+ " CREATE TYPE \"Mood\" AS ENUM ('a', 'b'); CREATE TABLE t (a outer_, b char(3), c numeric(5, 2),"
						+ " d \"Mood\", e regclass, f int[], g \"char\", PRIMARY KEY (a, b, c, d, e, f, g))");
			assertThat(read(Specs.of("t")).key()).extracting(KeyColumn::type)
				.containsExactly("pg_catalog.\"varchar\"", "pg_catalog.bpchar", "pg_catalog.\"numeric\"",
						"public.\"Mood\"", "pg_catalog.oid", "pg_catalog._int4", "pg_catalog.\"char\"");
		}

		@Test
		void readWhenOperatorsAreThoseOfAnExtensionNamesTheirSchema() throws SQLException {
			WalkedTableReaderTests.this.database
				.execute("CREATE SCHEMA \"Ext\"; CREATE EXTENSION citext SCHEMA \"Ext\";"
						+ " CREATE TABLE t (a \"Ext\".citext PRIMARY KEY, b int NOT NULL, UNIQUE (b, a))");
			assertThat(read(Specs.of("t")).key()).containsExactly(new KeyColumn("a", "a", "\"Ext\".citext", "\"Ext\""));
			assertThat(refusal(Specs.of("t", "b", "a")).description()).contains("operators of several schemas");
		}

	}

	@Nested
	class Conditions {

		private static final String TABLE = "CREATE TABLE t (id int PRIMARY KEY, s text NOT NULL, n int);";

		private BackfillSpec where(String condition) {
			return Specs.of("t", List.of("id"), condition, false);
		}

		@ParameterizedTest
		@ValueSource(strings = { "CREATE INDEX ON t (id) WHERE s = 'open'", "CREATE INDEX ON t (s, id)",
				"CREATE INDEX ON t (id) WHERE s IN ('open', 'new')",
				"CREATE UNIQUE INDEX ON t (id, n) WHERE 'open' = s" })
		void readWhenAnIndexHasTheConditionAccepts(String index) throws SQLException {
			String condition = index.contains("IN (") ? "s IN ('new', 'open')" : "t.s = 'open' -- those";
			WalkedTableReaderTests.this.database.execute(TABLE);
			MigrationException refusal = refusal(where(condition));
			assertThat(refusal.description()).contains("no index has the condition");
			assertThat(refusal.action()).contains("CREATE INDEX CONCURRENTLY ON public.t (id) WHERE ");
			WalkedTableReaderTests.this.database.execute(index);
			if (!index.contains(" IN ")) {
				assertThat(read(where(condition)).columns()).isEqualTo("id");
			}
			WalkedTableReaderTests.this.database
				.execute("INSERT INTO t SELECT g, CASE g % 20 WHEN 0 THEN 'open' ELSE 'done' END FROM"
						+ " generate_series(1, 5000) g; ANALYZE t");
			assertThat(read(where(index.contains("IN (") ? "s IN ('open', 'new')" : condition)).columns())
				.isEqualTo("id");
		}

		@ParameterizedTest
		@ValueSource(strings = { "CREATE INDEX ON t (id) WHERE s = 'done'", "CREATE INDEX ON t (s)",
				"CREATE INDEX ON t (n, id) WHERE s = 'open'", "CREATE INDEX ON t USING hash (s)",
				"CREATE UNIQUE INDEX ON t (id) WHERE s <> 'done'" })
		void readWhenNoIndexHasTheConditionInTheOrderOfTheKeyRefuses(String index) {
			WalkedTableReaderTests.this.database
				.execute(TABLE + index + "; INSERT INTO t SELECT g, 'done' FROM generate_series(1, 5000) g; ANALYZE t");
			assertThat(refusal(where("s = 'open'")).description()).contains("no index has the condition");
		}

		@Test
		void readWhenOnlyAPartialUniqueIndexHasTheKeyNeedsItsCondition() throws SQLException {
			WalkedTableReaderTests.this.database.execute("CREATE TABLE t (id int NOT NULL, s text NOT NULL);"
					+ " CREATE UNIQUE INDEX i ON t (id) WHERE s = 'open'; CREATE INDEX j ON t (id) WHERE s = 'new'");
			assertThat(read(where("s = 'open'")).columns()).isEqualTo("id");
			assertThat(refusal(Specs.of("t", "id")).description()).contains("i has only some of the rows");
			assertThat(refusal(where("s = 'new'")).description()).contains("i has only some of the rows");
		}

		@Test
		void readWhenTheServerRefusesTheConditionShowsItsError() {
			WalkedTableReaderTests.this.database.execute(TABLE);
			assertThat(refusal(where("ss = 'open'")).description()).contains("refuses the condition ss = 'open'",
					"column \"ss\" does not exist", "42703");
			assertThat(refusal(where("id")).description()).contains("42804");
		}

	}

	@Nested
	class Estimates {

		@Test
		void readWhenNeverCountedDoesNotKnow() throws SQLException {
			WalkedTableReaderTests.this.database.execute("CREATE TABLE t (id int PRIMARY KEY)");
			assertThat(read(Specs.of("t")).estimate()).isEqualTo(-1);
			WalkedTableReaderTests.this.database.execute("INSERT INTO t SELECT generate_series(1, 1234); ANALYZE t");
			assertThat(read(Specs.of("t")).estimate()).isEqualTo(1234);
		}

		@Test
		void readWhenPartitionedAddsThePartitionsUp() throws SQLException {
			WalkedTableReaderTests.this.database.execute("CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);"
					+ " CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)"
					+ " WITH (autovacuum_enabled = off);"
					+ " CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (1000) PARTITION BY RANGE (id);"
					+ " CREATE TABLE p3 PARTITION OF p2 FOR VALUES FROM (100) TO (500)"
					+ " WITH (autovacuum_enabled = off);"
					+ " INSERT INTO p SELECT generate_series(0, 299); ANALYZE p1");
			assertThat(read(Specs.of("p")).estimate()).isEqualTo(-1);
			WalkedTableReaderTests.this.database.execute("ANALYZE p");
			assertThat(read(Specs.of("p")).estimate()).isEqualTo(300);
		}

	}

}
