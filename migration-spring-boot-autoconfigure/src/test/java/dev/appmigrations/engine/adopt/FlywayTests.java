package dev.appmigrations.engine.adopt;

import java.nio.file.Path;
import java.util.Map;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.MigrationReport;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Flyway}, on databases that Flyway has made.
 */
class FlywayTests {

	private AdoptedDatabase adopted;

	@BeforeEach
	void createDatabase(@TempDir Path folder) {
		this.adopted = new AdoptedDatabase(folder);
	}

	@AfterEach
	void dropDatabase() {
		this.adopted.close();
	}

	private FluentConfiguration flyway() {
		return org.flywaydb.core.Flyway.configure()
			.dataSource(this.adopted.database().dataSource())
			.locations("filesystem:" + this.adopted.folder());
	}

	private void migrate() {
		flyway().load().migrate();
	}

	@Test
	void adoptedDatabaseHasNothingPending() {
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id int);")
			.with("V1_1__b.sql", "ALTER TABLE a ADD b int;")
			.with("R__views.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
		migrate();
		assertThat(this.adopted.adoption().isComplete()).isTrue();
		this.adopted.adopt();
		MigrationReport report = this.adopted.status();
		assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
		assertThat(report.problems()).isEmpty();
		assertThat(report.pending()).isEmpty();
		assertThat(report.applied()).hasSize(3);
	}

	@Test
	void adoptKeepsOriginalTimeAndAuthor() {
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id int);");
		migrate();
		this.adopted.database()
			.execute("UPDATE flyway_schema_history SET installed_on = '2021-03-04 05:06:07.125',"
					+ " installed_by = 'dba', execution_time = 42");
		this.adopted.adopt();
		assertThat(this.adopted.database()
			.list("SELECT concat_ws('|', migration_name, applied_at::timestamp, version, description, kind,"
					+ " left(checksum, 2), execution_ms, applied_by, applied_from, origin, out_of_order)"
					+ " FROM migration_history"))
			.containsExactly("V1__a.sql|2021-03-04 05:06:07.125|1|a|versioned|2:|42|dba"
					+ "|public.flyway_schema_history (Flyway)|adopted|f");
		assertThat(this.adopted.database()
			.list("SELECT concat_ws('|', migration_name, action, execution_ms, left(checksum, 2), logged_by,"
					+ " logged_from, release) FROM migration_log WHERE logged_at > now() - '1 min'::interval"))
			.containsExactly("V1__a.sql|adopted|42|2:|postgres|here|2.0");
	}

	@Test
	void rowsWhenRepeatableRanTwiceSupersedeTheFirst() {
		this.adopted.with("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
		migrate();
		this.adopted.with("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS one;");
		migrate();
		assertThat(this.adopted.rows()).extracting(ForeignRow::state)
			.containsExactly(ForeignRow.State.SUPERSEDED, ForeignRow.State.APPLIED);
		assertThat(this.adopted.mapped()).containsExactly("R__v.sql");
	}

	@Test
	void repeatableThatHasChangedSinceIsPending() {
		this.adopted.with("V1__a.sql", "\uFEFFCREATE TABLE a (id int);\r\n\n-- ä\n");
		this.adopted.with("R__v.sql", "CREATE OR REPLACE VIEW v AS\n  SELECT 1 AS one;\n");
		this.adopted.with("R__w.sql", "CREATE OR REPLACE VIEW w AS SELECT 1 AS one;");
		migrate();
		assertThat(this.adopted.problems()).isEmpty();
		this.adopted.with("R__v.sql", "CREATE OR REPLACE VIEW v AS\n  SELECT 2 AS one;\n");
		Adoption adoption = this.adopted.adoption();
		assertThat(adoption.isComplete()).isTrue();
		assertThat(adoption.pending()).extracting("name").containsExactly("R__v.sql");
		assertThat(this.adopted.mapped()).containsExactly("V1__a.sql", "R__w.sql");
	}

	@Test
	void versionedFileThatHasChangedSinceIsTold() {
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id int);");
		migrate();
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id bigint);");
		assertThat(this.adopted.problems()).containsExactly(Problem.Code.CHECKSUM_CHANGED);
		assertThat(this.adopted.adoption().isComplete()).isTrue();
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id bigint); -- ${x}");
		assertThat(this.adopted.problems()).isEmpty();
	}

	@Test
	void baselineTakesAllFilesUpToItsVersion() {
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id int);").with("V2__b.sql", "CREATE TABLE b (id int);");
		this.adopted.with("V3__c.sql", "CREATE TABLE c (id int);");
		flyway().baselineVersion("2").load().baseline();
		migrate();
		assertThat(this.adopted.adoption().isComplete()).isTrue();
		assertThat(this.adopted.mapped()).containsExactly("V1__a.sql", "V2__b.sql", "V3__c.sql");
		assertThat(this.adopted.database().list("SELECT to_regclass('b')")).containsOnlyNulls();
	}

	@Test
	void baselineWithoutFilesNeedsNone() {
		this.adopted.with("V3__c.sql", "CREATE TABLE c (id int);");
		flyway().baselineVersion("2").load().baseline();
		assertThat(this.adopted.adoption().isComplete()).isTrue();
		assertThat(this.adopted.adoption().pending()).extracting("name").containsExactly("V3__c.sql");
	}

	@Test
	void deletedRowCountsAsNotApplied() {
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id int);").with("V2__b.sql", "CREATE TABLE b (id int);");
		migrate();
		this.adopted.without("V1__a.sql");
		flyway().load().repair();
		assertThat(this.adopted.rows()).extracting(ForeignRow::state)
			.containsExactly(ForeignRow.State.SUPERSEDED, ForeignRow.State.APPLIED, ForeignRow.State.DELETED);
		assertThat(this.adopted.adoption().isComplete()).isTrue();
	}

	@Test
	void undoneMigrationIsPending() {
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id int);").with("V2__b.sql", "CREATE TABLE b (id int);");
		migrate();
		// Only editions that are paid for undo: this is the row that they write.
		this.adopted.database()
			.execute("INSERT INTO flyway_schema_history SELECT 3, version, description, 'UNDO_SQL', 'U2__b.sql', NULL,"
					+ " installed_by, now(), 5, true FROM flyway_schema_history WHERE version = '2'");
		Adoption adoption = this.adopted.adoption();
		assertThat(adoption.mappings()).extracting((mapping) -> mapping.migration().name())
			.containsExactly("V1__a.sql");
		assertThat(adoption.pending()).extracting("name").containsExactly("V2__b.sql");
		assertThat(adoption.isComplete()).isTrue();
	}

	@Test
	void failedRowIsRefused() {
		this.adopted.with("V1__a.sql", "CREATE INDEX CONCURRENTLY i ON missing (id);");
		assertThatExceptionOfType(FlywayException.class).isThrownBy(
				() -> flyway().configuration(Map.of("flyway.postgresql.transactional.lock", "false")).load().migrate());
		assertThat(this.adopted.rows()).extracting(ForeignRow::state).containsExactly(ForeignRow.State.FAILED);
		Adoption adoption = this.adopted.adoption();
		assertThat(adoption.isPossible()).isFalse();
		assertThat(adoption.mappings()).isEmpty();
		Problem problem = adoption.problems().get(0);
		assertThat(problem.code()).isEqualTo(Problem.Code.FOREIGN_ROW_FAILED);
		assertThat(problem.message()).contains("public.flyway_schema_history (Flyway) says that V1__a.sql failed");
		assertThat(problem.remedy()).contains("flyway repair");
	}

	@Test
	void rowOfCreatedSchemaIsIgnored() {
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id int);");
		flyway().schemas("shop").load().migrate();
		assertThat(this.adopted.find(null)).isEmpty();
		assertThat(this.adopted.find("shop")).singleElement().hasToString("shop.flyway_schema_history (Flyway)");
		this.adopted.database().execute("ALTER DATABASE " + this.adopted.database().name() + " SET search_path = shop");
		assertThat(this.adopted.rows()).extracting(ForeignRow::state)
			.containsExactly(ForeignRow.State.BOOKKEEPING, ForeignRow.State.APPLIED);
		assertThat(this.adopted.adoption().isComplete()).isTrue();
	}

	@Test
	void rowWithoutFileIsTold() {
		this.adopted.with("V1__a.sql", "CREATE TABLE a (id int);").with("V2__b.sql", "CREATE TABLE b (id int);");
		migrate();
		this.adopted.without("V2__b.sql");
		Adoption adoption = this.adopted.adoption();
		assertThat(adoption.isComplete()).isFalse();
		assertThat(adoption.isPossible()).isTrue();
		assertThat(adoption.unmatched()).extracting(ForeignRow::name).containsExactly("V2__b.sql");
		assertThat(adoption.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.message()).contains("has no file:\n  V2__b.sql"));
		this.adopted.without("V1__a.sql");
		assertThat(this.adopted.adoption().isPossible()).isFalse();
	}

}
