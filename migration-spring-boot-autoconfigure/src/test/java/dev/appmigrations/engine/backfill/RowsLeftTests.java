package dev.appmigrations.engine.backfill;

import java.sql.SQLException;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RowsLeft}.
 */
class RowsLeftTests {

	private static final String TABLE = "CREATE TABLE t (tenant int, at timestamptz, name text, PRIMARY KEY (tenant, at));"
			+ " INSERT INTO t SELECT g, '2024-01-01 00:00+00'::timestamptz + g * interval '1 day', NULLIF(g % 2, 0)"
			+ " FROM generate_series(1, 40) g";

	@FreshDatabase
	private TestDatabase database;

	private List<List<String>> left(String role, String sql) throws SQLException {
		try (Session session = Specs.session(this.database.dataSource(role))) {
			BackfillSpec spec = Specs.of("t");
			return new RowsLeft(session, WalkedTableReader.read(session, spec, null), new Verify.Query(sql, 2))
				.find(RowsLeft.FEW);
		}
	}

	private MigrationException refusal(String sql) {
		MigrationException refusal = Assertions.catchThrowableOfType(MigrationException.class,
				() -> left("postgres", sql));
		assertThat(refusal).isNotNull();
		assertThat(refusal.code()).isEqualTo(ErrorCode.BACKFILL_REFUSED);
		assertThat(refusal.description()).contains("The query of the directive 'verify' (line 2)");
		return refusal;
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT tenant, at FROM t WHERE name IS NULL ORDER BY tenant",
			"SELECT tenant, at, name, tenant, 'more' FROM t WHERE name IS NULL ORDER BY 1",
			"WITH w AS (SELECT * FROM t WHERE name IS NULL) SELECT * FROM w ORDER BY 1",
			"SELECT tenant::text, at::text FROM t WHERE name IS NULL ORDER BY t.tenant" })
	void findReturnsTheFirstKeys(String sql) throws SQLException {
		this.database.execute(TABLE + "; ALTER DATABASE " + this.database.name() + " SET DateStyle = 'German'");
		assertThat(left("postgres", sql)).hasSize(10)
			.startsWith(List.of("2", "2024-01-03 00:00:00+00"), List.of("4", "2024-01-05 00:00:00+00"));
	}

	@Test
	void findWhenNoRowIsLeftReturnsNone() throws SQLException {
		this.database.execute(TABLE);
		assertThat(left("postgres", "SELECT tenant, at FROM t WHERE name = '7'")).isEmpty();
	}

	@Test
	void findWhenAKeyIsNullSaysThatARowIsLeft() throws SQLException {
		this.database.execute(TABLE);
		assertThat(left("postgres", "SELECT NULL::int, now() WHERE true")).singleElement()
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.startsWith("NULL");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "SELECT tenant FROM t | returns fewer columns than the key of public.t has",
					"SELECT name, at FROM (SELECT 'x' AS name, at FROM t) x | returns first what is no key",
					"SELECT at, tenant FROM t | returns first what is no key",
					"SELECT tenant, at FROM u | relation \"u\" does not exist",
					"SELECT tenant, at FROM t WHERE 1 / (tenant - 1) > 0 | division by zero",
					"SELECT nextval('s'), at FROM t | writes, although",
					"SELECT tenant, at FROM t WHERE f(tenant) | it is not so" })
	void findWhenTheQueryIsWrongSaysSo(String sql, String reason) {
		this.database.execute(TABLE + "; CREATE SEQUENCE s; CREATE FUNCTION f(int) RETURNS bool LANGUAGE plpgsql AS $$"
				+ " BEGIN RAISE EXCEPTION 'it is not so'; END $$");
		assertThat(refusal(sql).description()).contains(reason);
	}

	@Test
	void findWhenAPolicyHidesRowsRefuses() {
		this.database.executeOnServer(
				"DO $$ BEGIN CREATE ROLE hidden_rows LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
		this.database.execute(TABLE + "; ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO hidden_rows");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> left("hidden_rows", "SELECT tenant, at FROM t"))
			.withMessageContaining("a policy hides from the role");
	}

	@Test
	void findWhenTheTableIsLockedIsNoFaultOfTheQuery() throws Exception {
		this.database.execute(TABLE);
		try (java.sql.Connection holder = this.database.dataSource().getConnection();
				java.sql.Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			statement.execute("LOCK TABLE t");
			assertThatExceptionOfType(DatabaseErrorException.class)
				.isThrownBy(() -> left("postgres", "SELECT tenant, at FROM t"))
				.satisfies((ex) -> assertThat(ex.error().sqlState()).isEqualTo("55P03"));
		}
	}

}
