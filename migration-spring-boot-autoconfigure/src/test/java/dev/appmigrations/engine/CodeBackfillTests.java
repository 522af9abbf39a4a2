package dev.appmigrations.engine;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.migration.BackfillCode;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BatchRows;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.text.Sha256;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.HiddenDriver;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Backfills whose batches are done by code.
 */
@OldestAndNewest
class CodeBackfillTests {

	private static final String BACKFILL = "2_fill";

	private static final int ROWS = 10_500;

	private static final String VERIFY = "SELECT id FROM counted WHERE n = 0";

	@FreshDatabase
	private TestDatabase database;

	private final MemoryScripts scripts = new MemoryScripts();

	private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

	@BeforeEach
	void createTable() {
		this.scripts.with("1_counted.sql",
				"CREATE TABLE counted (id bigint PRIMARY KEY, n int NOT NULL DEFAULT 0, text text);"
						+ " CREATE TABLE note (text text);");
		Migrator.builder(this.database.dataSource(), this.scripts).build().migrate();
		this.scripts.with("3_later.sql", "-- migrate:requires 2\nALTER TABLE counted ADD later int;")
			.with("4_contract.sql",
					"-- migrate:phase contract\n-- migrate:requires 3\nALTER TABLE counted DROP COLUMN text;");
	}

	private void fill(int rows) {
		this.database.execute("INSERT INTO counted (id) SELECT generate_series(1, " + rows + "); ANALYZE counted");
	}

	private static BackfillSpec spec(BackfillSpec.Verify verify, @Nullable String where) {
		return new BackfillSpec("counted", List.of(), new BackfillSpec.Size(1000, 1000, 1000), Duration.ofMillis(500),
				1, where, false, 0, BackfillSpec.Run.AUTO, null, verify);
	}

	private static BackfillSpec spec() {
		return spec(new BackfillSpec.Verify.Query(VERIFY, 0), null);
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void lock(BatchRows rows) {
		assertThat(rows.keys().get()).isNotEmpty();
	}

	private static String count(BatchRows rows) {
		return "UPDATE counted SET n = n + 1 WHERE " + rows.condition();
	}

	private Migrator migrator(Code code) {
		return migrator(this.database.dataSource(), code, false);
	}

	private Migrator migrator(DataSource dataSource, @Nullable Code code, boolean late) {
		BackfillMigration backfill = BackfillMigration
			.inJava(CodeMigration.describe(BACKFILL, MigrationVersion.parse("2"), "fill", Code.class.getName(), false,
					new CodeMigration.Release(Phase.EXPAND, Duration.ZERO), List.of(),
					Checksum.ofPresentScheme(Sha256.of(BACKFILL.getBytes(StandardCharsets.UTF_8)))), late, code);
		MigratorOptions defaults = MigratorOptions.defaults();
		MigratorOptions.Rules rules = defaults.rules();
		return Migrator.builder(dataSource, this.scripts)
			.migration(backfill)
			.options(defaults.with(new MigratorOptions.Rules(rules.policies(), null, null, rules.adopt(),
					rules.safety(), new BackfillOptions(BackfillOptions.Mode.BACKGROUND, Duration.ofMillis(200)))))
			.build();
	}

	private void assertEachRowIsCountedOnce(int rows) {
		assertThat(this.database.list("SELECT concat_ws(' ', n, count(*)) FROM counted GROUP BY n ORDER BY n"))
			.containsExactly("1 " + rows);
	}

	private static List<String> applied(MigrationReport report) {
		return report.applied().stream().map(AppliedReport::name).toList();
	}

	@Test
	void smallTableIsDoneAtItsPlaceAndEndsInTheTransactionOfItsRecord() {
		fill(2500);
		MigrationReport report = migrator(new Code(spec(), (connection, rows) -> {
			assertThat(rows.keys().get()).hasSizeLessThanOrEqualTo(1000).first().isEqualTo(rows.from());
			assertThat(rows.keys().get()).last().isEqualTo(rows.to());
			execute(connection, count(rows));
			this.calls.add(rows.from() + " " + rows.to());
		})).migrate();
		assertThat(applied(report)).containsExactly("1_counted.sql", BACKFILL, "3_later.sql");
		assertThat(report.waiting()).extracting(WaitingReport::name).containsExactly("4_contract.sql");
		assertThat(this.calls).containsExactly("[1] [1000]", "[1001] [2000]", "[2001] [2500]");
		assertThat(this.database.list("SELECT text FROM note")).containsExactly("2500 rows, 0 skipped");
		assertEachRowIsCountedOnce(2500);
	}

	@Test
	void largeTableIsDoneInBatchesWhileOthersWriteAndWhatRequiresItWaits() {
		fill(ROWS);
		AtomicBoolean written = new AtomicBoolean();
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> {
			if (written.compareAndSet(false, true)) {
				// Rows that no batch has locked, and one behind the end.
				this.database.execute("UPDATE counted SET text = 'by another' WHERE id > 9000;"
						+ " INSERT INTO counted (id, n) VALUES (20000, 1)");
			}
			execute(connection, count(rows));
		}));
		MigrationReport report = migrator.migrate();
		assertThat(applied(report)).containsExactly("1_counted.sql");
		assertThat(report.backfills()).extracting(BackfillReport::table).containsExactly("counted");
		assertThat(report.waiting()).extracting(WaitingReport::name).containsExactly("4_contract.sql", "3_later.sql");
		assertThat(applied(migrator.backfills().run(BackfillRequest.all()))).containsExactly("1_counted.sql", BACKFILL,
				"3_later.sql");
		assertEachRowIsCountedOnce(ROWS + 1);
		assertThat(applied(migrator.contract(ContractRequest.now()))).endsWith("4_contract.sql");
	}

	@Test
	void rowsOfABatchAreLockedByReadingTheirKeys() {
		fill(10);
		migrator(new Code(spec(), (connection, rows) -> {
			lock(rows);
			assertThatExceptionOfType(Exception.class).isThrownBy(
					() -> this.database.execute("SET lock_timeout = '50ms'; UPDATE counted SET text = '' WHERE id = 5"))
				.withStackTraceContaining("lock timeout");
			execute(connection, count(rows));
		})).migrate();
		assertEachRowIsCountedOnce(10);
	}

	@Test
	void exceptionNamesTheRowAndTheLineAndARetryGoesOnFromThere() {
		fill(2500);
		AtomicBoolean mended = new AtomicBoolean();
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> {
			execute(connection, count(rows));
			for (List<String> key : rows.keys().get()) {
				if (key.equals(List.of("1777")) && !mended.get()) {
					throw new IllegalStateException("Enough");
				}
			}
		}));
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.JAVA_MIGRATION_FAILED))
			.withMessageContaining("Backfill 2_fill failed at the row id = 1777 of public.counted: "
					+ Code.class.getName() + " at CodeBackfillTests.java:")
			.withMessageContaining("java.lang.IllegalStateException: Enough");
		assertThat(migrator.status().backfills()).extracting(BackfillReport::state).containsExactly("failed");
		assertThat(this.database.value("SELECT count(*) FROM counted WHERE n = 1")).isEqualTo("1776");
		mended.set(true);
		migrator.backfills().retry(BACKFILL);
		assertThat(applied(migrator.backfills().run(BackfillRequest.all()))).contains(BACKFILL, "3_later.sql");
		assertEachRowIsCountedOnce(2500);
	}

	@Test
	void errorOfTheServerNamesTheRowToo() {
		this.database.execute("ALTER TABLE counted ADD CHECK (n < 1 OR id <> 1777)");
		fill(2500);
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> execute(connection, count(rows))));
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("the row id = 1777 of public.counted: " + Code.class.getName() + " at ")
			.withMessageContaining("violates check constraint");
	}

	@Test
	void exceptionThatIsCaughtIsNotCommittedInSilence() {
		fill(10);
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> {
			try {
				execute(connection, "SELECT 1/0");
			}
			catch (SQLException ex) {
				this.calls.add(ex.getSQLState());
			}
		}));
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("current transaction is aborted");
		assertThat(this.database.value("SELECT max(n) FROM counted")).isEqualTo("0");
	}

	@Test
	void transactionCannotBeEnded() {
		fill(10);
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> {
			execute(connection, count(rows));
			connection.commit();
		}));
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("commit is not allowed");
		assertThat(this.database.value("SELECT max(n) FROM counted")).isEqualTo("0");
	}

	@Test
	void transactionEndedByAStatementIsNoticed() {
		fill(10);
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> execute(connection, "COMMIT")));
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("It has ended the transaction of the migration by a statement");
	}

	@Test
	void eachRowIsCountedOnceHoweverOftenItsSessionIsKilled() {
		fill(ROWS);
		AtomicInteger kills = new AtomicInteger(5);
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> {
			execute(connection, count(rows));
			if (kills.getAndDecrement() > 0) {
				try (Statement statement = connection.createStatement();
						ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
					result.next();
					this.database.value("SELECT pg_terminate_backend(" + result.getInt(1) + ")");
				}
			}
		}));
		migrator.migrate();
		boolean done = false;
		while (!done) {
			try {
				migrator.backfills().run(BackfillRequest.all());
				done = true;
			}
			catch (MigrationException ex) {
				this.calls.add(ex.description());
			}
		}
		assertThat(this.calls).hasSize(5);
		assertEachRowIsCountedOnce(ROWS);
		assertThat(this.database.list("SELECT text FROM note")).containsExactly(ROWS + " rows, 0 skipped");
	}

	@Test
	void pauseStopsItAndResumeLetsItGoOn() {
		fill(ROWS);
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> {
			execute(connection, count(rows));
			this.calls.add(rows.from().get(0));
		}));
		migrator.migrate();
		migrator.backfills().pause(BACKFILL);
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator.backfills().run(BackfillRequest.all()))
			.withMessageContaining("is paused");
		assertThat(this.calls).isEmpty();
		migrator.backfills().resume(BACKFILL);
		migrator.backfills().run(BackfillRequest.all());
		assertEachRowIsCountedOnce(ROWS);
	}

	@Test
	void batchComesAgainWhereAnotherHoldsARow() throws SQLException {
		fill(ROWS);
		try (Connection holder = this.database.dataSource().getConnection()) {
			holder.setAutoCommit(false);
			execute(holder, "SELECT FROM counted WHERE id = 3 FOR UPDATE");
			Migrator migrator = migrator(new Code(spec(), (connection, rows) -> {
				if (this.calls.size() == 1) {
					holder.rollback();
				}
				this.calls.add(rows.from().get(0));
				lock(rows);
				execute(connection, count(rows));
			}));
			migrator.migrate();
			migrator.backfills().run(BackfillRequest.all());
		}
		assertThat(this.calls).startsWith("1", "1", "1001");
		assertEachRowIsCountedOnce(ROWS);
	}

	@Test
	void rowsThatAreLeftAreWalkedAgainWhereThatLeavesTheSame() {
		fill(100);
		AtomicBoolean first = new AtomicBoolean(true);
		MigrationReport report = migrator(new Code(spec(), (connection, rows) -> {
			this.calls.add(rows.from() + " " + rows.to());
			if (!first.getAndSet(false)) {
				execute(connection, "UPDATE counted SET n = 1 WHERE " + rows.condition());
			}
			else {
				execute(connection, "UPDATE counted SET n = 1 WHERE id > 2 AND " + rows.condition());
			}
		})).migrate();
		assertThat(applied(report)).contains(BACKFILL);
		// Twice to find out whether that does harm, and once for each row that is left.
		assertThat(this.calls).containsExactly("[1] [100]", "[1] [1]", "[1] [1]", "[1] [1]", "[2] [2]");
		assertEachRowIsCountedOnce(100);
	}

	@Test
	void rowsThatAreLeftAreNotWalkedAgainWhereThatChangesMore() {
		fill(100);
		Migrator migrator = migrator(new Code(spec(),
				(connection, rows) -> execute(connection,
						"UPDATE counted SET n = n + 1 WHERE (" + !rows.from().equals(List.of("1")) + " OR id > 2) AND "
								+ rows.condition() + "; INSERT INTO note VALUES ('called')")));
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("2 rows are left: 1; 2, and a batch that runs twice does not leave the same");
		assertThat(this.database.value("SELECT count(*) FROM note")).isEqualTo("1");
	}

	@Test
	void conditionRestrictsTheWalkAndEachBatch() {
		fill(100);
		this.database.execute("CREATE UNIQUE INDEX ON counted (id) WHERE id % 2 = 0");
		migrator(new Code(spec(new BackfillSpec.Verify.None("a test"), "id % 2 = 0 -- even"), (connection, rows) -> {
			this.calls.add(rows.keys().get().size() + "");
			execute(connection, count(rows));
		})).migrate();
		assertThat(this.calls).containsExactly("50");
		assertThat(this.database.value("SELECT sum(n) FROM counted WHERE id % 2 = 0")).isEqualTo("50");
		assertThat(this.database.value("SELECT sum(n) FROM counted WHERE id % 2 <> 0")).isEqualTo("0");
	}

	@Test
	void endThatFailsIsToldAndComesAgainWithARetry() {
		fill(10);
		AtomicBoolean mended = new AtomicBoolean();
		Code code = new Code(spec(), (connection, rows) -> execute(connection, count(rows))) {

			@Override
			public JdbcWork finish(long rows, int skipped) {
				JdbcWork finish = super.finish(rows, skipped);
				return (connection) -> {
					finish.run(connection);
					if (!mended.get()) {
						throw new IllegalStateException("Not yet");
					}
				};
			}

		};
		Migrator migrator = migrator(code);
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("has no row left, and failed when it was to be finished")
			.withMessageContaining("Not yet");
		assertThat(this.database.list("SELECT text FROM note")).isEmpty();
		mended.set(true);
		migrator.backfills().retry(BACKFILL);
		migrator.backfills().run(BackfillRequest.all());
		assertThat(this.database.list("SELECT text FROM note")).containsExactly("10 rows, 0 skipped");
		assertEachRowIsCountedOnce(10);
	}

	@Test
	void definitionThatChangesWhileItRunsIsAProblem() {
		fill(ROWS);
		Migrator migrator = migrator(new Code(spec(), (connection, rows) -> {
			execute(connection, count(rows));
			throw new IllegalStateException("Enough");
		}));
		migrator.migrate();
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator.backfills().run(BackfillRequest.all()));
		Migrator changed = migrator(new Code(spec(new BackfillSpec.Verify.None("a test"), null), (connection, rows) -> {
		}));
		assertThat(changed.status().problems()).extracting(Problem::code)
			.containsExactly(Problem.Code.BACKFILL_CHANGED);
	}

	@Test
	void tableThatCannotBeWalkedIsAnError() {
		this.database.execute("ALTER TABLE counted DROP CONSTRAINT counted_pkey");
		fill(10);
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator(new Code(spec(), (connection, rows) -> {
			})).migrate())
			.withMessageContaining("no primary key");
	}

	@Test
	void laterFileThatDoesNotRequireItIsAnError() {
		fill(10);
		this.scripts.with("3_later.sql", "ALTER TABLE counted ADD later int;");
		assertThat(migrator(new Code(spec(), (connection, rows) -> {
		})).status().problems()).extracting(Problem::code).contains(Problem.Code.BACKFILL_NOT_REQUIRED);
	}

	@Test
	void withoutItsCodeItIsPlannedAndNotDone() {
		fill(ROWS);
		Migrator without = migrator(this.database.dataSource(), null, false);
		assertThat(without.status().pending()).extracting("name").containsExactly(BACKFILL, "3_later.sql");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(without::migrate)
			.withMessageContaining("only the application has its code");
		migrator(new Code(spec(), (connection, rows) -> execute(connection, count(rows)))).migrate();
		assertThat(without.status().backfills()).extracting(BackfillReport::table).containsExactly("counted");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> without.backfills().run(BackfillRequest.all()))
			.withMessageContaining("only the application has its code");
		assertThat(without.status().backfills()).extracting(BackfillReport::state).containsExactly("pending");
	}

	@Test
	void oneThatIsNotReadyWaitsAndHoldsUpWhatRequiresItOnly() {
		fill(10);
		this.scripts.with("5_other.sql", "CREATE TABLE other (id int);");
		Code code = new Code(spec(), (connection, rows) -> execute(connection, count(rows)));
		code.ready.set(false);
		Migrator migrator = migrator(this.database.dataSource(), code, true);
		MigrationReport report = migrator.migrate();
		assertThat(applied(report)).containsExactly("1_counted.sql", "5_other.sql");
		assertThat(code.defined).hasValue(0);
		code.ready.set(true);
		assertThat(applied(migrator.migrate())).contains(BACKFILL, "3_later.sql");
		assertThat(this.database.value("SELECT bool_or(out_of_order) FROM migration_history")).isEqualTo("f");
		assertEachRowIsCountedOnce(10);
	}

	@Test
	void whereTheDriverIsHiddenItIsTheSame() {
		fill(ROWS);
		Migrator migrator = migrator(HiddenDriver.hide(this.database.dataSource()),
				new Code(spec(), (connection, rows) -> {
					lock(rows);
					execute(connection, count(rows));
				}), false);
		migrator.migrate();
		migrator.backfills().run(BackfillRequest.all());
		assertEachRowIsCountedOnce(ROWS);
	}

	@Test
	void whatABatchLeavesInTheSessionIsGoneBehindIt() {
		fill(1500);
		migrator(new Code(spec(), (connection, rows) -> {
			try (Statement statement = connection.createStatement();
					ResultSet path = statement.executeQuery("SHOW search_path")) {
				path.next();
				this.calls.add(path.getString(1));
			}
			execute(connection, count(rows));
			execute(connection, "SET search_path = pg_catalog");
		})).migrate();
		assertThat(this.calls).hasSize(2).doesNotContain("pg_catalog");
		assertEachRowIsCountedOnce(1500);
	}

	/** What is done with a batch. */
	private interface Work {

		void run(Connection connection, BatchRows rows) throws Exception;

	}

	/** Code without an application. */
	private static class Code implements BackfillCode {

		private final AtomicBoolean ready = new AtomicBoolean(true);

		private final AtomicInteger defined = new AtomicInteger();

		private final BackfillSpec spec;

		private final Work work;

		Code(BackfillSpec spec, Work work) {
			this.spec = spec;
			this.work = work;
		}

		@Override
		public boolean isReady() {
			return this.ready.get();
		}

		@Override
		public BackfillSpec define() {
			this.defined.incrementAndGet();
			return this.spec;
		}

		@Override
		public JdbcWork process(BatchRows rows, Map<String, String> placeholders) {
			return (connection) -> this.work.run(connection, rows);
		}

		@Override
		public JdbcWork finish(long rows, int skipped) {
			return (connection) -> execute(connection,
					"INSERT INTO note VALUES ('" + rows + " rows, " + skipped + " skipped')");
		}

	}

}
