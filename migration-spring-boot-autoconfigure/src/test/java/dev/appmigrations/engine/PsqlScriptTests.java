package dev.appmigrations.engine;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.plan.ScriptRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.DatabaseContent;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.PsqlProgram;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scripts for psql, run by psql.
 */
class PsqlScriptTests {

	private static final String HISTORY = "SELECT concat_ws('|', migration_name, version, description, kind, phase,"
			+ " checksum, applied_by, release, origin, out_of_order) FROM migration_history ORDER BY id";

	private static final String LOG = "SELECT concat_ws('|', migration_name, action, checksum, logged_by)"
			+ " FROM migration_log ORDER BY id";

	@TempDir
	Path folder;

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	private PsqlProgram psql;

	@BeforeEach
	void create() {
		this.psql = PsqlProgram.assume();
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int PRIMARY KEY, name text);")
			.with("1_a.down.sql", "DROP TABLE a;")
			.with("2_b.sql", "CREATE TABLE b (a_id int REFERENCES a);\n-- migrate:down\nDROP TABLE b;")
			.with("3_c.sql", "CREATE TABLE c (id int);")
			.with("3_c.down.sql", "DROP TABLE c;");
	}

	private Migrator migrator(TestDatabase database) {
		return migrator(database, MigratorOptions.defaults());
	}

	private Migrator migrator(TestDatabase database, MigratorOptions options) {
		return Migrator.builder(database.dataSource(), this.scripts).options(options).build();
	}

	private Path script(Migrator migrator, ScriptRequest request) throws IOException {
		Path file = Files.createTempFile(this.folder, "script", ".sql");
		try (Writer writer = Files.newBufferedWriter(file)) {
			migrator.script(request, writer);
		}
		return file;
	}

	private void run(Path script, String... options) throws Exception {
		PsqlProgram.Result result = this.psql.run(script, this.database, options);
		assertThat(result.code()).as(result.output()).isZero();
	}

	private String stopped(Path script) throws Exception {
		List<String> before = DatabaseContent.of(this.database.dataSource());
		PsqlProgram.Result result = this.psql.run(script, this.database);
		assertThat(result.code()).as(result.output()).isEqualTo(3);
		assertThat(DatabaseContent.of(this.database.dataSource())).isEqualTo(before);
		return result.output();
	}

	private static ScriptRequest down(String version) {
		return new ScriptRequest(true, null, MigrationVersion.parse(version));
	}

	private void assertSameAsOrdinaryRun(MigratorOptions options) {
		MigrationReport report = migrator(this.database, options).status();
		assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
		assertThat(report.problems()).isEmpty();
		migrator(this.other, options).migrate();
		assertSame();
	}

	private void assertSame() {
		assertThat(DatabaseContent.of(this.database.dataSource()))
			.isEqualTo(DatabaseContent.of(this.other.dataSource()));
		assertThat(this.database.list(HISTORY)).isEqualTo(this.other.list(HISTORY));
		assertThat(this.database.list(LOG)).isEqualTo(this.other.list(LOG));
	}

	@Test
	void scriptDoesWhatMigrateWouldDoAndRefusesToRunTwice() throws Exception {
		Path script = script(migrator(this.database), ScriptRequest.UP);
		assertThat(this.database.value("SELECT to_regclass('migration_history') IS NULL")).isEqualTo("t");
		run(script);
		assertSameAsOrdinaryRun(MigratorOptions.defaults());
		assertThat(migrator(this.database).migrate().steps()).isEmpty();
		List<String> history = this.database.list(HISTORY);
		assertThat(stopped(script)).contains(
				"The history is not what this script was made for: it was made for a database without applied migrations.",
				"Nothing was run. Print a new script");
		assertThat(this.database.list(HISTORY)).isEqualTo(history);
	}

	@Test
	void scriptGoesOnFromWhatIsApplied() throws Exception {
		migrator(this.database).migrate(MigrationVersion.parse("2"));
		migrator(this.other).migrate(MigrationVersion.parse("2"));
		run(script(migrator(this.database), ScriptRequest.UP));
		assertSameAsOrdinaryRun(MigratorOptions.defaults());
	}

	@Test
	void scriptWhenSomebodyElseHasAppliedMoreStops() throws Exception {
		migrator(this.database).migrate(MigrationVersion.parse("1"));
		Path script = script(migrator(this.database), ScriptRequest.UP);
		migrator(this.database).migrate(MigrationVersion.parse("2"));
		assertThat(stopped(script)).contains("it was made for 1 applied migration, 1_a.sql.");
	}

	@Test
	void scriptWhenAnotherInstanceMigratesStops() throws Exception {
		Path script = script(migrator(this.database), ScriptRequest.UP);
		String key = Files.readString(script).replaceAll("(?s).*pg_try_advisory_lock\\((-?\\d+)\\).*", "$1");
		try (Connection holder = this.database.dataSource().getConnection();
				Statement statement = holder.createStatement()) {
			statement.execute("SELECT pg_advisory_lock(" + key + ")");
			assertThat(stopped(script)).contains("Another instance migrates this schema");
		}
		run(script);
	}

	@Test
	void scriptTakesTheLockOfTheEngine() throws Exception {
		this.scripts.with("4_held.sql",
				"DO 'BEGIN IF NOT EXISTS (SELECT FROM pg_locks WHERE locktype = ''advisory''"
						+ " AND pid = pg_backend_pid()) THEN RAISE EXCEPTION ''no lock''; END IF; END';"
						+ "CREATE TABLE held AS SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory'"
						+ " AND pid = pg_backend_pid() AND objsubid = 1 LIMIT 1;");
		run(script(migrator(this.database), ScriptRequest.UP));
		migrator(this.other).migrate();
		assertThat(this.database.value("SELECT (classid, objid)::text FROM held"))
			.isEqualTo(this.other.value("SELECT (classid, objid)::text FROM held"));
	}

	@Test
	void scriptLeavesTheTextOfStatementsToTheServer() throws Exception {
		this.scripts.with("4_text.sql", """
				-- migrate:up
				\\restrict x
				CREATE TABLE d (id int, names text[], note text /* :dbname */ ); -- a comment: ends here
				CREATE FUNCTION slice(dbname text[], "USER" int, n int) RETURNS text[] LANGUAGE sql
					BEGIN ATOMIC SELECT dbname[slice.n:"USER"]; SELECT dbname[n:slice."USER"]; END;
				CREATE FUNCTION later(n int) RETURNS text LANGUAGE plpgsql AS $f$
				BEGIN
					n := n + 1; RETURN ':n' || ':DBNAME'::text || n::text || '\\q';
				END $f$;
				INSERT INTO d SELECT 1, (ARRAY['x', 'y', 'z'])[1:n], ':DBNAME ; \\echo' FROM (SELECT 2 AS n) q;
				INSERT INTO d SELECT 1, (ARRAY['x', 'y', 'z'])[n:2], E':\\'n' FROM (SELECT 1 AS n) q;
				COPY d (id, note) FROM stdin;
				2	:n \\N \\\\ ; BEGIN;
				3	\u00e4\u20ac\ud83d\ude00
				\\.
				INSERT INTO d VALUES (4, NULL, 'h\u00f6chstens
				zwei; Zeilen')
				-- migrate:down
				DROP FUNCTION later; DROP FUNCTION slice; DROP TABLE d;
				""").with("5_copy.sql", "COPY d (id) FROM stdin;\n7\n8").with("5_copy.down.sql", "DELETE FROM d;");
		Path script = script(migrator(this.database), ScriptRequest.UP);
		run(script, "-v", "n=nonsense", "-v", "DBNAME=nonsense");
		assertSameAsOrdinaryRun(MigratorOptions.defaults());
		run(script(migrator(this.database), down("3")));
		migrator(this.other).rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("3")));
		assertSame();
	}

	@Test
	void scriptKeepsTransactionsSettingsAndRolesApart() throws Exception {
		String role = "psql_" + this.database.name();
		this.database.execute("CREATE ROLE " + role);
		try {
			this.scripts.with("4_set.sql", """
					SET search_path = nowhere;
					SET standard_conforming_strings = off;
					CREATE TABLE public.d (note text DEFAULT 'a\\'b');
					CREATE TEMP TABLE t (id int);
					""").with("5_role.sql", """
					GRANT CREATE ON SCHEMA public TO %1$s;
					BEGIN ISOLATION LEVEL REPEATABLE READ;
					SET ROLE %1$s;
					CREATE TABLE mine (id int);
					COMMIT AND CHAIN;
					CREATE TABLE mine2 AS SELECT current_setting('transaction_isolation') AS i;
					COMMIT;
					BEGIN; CREATE TABLE gone (); ROLLBACK;
					CREATE TABLE mine3 AS SELECT current_user::text <> session_user AS other;
					""".formatted(role)).with("6_after.sql", """
					-- migrate:lock-timeout 700ms
					CREATE TABLE t AS SELECT current_user::text, current_setting('lock_timeout');
					""").with("7_mode.sql", """
					SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
					CREATE TABLE mode AS SELECT current_setting('transaction_isolation') AS i;
					""");
			run(script(migrator(this.database), ScriptRequest.UP));
			assertSameAsOrdinaryRun(MigratorOptions.defaults());
			assertThat(this.database.value("SELECT i FROM mine2")).isEqualTo("repeatable read");
		}
		finally {
			this.database.execute("DROP OWNED BY " + role);
			this.other.execute("DROP OWNED BY " + role);
			this.database.execute("DROP ROLE " + role);
		}
	}

	@Test
	void scriptRunsStatementsThatNeedNoTransactionAlone() throws Exception {
		this.scripts.with("4_index.sql", """
				INSERT INTO c VALUES (1);
				CREATE INDEX CONCURRENTLY i ON c (id);
				VACUUM c;
				CREATE TABLE d ();
				""").with("4_index.down.sql", "DROP INDEX CONCURRENTLY i;\nDROP TABLE d;\nDELETE FROM c;");
		Path script = script(migrator(this.database), ScriptRequest.UP);
		assertThat(Files.readString(script)).contains("SET lock_timeout = 0;\nCREATE INDEX CONCURRENTLY i ON c (id);")
			.contains("-- More than one transaction");
		run(script);
		assertSameAsOrdinaryRun(MigratorOptions.defaults());
		run(script(migrator(this.database), down("3")));
		migrator(this.other).rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("3")));
		assertSame();
	}

	@Test
	void scriptWhenStatementFailsKeepsWhatWasCommittedBefore() throws Exception {
		this.scripts.with("2_b.sql", "CREATE TABLE b ();\nSELECT nonsense;");
		PsqlProgram.Result result = this.psql.run(script(migrator(this.database), ScriptRequest.UP), this.database);
		assertThat(result.code()).isEqualTo(3);
		assertThat(result.output()).contains("column \"nonsense\" does not exist");
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly("1_a.sql");
		assertThat(this.database.value("SELECT to_regclass('b') IS NULL")).isEqualTo("t");
	}

	@Test
	void scriptReplacesPlaceholdersAndFollowsSchemaAndKeepsRollbacks() throws Exception {
		MigratorOptions options = MigratorOptions.defaults()
			.with(new MigratorOptions.History("app", "changes", true))
			.with(new MigratorOptions.Scripts(MigratorOptions.defaults().scripts().locations(),
					Map.of("name", "it's")));
		this.scripts.with("4_d.sql", "CREATE TABLE d AS SELECT $$${name}$$ AS n;");
		this.scripts.without("1_a.sql").without("1_a.down.sql").without("2_b.sql");
		run(script(migrator(this.database, options), ScriptRequest.UP));
		assertThat(migrator(this.database, options).status().state()).isEqualTo(MigrationReport.State.CURRENT);
		migrator(this.other, options).migrate();
		String select = "SELECT migration_name || coalesce(down_script, '') FROM app.changes ORDER BY id";
		assertThat(this.database.list(select)).isEqualTo(this.other.list(select)).hasSize(2);
		assertThat(this.database.value("SELECT count(*) FROM app.d, app.changes_log")).isEqualTo("2");
	}

	@Test
	void scriptWithRepeatablesAndRenamesRecordsThem() throws Exception {
		this.scripts.with("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
		migrator(this.database).migrate();
		migrator(this.other).migrate();
		this.scripts.with("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one, 2 AS two;")
			.without("3_c.sql")
			.without("3_c.down.sql")
			.with("3_renamed.sql", "CREATE TABLE c (id int);");
		run(script(migrator(this.database), ScriptRequest.UP));
		assertSameAsOrdinaryRun(MigratorOptions.defaults());
	}

	@Test
	void scriptOfRollbackDoesWhatRollbackWouldDo() throws Exception {
		migrator(this.database).migrate();
		migrator(this.other).migrate();
		Path script = script(migrator(this.database), down("1"));
		run(script);
		migrator(this.other).rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("1")));
		assertSame();
		assertThat(stopped(script)).contains("it was made for 3 applied migrations, the last of them 3_c.sql.");
	}

	@Test
	void scriptOfRangeNeedsNoPendingState() throws Exception {
		migrator(this.database).migrate(MigrationVersion.parse("1"));
		migrator(this.other).migrate();
		Migrator elsewhere = migrator(this.other);
		Path up = script(elsewhere, new ScriptRequest(false, MigrationVersion.parse("1"), MigrationVersion.parse("3")));
		run(up);
		assertSameAsOrdinaryRun(MigratorOptions.defaults());
		Path down = script(elsewhere,
				new ScriptRequest(true, MigrationVersion.parse("3"), MigrationVersion.parse("2")));
		run(down);
		assertThat(migrator(this.database).status().pending()).extracting("name").containsExactly("3_c.sql");
		assertThat(stopped(up)).contains("it was made for 1 applied migration, 1_a.sql.");
	}

	@Test
	void scriptOfRangeRunsRepeatablesWhateverTheyWereBefore() throws Exception {
		this.scripts.with("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
		migrator(this.database).migrate();
		migrator(this.database).rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("1")));
		run(script(migrator(this.other), new ScriptRequest(false, MigrationVersion.parse("1"), null)));
		assertThat(migrator(this.database).status().state()).isEqualTo(MigrationReport.State.CURRENT);
	}

	@Test
	void scriptOfRangeFromUnknownVersionIsRefused() {
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> script(migrator(this.other), new ScriptRequest(false, MigrationVersion.parse("7"), null)))
			.satisfies((ex) -> assertThat(ex.problems()).extracting(Problem::code)
				.containsExactly(Problem.Code.UNKNOWN_MIGRATION));
	}

	@Test
	void scriptLeavesWaitingContractMigrationsOut() throws Exception {
		migrator(this.database).migrate();
		this.scripts.with("4_drop.sql", "-- migrate:phase contract\n-- migrate:requires 3\nDROP TABLE c;");
		Path script = script(migrator(this.database), ScriptRequest.UP);
		assertThat(Files.readString(script)).contains("is not in this script: 4_drop.sql")
			.doesNotContain("DROP TABLE c;");
		run(script);
	}

}
