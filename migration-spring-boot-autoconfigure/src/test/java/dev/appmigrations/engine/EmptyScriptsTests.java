package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.plan.Policy;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A script without statements is no migration and no rollback.
 */
class EmptyScriptsTests {

	private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private List<String> migrate() {
		return migrator().migrate().steps().stream().map(StepReport::name).toList();
	}

	private List<String> applied() {
		return migrator().status().applied().stream().map(AppliedReport::name).toList();
	}

	private static List<Problem.Code> codes(MigrationReport report) {
		return report.problems().stream().map(Problem::code).toList();
	}

	private @Nullable String value(String query) {
		return this.database.value(query);
	}

	/**
	 * Migrations.
	 */
	@Nested
	class Forward {

		@ParameterizedTest
		@ValueSource(
				strings = { "", "-- only a comment\r\n\r\n", "/* one */ ; ;\n;", "\\restrict abc\n\\unrestrict abc\n",
						"\uFEFF-- a mark\n", "-- migrate:up\n", "-- +goose Up\n-- +goose Down\nDROP TABLE t;\n",
						"-- migrate:up\n\n-- migrate:down\nDROP TABLE t;\n", "-- migrate:phase contract\r\n" })
		void migrateWhenScriptIsEmptySkipsItUntilItIsFilled(String text) {
			EmptyScriptsTests.this.scripts.with("1_a.sql", "CREATE TABLE a ()").with("2_b.sql", text);
			assertThat(migrate()).containsExactly("1_a.sql");
			MigrationReport status = migrator().status();
			assertThat(codes(status)).containsExactly(Problem.Code.EMPTY_SCRIPT);
			assertThat(status.problems().get(0).message())
				.isEqualTo("db/migration/2_b.sql has no statements: it is skipped.");
			assertThat(status.pending()).isEmpty();
			assertThat(migrator().validate().state()).isEqualTo(MigrationReport.State.CURRENT);
			assertThat(applied()).containsExactly("1_a.sql");
			assertThat(value("SELECT count(*) FROM migration_log WHERE migration_name = '2_b.sql'")).isEqualTo("0");
			EmptyScriptsTests.this.scripts.with("2_b.sql", "CREATE TABLE b ()");
			assertThat(migrate()).containsExactly("2_b.sql");
			assertThat(migrator().status().problems()).isEmpty();
		}

		@Test
		void statusWhenSeveralAreEmptyReportsThemInOneLine() {
			for (int i = 1; i <= 5; i++) {
				EmptyScriptsTests.this.scripts.with(i + "_x.sql", "--");
			}
			assertThat(migrator().status().problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.message()).isEqualTo("db/migration/1_x.sql,"
						+ " db/migration/2_x.sql, db/migration/3_x.sql and 2 more have no statements: they are skipped."))
				.satisfies((problem) -> assertThat(problem.migrations()).hasSize(5));
		}

		@Test
		void migrateWhenNamedOrRequiredScriptIsEmptyRefuses() {
			EmptyScriptsTests.this.scripts.with("1_a.sql", "--").with("2_b.sql", "-- migrate:requires 1\nSELECT 1");
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().run("1_a.sql"))
				.withMessageContaining("1_a.sql has no statements");
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().migrate())
				.withMessageContaining("requires db/migration/1_a.sql, which has no statements");
			EmptyScriptsTests.this.scripts.with("2_b.sql", "SELECT 1");
			assertThat(migrator().migrate(MigrationVersion.parse("1")).steps()).isEmpty();
		}

		@Test
		void migrateWhenScriptSaysThatNothingIsMeantRecordsIt() {
			EmptyScriptsTests.this.scripts.with("1_a.sql", "-- migrate:up none moved to V7\n")
				.with("2_b.sql", "-- +goose Up\r\n-- migrate:up NONE  not needed\r\n-- +goose Down\r\n")
				.with("R__c.sql", "-- migrate:Up none later");
			assertThat(migrate()).containsExactly("1_a.sql", "2_b.sql", "R__c.sql");
			assertThat(migrator().status().problems()).isEmpty();
			assertThat(migrate()).isEmpty();
			EmptyScriptsTests.this.scripts.with("1_a.sql", "CREATE TABLE a ()");
			assertThat(migrate()).containsExactly("1_a.sql");
		}

		@ParameterizedTest
		@ValueSource(strings = { "-- migrate:up none", "-- migrate:up none  \r\n", "-- migrate:up none x\nSELECT 1",
				"SELECT 1;\n-- migrate:up none x", "-- migrate:irreversible", "SELECT 1;\n-- migrate:down none",
				"SELECT 1;\n-- migrate:down none x\nSELECT 2",
				"SELECT 1;\n-- migrate:irreversible x\n-- migrate:down\nSELECT 2" })
		void migrateWhenDirectiveHasNoReasonOrContradictsStatementsRefuses(String text) {
			EmptyScriptsTests.this.scripts.with("1_a.sql", text);
			assertThat(codes(migrator().status())).containsExactly(Problem.Code.INVALID_DIRECTIVE);
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> migrator().migrate());
		}

		@Test
		void statusWhenAppliedFilesAreEmptiedReportsOneLineAndValidatePasses() {
			EmptyScriptsTests.this.scripts.with("1_a.sql", "CREATE TABLE a ()")
				.with("2_b.sql", "CREATE TABLE b ()")
				.with("R__c.sql", "CREATE OR REPLACE VIEW c AS SELECT 1 AS x");
			migrate();
			EmptyScriptsTests.this.scripts.with("1_a.sql", "-- gone").with("2_b.sql", "").with("R__c.sql", ";");
			MigrationReport report = migrator().validate();
			assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
			assertThat(codes(report)).containsExactly(Problem.Code.EMPTIED_SCRIPT);
			assertThat(migrate()).isEmpty();
			assertThat(migrator().history().repairs()).isEmpty();
			EmptyScriptsTests.this.scripts.with("1_a.sql", "-- migrate:up none squashed")
				.with("2_b.sql", "CREATE TABLE b ()")
				.with("R__c.sql", "CREATE OR REPLACE VIEW c AS SELECT 2 AS x");
			assertThat(codes(migrator().status())).isEmpty();
			assertThat(migrate()).containsExactly("R__c.sql");
		}

		@ParameterizedTest
		@ValueSource(strings = { "1:", "2:" })
		void migrateWhenEmptyScriptWasRecordedAndIsFilledAppliesIt(String scheme) {
			appliedEmpty(scheme, "applied");
			assertThat(applied()).containsExactly("1_a.sql", "2_b.sql", "3_c.sql");
			assertThat(codes(migrator().status())).containsExactly(Problem.Code.EMPTIED_SCRIPT);
			EmptyScriptsTests.this.scripts.with("2_b.sql", "CREATE TABLE b ()");
			assertThat(migrator().status().pending()).extracting(PendingReport::name).containsExactly("2_b.sql");
			assertThat(codes(migrator().status())).containsExactly(Problem.Code.OUT_OF_ORDER);
			MigratorOptions.Rules strict = new MigratorOptions.Rules(
					new Policies(Policy.REJECT, Policy.WARN, Policy.REJECT, Policy.REJECT), null, null,
					MigratorOptions.Adopt.OFF, SafetyOptions.DEFAULT);
			assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(
					() -> Migrator.builder(EmptyScriptsTests.this.database.dataSource(), EmptyScriptsTests.this.scripts)
						.options(MigratorOptions.defaults().with(strict))
						.build()
						.migrate());
			assertThat(migrate()).containsExactly("2_b.sql");
			assertThat(value("SELECT count(*) FROM b")).isEqualTo("0");
			assertThat(applied()).containsExactly("1_a.sql", "3_c.sql", "2_b.sql");
			assertThat(value("SELECT string_agg(action, ', ' ORDER BY id) FROM migration_log"
					+ " WHERE migration_name = '2_b.sql'"))
				.isEqualTo("withdrawn, applied");
			assertThat(migrate()).isEmpty();
		}

		@Test
		void migrateWhenEmptyScriptWasRecordedAndIsFilledUnderAnotherNameAppliesIt() {
			appliedEmpty("2:", "applied");
			EmptyScriptsTests.this.scripts.without("2_b.sql").with("2_bb.sql", "CREATE TABLE b ()");
			assertThat(migrate()).containsExactly("2_bb.sql");
			assertThat(applied()).containsExactly("1_a.sql", "3_c.sql", "2_bb.sql");
			EmptyScriptsTests.this.scripts.without("2_bb.sql");
			assertThat(codes(migrator().status())).containsExactly(Problem.Code.MISSING_SCRIPT);
		}

		@Test
		void migrateWhenSomebodyElseRecordedTheEmptyScriptNeverRunsIt() {
			appliedEmpty("2:", "baseline");
			EmptyScriptsTests.this.scripts.with("2_b.sql", "CREATE TABLE b ()");
			assertThat(codes(migrator().status())).containsExactly(Problem.Code.CHECKSUM_CHANGED);
			assertThat(migrator().status().pending()).isEmpty();
		}

		@Test
		void migrateWhenRowByHandHasAnEmptyFileKeepsItAppliedWhenFilled() {
			EmptyScriptsTests.this.scripts.with("1_a.sql", "CREATE TABLE a ()");
			migrate();
			EmptyScriptsTests.this.database
				.execute("INSERT INTO migration_history (migration_name) VALUES ('2_b.sql')");
			EmptyScriptsTests.this.scripts.with("2_b.sql", "--").with("3_c.sql", "CREATE TABLE c ()");
			assertThat(migrate()).containsExactly("3_c.sql");
			EmptyScriptsTests.this.scripts.with("2_b.sql", "CREATE TABLE b ()").with("4_d.sql", "CREATE TABLE d ()");
			assertThat(migrate()).containsExactly("4_d.sql");
			assertThat(migrator().status().problems()).isEmpty();
		}

		/** As releases did that recorded scripts without statements. */
		private void appliedEmpty(String scheme, String origin) {
			EmptyScriptsTests.this.scripts.with("1_a.sql", "CREATE TABLE a ()")
				.with("2_b.sql", "-- migrate:up none for now")
				.with("3_c.sql", "CREATE TABLE c ()");
			migrate();
			assertThat(value("SELECT checksum FROM migration_history WHERE version = '2'")).isEqualTo("2:" + NOTHING);
			EmptyScriptsTests.this.database.execute("UPDATE migration_history SET checksum = '" + scheme + NOTHING
					+ "', origin = '" + origin + "' WHERE version = '2'");
			EmptyScriptsTests.this.database.execute("DELETE FROM migration_log");
			EmptyScriptsTests.this.scripts.with("2_b.sql", "-- to be written\n");
		}

	}

	/**
	 * Rollbacks.
	 */
	@Nested
	class Backward {

		private final RollbackRequest last = new RollbackRequest.Last(1);

		private RollbackPlan plan() {
			return migrator().rollbacks().plan(this.last);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "-- Undoes 1_a.sql\r\n", ";;", "\uFEFF", "-- migrate:down\n" })
		void rollbackWhenFileIsEmptySaysThatThereIsNoneYet(String text) {
			EmptyScriptsTests.this.scripts.with("1_a.sql", "CREATE TABLE a ()").with("1_a.down.sql", text);
			migrate();
			assertThat(plan().problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.message())
					.isEqualTo("1_a.sql has no rollback yet: db/migration/1_a.down.sql has no statements."))
				.satisfies((problem) -> assertThat(problem.remedy()).contains("-- migrate:down none REASON",
						"-- migrate:irreversible REASON"));
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> migrator().rollbacks().run(this.last));
			assertThat(applied()).containsExactly("1_a.sql");
			EmptyScriptsTests.this.scripts.with("1_a.down.sql", "DROP TABLE a");
			assertThat(migrator().rollbacks().run(this.last).steps()).hasSize(1);
			assertThat(migrate()).containsExactly("1_a.sql");
		}

		@ParameterizedTest
		@ValueSource(strings = { "CREATE TABLE a ();\n-- migrate:down\n",
				"-- migrate:up\r\nCREATE TABLE a ();\r\n-- migrate:down transaction:false\r\n-- nothing\r\n",
				"-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\n",
				"-- +migrate Up\nCREATE TABLE a ();\n-- +migrate Down" })
		void rollbackWhenSectionIsEmptySaysThatThereIsNoneYet(String text) {
			EmptyScriptsTests.this.scripts.with("1_a.sql", text);
			migrate();
			assertThat(plan().problems()).singleElement()
				.extracting(Problem::message)
				.isEqualTo(
						"1_a.sql has no rollback yet: the section 'down' of db/migration/1_a.sql has no statements.");
		}

		@ParameterizedTest
		@ValueSource(strings = { "CREATE TABLE a ();\n-- migrate:down none it is empty\n",
				"-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\n-- migrate:down none it is empty\n",
				"-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\n-- migrate:down none it is empty\r\n" })
		void rollbackWhenSectionSaysThatNothingIsToUndoRemovesTheRecord(String text) {
			EmptyScriptsTests.this.scripts.with("1_a.sql", text).with("1_a.down.sql", "--");
			assertRecordIsRemoved();
		}

		@ParameterizedTest
		@ValueSource(strings = { "-- migrate:down none it is empty", "\uFEFF-- migrate:down None it is empty\r\n;" })
		void rollbackWhenFileSaysThatNothingIsToUndoRemovesTheRecord(String text) {
			EmptyScriptsTests.this.scripts.with("V1__a.sql", "CREATE TABLE a ()").with("U1__a.sql", text);
			assertRecordIsRemoved();
		}

		private void assertRecordIsRemoved() {
			migrate();
			assertThat(plan().problems()).isEmpty();
			assertThat(plan().steps()).singleElement()
				.extracting((step) -> step.migration().declarations().nothingToUndo())
				.isEqualTo("it is empty");
			assertThat(migrator().rollbacks().run(this.last).steps()).hasSize(1);
			assertThat(value("SELECT count(*) FROM migration_history")).isEqualTo("0");
			assertThat(value("SELECT count(*) FROM a")).isEqualTo("0");
		}

		@Test
		void rollbackWhenMigrationIsIrreversibleShowsTheReason() {
			EmptyScriptsTests.this.scripts
				.with("1_a.sql", "-- migrate:irreversible the names are gone\nCREATE TABLE a ()")
				.with("1_a.down.sql", "-- Undoes it\n")
				.with("2_b.sql", "CREATE TABLE b ()")
				.with("2_b.down.sql", "-- migrate:irreversible so is this")
				.with("3_c.sql", "CREATE TABLE c ();\n-- migrate:irreversible and this");
			migrate();
			assertThat(migrator().rollbacks().plan(new RollbackRequest.Last(3)).problems()).extracting(Problem::message)
				.containsExactly("3_c.sql cannot be undone: and this", "2_b.sql cannot be undone: so is this",
						"1_a.sql cannot be undone: the names are gone");
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> migrator().rollbacks().run(this.last))
				.withMessageContaining("and this");
		}

		@Test
		void rollbackWhenNothingRanRemovesTheRecord() {
			EmptyScriptsTests.this.scripts.with("1_a.sql", "-- migrate:up none later").with("1_a.down.sql", "--");
			migrate();
			assertThat(migrator().rollbacks().run(this.last).steps()).hasSize(1);
			assertThat(applied()).isEmpty();
		}

	}

}
