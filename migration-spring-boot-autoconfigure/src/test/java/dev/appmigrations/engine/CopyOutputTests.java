package dev.appmigrations.engine;

import javax.sql.DataSource;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.HiddenDriver;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * {@code COPY … TO STDOUT} in a script runs, and its data are thrown away: on a real
 * server, with the driver's own connection and behind a proxy that hides it.
 */
class CopyOutputTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator(boolean hidden) {
		DataSource dataSource = this.database.dataSource();
		return Migrator.builder((hidden) ? HiddenDriver.hide(dataSource) : dataSource, this.scripts).build();
	}

	private void assertThatItRuns(String script, boolean hidden) {
		this.scripts.with("1_a.sql", script);
		MigrationReport report = migrator(hidden).migrate();
		assertThat(report.steps()).hasSize(1);
		assertThat(this.database.value("SELECT count(*) FROM a")).isEqualTo("2");
		assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void migrateWhenATransactionCopiesToTheClientCommitsAll(boolean hidden) {
		assertThatItRuns("CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nCOPY a TO STDOUT;\n"
				+ "COPY (SELECT 1 WHERE false) TO STDOUT (FORMAT csv, HEADER);\nCOPY (INSERT INTO a VALUES (2) RETURNING id)"
				+ " TO STDOUT BINARY;\nCOPY a (id) TO stdin;\n", hidden);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void migrateWhenStatementsRunOneByOneCommitsAll(boolean hidden) {
		assertThatItRuns("-- migrate:transaction false\nCREATE TABLE a (id int);\nCOPY a TO STDOUT;\n"
				+ "INSERT INTO a VALUES (1), (2);\nVACUUM a;\nCOPY a TO STDOUT WITH CSV;\n", hidden);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void migrateWhenTheOutputIsLargeThrowsItAway(boolean hidden) {
		String rows = "COPY (SELECT i, repeat('x', 1000) FROM generate_series(1, 20000) i) TO STDOUT;\n";
		assertThatItRuns("CREATE TABLE a (id int);\n" + rows + "INSERT INTO a VALUES (1);\n" + rows
				+ "INSERT INTO a VALUES (2);\n" + rows, hidden);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void migrateWhenItStandsBetweenManyMessagesCommitsAll(boolean hidden) {
		String filler = "SELECT 1;\n".repeat((hidden) ? 50 : 5000);
		assertThatItRuns("CREATE TABLE a (id int);\n" + filler + "COPY a TO STDOUT;\n" + filler
				+ "INSERT INTO a VALUES (1), (2);\nCOPY a TO STDOUT;\n" + filler, hidden);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void migrateWhenTheCopyFailsTellsWhereAndLeavesNothing(boolean hidden) {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);\nCOPY a TO STDOUT;\n"
				+ "COPY (SELECT 1 / (5000 - i) FROM generate_series(1, 10000) i) TO STDOUT;\nSELECT 1;\n");
		StatementFailedException failure = catchThrowableOfType(StatementFailedException.class,
				() -> migrator(hidden).migrate());
		assertThat(failure.location()).isEqualTo("db/migration/1_a.sql:3:1");
		assertThat(failure.sqlState()).isEqualTo("22012");
		assertThat(this.database.value("SELECT to_regclass('a')")).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void migrateWhenTheServerDoesNotSupportTheCopyTellsSo(boolean hidden) {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);\nCOPY (INSERT INTO a VALUES (1)) TO STDOUT;\n");
		StatementFailedException failure = catchThrowableOfType(StatementFailedException.class,
				() -> migrator(hidden).migrate());
		assertThat(failure.sqlState()).isEqualTo("0A000");
		assertThat(failure.location()).startsWith("db/migration/1_a.sql:2:");
	}

}
