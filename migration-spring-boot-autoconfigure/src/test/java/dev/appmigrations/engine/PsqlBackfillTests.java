package dev.appmigrations.engine;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.plan.ScriptRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.PsqlProgram;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backfills in scripts for psql, run by psql.
 */
class PsqlBackfillTests {

	@TempDir
	Path folder;

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private PsqlProgram psql;

	@BeforeEach
	void create() {
		this.psql = PsqlProgram.assume();
	}

	private PsqlProgram.Result run(ScriptRequest request) throws IOException, InterruptedException {
		Path file = Files.createTempFile(this.folder, "script", ".sql");
		try (Writer writer = Files.newBufferedWriter(file)) {
			Migrator.builder(this.database.dataSource(), this.scripts).build().script(request, writer);
		}
		return this.psql.run(file, this.database);
	}

	private void apply() throws IOException, InterruptedException {
		PsqlProgram.Result result = run(ScriptRequest.UP);
		assertThat(result.output()).contains("Done.");
		assertThat(result.code()).isZero();
	}

	private void assertApplied(int migrations) {
		assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo(String.valueOf(migrations));
		assertThat(this.database.value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
		assertThat(Migrator.builder(this.database.dataSource(), this.scripts).build().status().pending()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			value = { "id bigint PRIMARY KEY; i; id;", "id uuid PRIMARY KEY; gen_random_uuid(); id; key=id",
					"\"I d\" text COLLATE \"C\" PRIMARY KEY; 'k''' || i; \"I d\"; key=\"I d\" order=desc",
					"id timestamptz NOT NULL UNIQUE; now() + i * interval '1 s'; id; key=id",
					"id char(9) PRIMARY KEY; i::text; id; order=desc", "id numeric PRIMARY KEY; i / 7.0; id;" })
	void scriptWalksEachRowOnce(String column, String value, String key, String options) throws Exception {
		this.scripts
			.with("1_a.sql",
					"CREATE TABLE a (" + column + ", n int NOT NULL);\nINSERT INTO a SELECT " + value
							+ ", 0 FROM generate_series(1, 1234) i;")
			.with("2_fill.sql",
					"-- migrate:backfill table=a batch=fixed:100 duty=1 " + ((options != null) ? options : "")
							+ "\n-- migrate:verify SELECT " + key
							+ " FROM a WHERE n = 0 OR 'it''s \\ $migrations$' IS NULL\nUPDATE a SET n = n + 1 WHERE "
							+ key + " BETWEEN :from AND :to AND ':x\\' <> '$migrations$';")
			.with("3_b.sql", "-- migrate:requires 2\nCREATE TABLE b (id int);");
		apply();
		assertThat(this.database.value("SELECT count(*) || '/' || sum(n) || '/' || max(n) FROM a"))
			.isEqualTo("1234/1234/1");
		assertApplied(3);
	}

	@Test
	void scriptWalksACompositeKeyAndRunsSeveralStatements() throws Exception {
		this.scripts.with("1_a.sql",
				"CREATE TABLE a (t text, id int, n int DEFAULT 0, PRIMARY KEY (t, id));\nCREATE TABLE o (t text, id int);"
						+ "\nINSERT INTO a SELECT 't' || i % 3, i FROM generate_series(1, 500) i;")
			.with("2_fill.sql", """
					-- migrate:backfill table=public.a batch=fixed:37 duty=1
					-- migrate:backfill where=id <> 77
					-- migrate:verify SELECT t, id FROM a WHERE n <> 1 AND id <> 77
					UPDATE a SET n = n + 1 WHERE (t, id) BETWEEN (:from) AND (:to) AND id <> 77;
					INSERT INTO o SELECT t, id FROM a WHERE (t, id) >= (:from) AND (t, id) <= (:to);
					SELECT pg_catalog.concat(:from, :to);
					""");
		apply();
		assertThat(this.database.value("SELECT sum(n) || '/' || (SELECT count(DISTINCT id) FROM o) FROM a"))
			.isEqualTo("499/500");
		assertApplied(2);
	}

	@Test
	void scriptWhenAStatementFailsGoesOnBehindTheLastBatch() throws Exception {
		this.scripts
			.with("1_a.sql",
					"CREATE TABLE a (id int PRIMARY KEY, n int DEFAULT 0);\nCREATE TABLE stop (at int);"
							+ "\nINSERT INTO stop VALUES (25);\nINSERT INTO a SELECT i FROM generate_series(1, 50) i;")
			.with("2_fill.sql", """
					-- migrate:backfill table=a batch=fixed:10 duty=1
					-- migrate:verify SELECT id FROM a WHERE n <> 1
					UPDATE a SET n = n + 1 / (SELECT CASE WHEN a.id = at THEN 0 ELSE 1 END FROM stop)
					WHERE id BETWEEN :from AND :to;
					""");
		PsqlProgram.Result failed = run(ScriptRequest.UP);
		assertThat(failed.code()).isEqualTo(3);
		assertThat(failed.output()).contains("division by zero");
		assertThat(this.database.value("SELECT sum(n) FROM a")).isEqualTo("20");
		assertThat(this.database.value("SELECT cursor FROM migration_progress")).isEqualTo("{20}");
		this.database.execute("UPDATE stop SET at = 0");
		this.database.execute("UPDATE migration_progress SET lease_until = now() - interval '1 s'");
		Migrator migrator = Migrator.builder(this.database.dataSource(), this.scripts).build();
		migrator.backfills().run(BackfillRequest.all());
		assertThat(this.database.value("SELECT sum(n) || '/' || max(n) FROM a")).isEqualTo("50/1");
		assertApplied(2);
	}

	@Test
	void scriptWhenVerifyFindsARowStops() throws Exception {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY, n int);\nINSERT INTO a VALUES (1), (2);")
			.with("2_fill.sql", """
					-- migrate:backfill table=a
					-- migrate:verify SELECT id FROM a WHERE n IS NULL
					UPDATE a SET n = 1 WHERE id BETWEEN :from AND :to AND id <> 2;
					""");
		PsqlProgram.Result failed = run(ScriptRequest.UP);
		assertThat(failed.code()).isEqualTo(3);
		assertThat(failed.output()).contains("The backfill 2_fill.sql has left rows: 1 or more",
				"SELECT id FROM a WHERE n IS NULL");
		assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo("1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "nowhere | There is no table nowhere to walk", "a key=n | a cannot be walked",
			"a key=nope | a cannot be walked", "b | b cannot be walked" })
	void scriptWhenTheTableCannotBeWalkedStops(String table, String message) throws Exception {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY, n int);\nCREATE TABLE b (id int NOT NULL);")
			.with("2_fill.sql", "-- migrate:backfill table=" + table
					+ "\n-- migrate:verify none it is a test\nUPDATE a SET n = 1 WHERE id BETWEEN :from AND :to;");
		PsqlProgram.Result failed = run(ScriptRequest.UP);
		assertThat(failed.code()).isEqualTo(3);
		assertThat(failed.output()).contains(message);
	}

	@Test
	void scriptWhenTheTableIsEmptyRecordsTheBackfill() throws Exception {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY, n int);")
			.with("2_fill.sql", "-- migrate:backfill table=a\n-- migrate:verify SELECT id FROM a WHERE n IS NULL\n"
					+ "UPDATE a SET n = 1 WHERE id BETWEEN :from AND :to;");
		apply();
		assertApplied(2);
	}

	@Test
	void scriptWhenItRollsBackWalksTheTableAgain() throws Exception {
		this.scripts
			.with("1_a.sql",
					"CREATE TABLE a (id int PRIMARY KEY, n int);\nINSERT INTO a SELECT i FROM"
							+ " generate_series(1, 30) i;")
			.with("2_fill.sql",
					"-- migrate:backfill table=a batch=fixed:7 duty=1\n-- migrate:backfill where=n IS NULL\n"
							+ "-- migrate:verify SELECT id FROM a WHERE n IS NULL\nUPDATE a SET n = 1 WHERE id BETWEEN :from AND :to;\n"
							+ "-- migrate:down\nUPDATE a SET n = NULL WHERE id BETWEEN :from AND :to;");
		apply();
		assertThat(this.database.value("SELECT count(n) FROM a")).isEqualTo("30");
		assertThat(run(new ScriptRequest(true, null, MigrationVersion.parse("1"))).code()).isZero();
		assertThat(this.database.value("SELECT count(n) FROM a")).isEqualTo("0");
		assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo("1");
		assertThat(this.database.value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
	}

}
