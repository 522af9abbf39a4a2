package dev.appmigrations.engine.safety;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The foreign key of a new column compares all rows if the column has a default.
 */
class InlineForeignKeyTests {

	private static final String RULE = "add-foreign-key-validated";

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createTables() {
		this.database.execute("CREATE TABLE customers (id bigint PRIMARY KEY); INSERT INTO customers VALUES (1);"
				+ "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders VALUES (1)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE orders ADD COLUMN customer_id bigint DEFAULT 1 REFERENCES customers",
			"ALTER TABLE orders ADD customer_id bigint REFERENCES customers (id) ON DELETE CASCADE NOT NULL DEFAULT 1",
			"ALTER TABLE orders ADD COLUMN customer_id bigint DEFAULT NULL CONSTRAINT \"Key\" REFERENCES customers",
			"ALTER TABLE orders ADD note text, ADD customer_id bigint DEFAULT 1 REFERENCES public.customers DEFERRABLE" })
	void lintWhenColumnHasDefaultReportsItsForeignKey(String sql) throws SQLException {
		assertThat(lint(sql).findings()).extracting(Finding::rule).contains(RULE);
		assertThat(scans(sql)).isPositive();
		Finding finding = lint(sql).findings()
			.stream()
			.filter((each) -> each.rule().equals(RULE))
			.findFirst()
			.orElseThrow();
		// The safe form is complete.
		this.database.execute(finding.remedy());
		assertThat(this.database.value("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
			.isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE orders ADD COLUMN customer_id bigint REFERENCES customers",
			"ALTER TABLE orders ADD COLUMN customer_id bigint NULL CONSTRAINT key REFERENCES customers (id)",
			"CREATE TABLE items (customer_id bigint DEFAULT 1 REFERENCES customers)" })
	void lintWhenAllValuesAreNullOrNewReportsNoForeignKey(String sql) throws SQLException {
		assertThat(lint(sql).findings()).extracting(Finding::rule).doesNotContain(RULE);
		assertThat(scans(sql)).isZero();
	}

	private LintReport lint(String sql) {
		return Migrator.builder(this.database.dataSource(), new MemoryScripts().with("1_x.sql", sql))
			.build()
			.safety()
			.lint();
	}

	/** How often the statement reads all rows of a table. */
	private long scans(String sql) throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute(sql);
			try (ResultSet result = statement
				.executeQuery("SELECT sum(seq_scan) FROM pg_stat_xact_user_tables WHERE relname = 'orders'")) {
				result.next();
				return result.getLong(1);
			}
			finally {
				connection.rollback();
			}
		}
	}

}
