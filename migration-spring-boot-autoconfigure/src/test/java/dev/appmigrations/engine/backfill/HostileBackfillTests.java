package dev.appmigrations.engine.backfill;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.options.ThrottleOptions;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.support.FakeTime;
import dev.appmigrations.support.HostileDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backfills in a database where a role without rights has put what looks like the
 * server's own into the search path: none of it is ever called.
 */
@ParameterizedClass(name = "search_path = {0}")
@ValueSource(strings = { "\"$user\", public", "public, pg_catalog" })
class HostileBackfillTests {

	@Parameter
	String searchPath;

	private HostileDatabase database;

	private Session session;

	@BeforeEach
	void createDatabase() throws SQLException {
		this.database = HostileDatabase.create(this.searchPath);
		this.database.execute("CREATE TABLE public.walked_one (a pg_catalog.int8, b pg_catalog.text, c pg_catalog.uuid,"
				+ " d pg_catalog.timestamptz, e pg_catalog.name, n int, PRIMARY KEY (a, b, c, d, e));"
				+ " INSERT INTO public.walked_one SELECT g, format('%s', g), gen_random_uuid(), now(), 'x', 1"
				+ " FROM generate_series(1, 100) g");
		this.session = Specs.session(this.database.dataSource("shop"));
	}

	@AfterEach
	void dropDatabase() {
		try {
			this.session.close();
			this.database.assertNothingWasCalled();
		}
		finally {
			this.database.close();
		}
	}

	@Test
	void rowsThatAreLeftAndASecondRun() throws Exception {
		BackfillMigration backfill = Specs.read("-- migrate:backfill table=walked_one\n-- migrate:verify TABLE"
				+ " public.walked_one\nUPDATE public.walked_one SET n = 2 WHERE (a, b, c, d, e) OPERATOR(pg_catalog.>=) (:from)"
				+ " AND (a, b, c, d, e) OPERATOR(pg_catalog.<=) (:to)");
		WalkedTable table = WalkedTableReader.read(this.session, backfill.spec(), "public");
		List<List<String>> left = new RowsLeft(this.session, table,
				new BackfillSpec.Verify.Query("TABLE public.walked_one", 2))
			.find(5);
		assertThat(left).hasSize(5);
		String statement = "UPDATE public.walked_one SET n = %s WHERE a OPERATOR(pg_catalog.=) CAST('7' AS pg_catalog.int8)";
		TwiceSame trial = new TwiceSame(this.session, table);
		assertThat(trial.holds(new BatchStep.Statements(List.of(statement.formatted("2"))), left.get(0), left.get(4)))
			.isTrue();
	}

	@Test
	void triggersAndThrottles() {
		BackfillMigration backfill = Specs.read("-- migrate:backfill table=walked_one\n-- migrate:verify none a test\n"
				+ "UPDATE walked_one SET n = 2 WHERE (a, b, c, d, e) BETWEEN (:from) AND (:to)");
		WalkedTable table = WalkedTableReader.read(this.session, backfill.spec(), "public");
		assertThat(TableTriggers.read(this.session, table, backfill.file().up(), Placeholders.NONE).fired()).isEmpty();
		Throttles throttles = new Throttles(this.session, table, ThrottleOptions.DEFAULT, new FakeTime());
		assertThat(throttles.reason()).isNull();
	}

	@Test
	void tableAndRanges() {
		for (boolean descending : new boolean[] { false, true }) {
			BackfillSpec spec = Specs.of("walked_one", List.of("a", "B", "\"c\"", "d", "e"), null, descending);
			WalkedTable table = WalkedTableReader.read(this.session, spec, "public");
			KeyRanges ranges = new KeyRanges(this.session, table, spec);
			List<String> bound = Objects.requireNonNull(ranges.upperBound());
			KeyRange range = Objects.requireNonNull(ranges.next(null, bound, 60));
			assertThat(range.rows()).isEqualTo(60);
			assertThat(ranges.next(ranges.cursorAfter(range), bound, 60)).isNotNull()
				.extracting(KeyRange::rows)
				.isEqualTo(40L);
			assertThat(ranges.isSmall()).isTrue();
			assertThat(this.session.query(List.of(ranges.lockSql(range))).rows(0).size()).isEqualTo(60);
		}
	}

}
