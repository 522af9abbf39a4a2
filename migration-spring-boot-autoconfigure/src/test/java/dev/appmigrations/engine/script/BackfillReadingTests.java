package dev.appmigrations.engine.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Run;
import dev.appmigrations.engine.migration.BackfillSpec.Size;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.SqlMigration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for reading backfills: {@link CatalogReader} and the directives.
 */
class BackfillReadingTests {

	private static final String VERIFY = "-- migrate:verify none it is a test\n";

	private static final String UPDATE = "UPDATE users SET full_name = name WHERE id BETWEEN :from AND :to;\n";

	private final List<Script> scripts = new ArrayList<>();

	private CatalogReader reader(Placeholders placeholders) {
		return new CatalogReader((location) -> Optional.of(this.scripts), List.of(Location.parse("db")), placeholders);
	}

	private MigrationCatalog read() {
		return reader(Placeholders.NONE).read();
	}

	private BackfillReadingTests with(String fileName, String text) {
		this.scripts.add(Bytes.of("db/" + fileName, text));
		return this;
	}

	private BackfillMigration backfill(String text) {
		this.scripts.clear();
		with("2_fill.sql", text);
		return only();
	}

	private BackfillMigration only() {
		MigrationCatalog catalog = read();
		assertThat(catalog.problems()).isEmpty();
		assertThat(catalog.migrations()).hasSize(1);
		return (BackfillMigration) catalog.migrations().get(0);
	}

	private BackfillSpec spec(String options) {
		return backfill("-- migrate:backfill " + options + "\n" + VERIFY + UPDATE).spec();
	}

	private BackfillSpec verifying(String verify) {
		return backfill("-- migrate:backfill table=users\n" + verify + "\n" + UPDATE).spec();
	}

	private Problem problem(String text) {
		this.scripts.clear();
		with("2_fill.sql", text);
		List<Problem> problems = read().problems();
		assertThat(problems).as(text).hasSize(1);
		return problems.get(0);
	}

	private Problem optionProblem(String options) {
		return problem("-- migrate:backfill " + options + "\n" + VERIFY + UPDATE);
	}

	private Problem verifyProblem(String verify) {
		return problem("-- migrate:backfill table=users\n-- migrate:verify " + verify + "\n" + UPDATE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "table=users", "table=\"My Table\" key=\"Id\",tenant batch=fixed:7 duty=0.333",
			"table=a.b batch=5 target=90ms order=desc", "table=a batch=30..400 on-error=skip:9 run=startup duty=1" })
	void directivesWhenWrittenAndReadAgainSayTheSame(String options) {
		BackfillSpec spec = backfill("-- migrate:backfill " + options + "\n-- migrate:backfill where=x IS NULL\n"
				+ "-- migrate:backfill start=now it is so\n-- migrate:verify SELECT id FROM users\n" + UPDATE)
			.spec();
		BackfillSpec again = backfill(spec.directives() + UPDATE).spec();
		assertThat(again).usingRecursiveComparison().isEqualTo(spec);
	}

	@Nested
	class Options {

		@Test
		void readWhenOnlyTheTableIsNamedHasDefaults() {
			BackfillSpec spec = spec("table=users");
			assertThat(spec).isEqualTo(new BackfillSpec("users", List.of(), Size.DEFAULT, Duration.ofMillis(500), 0.5,
					null, false, 0, Run.AUTO, null, new Verify.None("it is a test")));
		}

		@Test
		void readTakesEveryOption() {
			BackfillSpec spec = backfill("""
					-- migrate:backfill table=app.users key=tenant_id,id batch=100..5000 target=2s duty=0.25
					-- migrate:backfill order=desc on-error=skip:10 run=command
					-- migrate:backfill where=deleted_at IS NULL AND kind = 'a b'
					-- migrate:backfill start=now the old release only reads
					-- migrate:verify SELECT tenant_id, id FROM users
					-- migrate:verify WHERE full_name IS NULL
					""" + UPDATE).spec();
			assertThat(spec).isEqualTo(new BackfillSpec("app.users", List.of("tenant_id", "id"),
					new Size(1000, 100, 5000), Duration.ofSeconds(2), 0.25, "deleted_at IS NULL AND kind = 'a b'", true,
					10, Run.COMMAND, "the old release only reads",
					new Verify.Query("SELECT tenant_id, id FROM users WHERE full_name IS NULL", 5)));
		}

		@ParameterizedTest
		@CsvSource({ "1000, 1000, 100, 20000", "50, 50, 50, 20000", "50000, 50000, 100, 50000", "fixed:7, 7, 7, 7",
				"1..1, 1, 1, 1", "2000..3000, 2000, 2000, 3000", "10..500, 500, 10, 500", "FIXED:9, 9, 9, 9" })
		void readTakesSizes(String batch, int first, int smallest, int largest) {
			assertThat(spec("table=users batch=" + batch).size()).isEqualTo(new Size(first, smallest, largest));
		}

		@Test
		void readTakesNamesAsInSql() {
			BackfillSpec spec = spec("key=\"Id\", tenant  table=\"My \"\"Schema\"\"\".\"Tab,le = x\"");
			assertThat(spec.table()).isEqualTo("\"My \"\"Schema\"\"\".\"Tab,le = x\"");
			assertThat(spec.key()).containsExactly("\"Id\"", "tenant");
			assertThat(spec("table=Straße key=größe$1").key()).containsExactly("größe$1");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "key=id | does not say which table",
				"table | 'table' has no value", "table =users | 'table' has no value",
				"table= users | 'table' has no value", "table=users tabel=x | no option 'tabel'",
				"table=users table=users | there twice", "table=a,b | not the name of one table",
				"table=a.b.c | not the name of one table", "table=1users | 'table' cannot be 1users",
				"table=users; | 'table' cannot be users;", "table=a. | 'table' cannot be a.",
				"table=\"a | a quote is not closed", "table=users key=id, | 'key' cannot be id,",
				"table=users key=lower(id) | 'key' cannot be", "table=users key=u.id | 'key' cannot be u.id",
				"table=users key=id,ID | 'key' cannot be id,ID", "table=users key=id,\"id\" | 'key' cannot be",
				"table=users batch=0 | 'batch' cannot be 0", "table=users batch=9..3 | 'batch' cannot be 9..3",
				"table=users batch=1e3 | 'batch' cannot be", "table=users batch=99999999999 | 'batch' cannot be",
				"table=users batch=2000000 | 'batch' cannot be", "table=users target=0ms | 'target' cannot be",
				"table=users target=5 | '5' is not a duration", "table=users target=11min | 'target' cannot be",
				"table=users duty=0 | 'duty' cannot be 0", "table=users duty=1.5 | 'duty' cannot be 1.5",
				"table=users duty=NaN | 'duty' cannot be", "table=users duty=50% | 'duty' cannot be",
				"table=users order=up | 'order' cannot be up", "table=users on-error=skip | 'on-error' cannot be skip",
				"table=users on-error=skip:0 | 'on-error' cannot be",
				"table=users on-error=skip:1001 | 'on-error' cannot be",
				"table=users run=later | 'run' cannot be later", "table=users start=now | gives no reason",
				"table=users start=later because | 'start' cannot be", "table=users where= | has no value",
				"table=users where=a = 1; DROP TABLE x | more than one statement",
				"table=users where=(a = 1 | is not complete", "table=users where=a) = (b) | not opened",
				"table=users where=a) OR (b | is not complete", "table=users where=a -- b | a comment stands",
				"table=users where=a = 'b | is not complete", "table=users where=a UNION SELECT 1 | it contains union",
				"table=users where=a ORDER BY b | it contains order",
				"table=users where=id > :from | the range of a batch", "table=users where=a = $1 | contains $1" })
		void readWhenAnOptionIsWrongSaysWhichAndWhatToWrite(String options, String problem) {
			Problem found = optionProblem(options);
			assertThat(found.code()).isEqualTo(Problem.Code.INVALID_DIRECTIVE);
			assertThat(found.message()).startsWith("db/2_fill.sql:1:1: ").contains(problem);
			assertThat(found.remedy()).isNotEmpty();
		}

		@Test
		void readWhenALaterLineIsWrongNamesIt() {
			assertThat(problem("-- migrate:backfill table=users\n-- migrate:backfill duty=2\n" + VERIFY + UPDATE)
				.message()).startsWith("db/2_fill.sql:2:1: 'duty' cannot be 2");
		}

		@ParameterizedTest
		@ValueSource(strings = { "transaction false", "phase contract", "lock-timeout 1s", "statement-timeout 1s" })
		void readWhenAnotherDirectiveContradictsRefuses(String directive) {
			assertThat(problem("-- migrate:" + directive + "\n-- migrate:backfill table=users\n" + VERIFY + UPDATE)
				.message()).startsWith("db/2_fill.sql:2:1: 'backfill' and '");
		}

		@Test
		void readWhenItIsRepeatableRefuses() {
			with("R__fill.sql", "-- migrate:backfill table=users\n" + VERIFY + UPDATE);
			assertThat(read().problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.message()).contains("R__fill.sql:1:1", "repeatable"));
		}

		@Test
		void readReplacesPlaceholdersAndKeepsTheChecksumOfTheFile() {
			with("2_fill.sql", "-- migrate:backfill table=${schema}.users\n" + VERIFY + UPDATE);
			MigrationCatalog catalog = reader(new Placeholders(Map.of("schema", "app"))).read();
			assertThat(catalog.problems()).isEmpty();
			BackfillMigration migration = (BackfillMigration) catalog.migrations().get(0);
			assertThat(migration.spec().table()).isEqualTo("app.users");
			this.assertSameChecksumAs(migration, UPDATE);
		}

		private void assertSameChecksumAs(Migration migration, String text) {
			BackfillReadingTests.this.scripts.clear();
			with("2_fill.sql", text);
			assertThat(read().migrations().get(0).checksum()).isEqualTo(migration.checksum());
		}

		@Test
		void readMakesTheChecksumOfTheStatements() {
			assertSameChecksumAs(backfill("-- migrate:backfill table=users\n" + VERIFY + UPDATE), UPDATE);
			assertSameChecksumAs(backfill("-- migrate:backfill table=users batch=5\n" + VERIFY + UPDATE), UPDATE);
		}

	}

	@Nested
	class Verification {

		@ParameterizedTest
		@ValueSource(strings = { "SELECT id FROM users WHERE full_name IS DISTINCT FROM name",
				"SELECT id, count(*) OVER () FROM users", "SELECT id FROM users GROUP BY id HAVING count(*) > 1",
				"SELECT tenant, max(id) FROM users GROUP BY tenant",
				"WITH w AS (SELECT count(*) AS n FROM users) SELECT id FROM users, w WHERE n > 0",
				"SELECT id, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) FROM users u WHERE x IS NULL",
				"SELECT id FROM users WHERE EXISTS (SELECT 1 FROM orders)", "SELECT unfilled_users()",
				"SELECT DISTINCT ON (tenant, lower(x)) tenant, id FROM users", "TABLE unfilled", "VALUES (1)",
				"(SELECT id FROM a) ", "SELECT id FROM a UNION ALL SELECT id FROM b",
				"SELECT a IS DISTINCT FROM b, id FROM users", "SELECT id FROM users FOR SYSTEM_TIME",
				"SELECT \"count\" FROM users", "SELECT u.count FROM users u", "SELECT id /* rows */ FROM users",
				"SELECT coalesce(id, 0) FROM users", "SELECT 'x' || id FROM users", "SELECT a[1:2] FROM users",
				"SELECT update FROM users" })
		void readTakesQueries(String query) {
			assertThat(verifying("-- migrate:verify " + query).verify()).isEqualTo(new Verify.Query(query.strip(), 2));
		}

		@Test
		void readJoinsLinesAndLeavesTheSemicolonOut() {
			assertThat(verifying("-- migrate:verify SELECT id\n--   migrate:verify FROM users;").verify())
				.isEqualTo(new Verify.Query("SELECT id FROM users", 2));
		}

		@Test
		void readWhenVerifyStandsAboveBackfillTakesBoth() {
			BackfillSpec spec = backfill(
					"-- migrate:verify SELECT id FROM users\n-- migrate:backfill table=users\n" + UPDATE)
				.spec();
			assertThat(spec.verify()).isEqualTo(new Verify.Query("SELECT id FROM users", 1));
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
				"SELECT count(*) FROM users WHERE x IS NULL | one value of all of them (count)",
				"select COUNT ( * ) > 0 from users | (count)", "SELECT pg_catalog.count(*) FROM users | (count)",
				"SELECT bool_or(x IS NULL) FROM users | (bool_or)", "SELECT sum(1)::int FROM users | (sum)",
				"SELECT coalesce(max(id), 0) FROM users | (max)", "SELECT NOT bool_and(a) FROM users | (bool_and)",
				"SELECT count(*) FILTER (WHERE x IS NULL) FROM users | (count)",
				"SELECT count(*) FROM users HAVING count(*) > 0 | (count)",
				"WITH w AS (SELECT id FROM users) SELECT count(*) FROM w | (count)",
				"(SELECT count(*) FROM users) | (count)", "SELECT id FROM a UNION ALL SELECT min(id) FROM b | (min)",
				"SELECT EXISTS (SELECT 1 FROM users WHERE x IS NULL) | (EXISTS)",
				"SELECT NOT EXISTS (SELECT 1 FROM users) | (EXISTS)",
				"SELECT (SELECT count(*) FROM users) | returns one row",
				"SELECT 1 FROM users WHERE x IS NULL | constant (1)", "SELECT 'left', id FROM users | constant",
				"SELECT 1 WHERE false | constant", "SELECT CASE WHEN true THEN 1 END | returns one row",
				"SELECT FROM users | returns no columns", "UPDATE users SET a = 1 | begins with update",
				"DELETE FROM users RETURNING id | begins with delete", "VACUUM users | begins with vacuum",
				"id FROM users | begins with id", "; | is empty",
				"WITH d AS (DELETE FROM users RETURNING id) SELECT id FROM d | changes rows (delete)",
				"WITH d AS (SELECT 1) UPDATE users SET a = 1 RETURNING id | changes rows (update)",
				"SELECT id INTO left_rows FROM users | creates a table", "SELECT id FROM users FOR UPDATE | locks rows",
				"SELECT id FROM users FOR NO KEY UPDATE | locks rows",
				"SELECT id FROM users; SELECT 2 | more than one statement", "SELECT id FROM users -- all | a comment",
				"SELECT id FROM users WHERE (a | is not complete",
				"SELECT id FROM users WHERE a = 'x | is not complete",
				"SELECT id FROM users WHERE id > :from | range of a batch", "SELECT id FROM users \\gexec | gexec",
				"none | gives no reason" })
		void readWhenVerifyIsNoQueryForRowsRefuses(String verify, String problem) {
			Problem found = verifyProblem(verify);
			assertThat(found.message()).startsWith("db/2_fill.sql:2:1: ").contains(problem);
			assertThat(found.remedy()).isNotEmpty();
		}

		@Test
		void readWhenVerifyIsMissingSaysWhatToWrite() {
			Problem found = problem("-- migrate:backfill table=users\n" + UPDATE);
			assertThat(found.message()).startsWith("db/2_fill.sql:1:1: there is no 'verify'");
			assertThat(found.remedy()).contains("-- migrate:verify SELECT id FROM users", "verify none REASON");
		}

		@Test
		void readWhenBackfillIsMissingRefusesVerify() {
			assertThat(problem("-- migrate:verify SELECT id FROM users\nSELECT 1;").message())
				.startsWith("db/2_fill.sql:1:1: there is a 'verify', but no 'backfill'");
		}

		@Test
		void readWhenNoneAndAQueryAreThereRefuses() {
			assertThat(verifyProblem("none it is so\n-- migrate:verify SELECT id FROM users").message())
				.contains("'verify none' is not the only 'verify'");
		}

	}

	@Nested
	class Rollback {

		private static final String DOWN = "UPDATE users SET name = full_name WHERE id BETWEEN :from AND :to;\n";

		private static final String UP = "-- migrate:backfill table=users key=id\n"
				+ "-- migrate:backfill where=full_name IS NULL\n" + VERIFY + UPDATE;

		@Test
		void readWhenDownSectionHasARangeWalksTheSameTable() {
			BackfillSpec undo = backfill(UP + "-- migrate:down\n" + DOWN).undo();
			assertThat(undo).isNotNull();
			assertThat(undo.table()).isEqualTo("users");
			assertThat(undo.where()).isNull();
			assertThat(undo.verify()).isInstanceOf(Verify.None.class);
		}

		@ParameterizedTest
		@ValueSource(strings = { "UPDATE users SET full_name = NULL;", "-- :from\nSELECT 1;", "SELECT a::from;" })
		void readWhenDownHasNoRangeIsOrdinarySql(String down) {
			BackfillMigration section = backfill(UP + "-- migrate:down\n" + down);
			assertThat(section.undo()).isNull();
			assertThat(section.hasRollback()).isTrue();
			with("2_fill.down.sql", down);
			BackfillReadingTests.this.scripts.set(0, Bytes.of("db/2_fill.sql", UP));
			assertThat(only().undo()).isNull();
		}

		@Test
		void readWhenThereIsNoRollbackHasNone() {
			assertThat(backfill(UP).undo()).isNull();
			assertThat(backfill(UP + "-- migrate:down none nothing reads it\n").undo()).isNull();
		}

		@Test
		void readWhenRollbackIsAFileOfItsOwnWalksAsTheMigrationSays() {
			with("2_fill.sql", UP).with("2_fill.down.sql", DOWN);
			BackfillSpec undo = only().undo();
			assertThat(undo).isEqualTo(only().spec().backwards());
		}

		@Test
		void readWhenRollbackHasDirectivesOfItsOwnTakesThese() {
			with("2_fill.sql", UP).with("2_fill.down.sql",
					"-- migrate:backfill table=users key=id batch=5\n-- migrate:verify SELECT id FROM users\n" + DOWN);
			BackfillSpec undo = only().undo();
			assertThat(undo).isNotNull();
			assertThat(undo.size().first()).isEqualTo(5);
			assertThat(undo.verify()).isEqualTo(new Verify.Query("SELECT id FROM users", 2));
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				value = { "SELECT 1; | no statement of the rollback has :from and :to" })
		void readWhenRollbackIsABackfillWithoutRangeReportsIt(String down, String message) {
			with("2_fill.sql", UP).with("2_fill.down.sql", "-- migrate:backfill table=users\n" + VERIFY + down);
			assertThat(read().problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.UNREADABLE_ROLLBACK);
				assertThat(problem.message()).startsWith("db/2_fill.down.sql:1:1: " + message);
			});
		}

		@Test
		void readWhenOnlyTheRollbackIsABackfillReportsIt() {
			with("2_fill.sql", "SELECT 1;").with("2_fill.down.sql",
					"-- migrate:backfill table=users\n" + VERIFY + DOWN);
			assertThat(read().problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.message()).contains("its migration is none"));
		}

		private Migration kept(String text) {
			Migration kept = reader(Placeholders.NONE).kept("2_fill.sql", MigrationVersion.parse("2"), text);
			assertThat(kept).isNotNull();
			return kept;
		}

		@Test
		void keptWhenTheTextHasBothDirectionsWalksBackwards() {
			BackfillMigration kept = (BackfillMigration) kept(UP + "-- migrate:down\n" + DOWN);
			assertThat(kept.undo()).isEqualTo(backfill(UP).spec().backwards());
			assertThat(kept.file().rollback().statements()).isEqualTo(1);
			assertThat(kept.file().up().statements()).isZero();
		}

		@Test
		void keptWhenDirectivesStandInFrontOfTheRollbackWalksAsTheySay() {
			with("2_fill.sql", UP).with("2_fill.down.sql", DOWN);
			BackfillSpec undo = only().undo();
			assertThat(undo).isNotNull();
			assertThat(((BackfillMigration) kept(undo.directives() + DOWN)).undo()).isEqualTo(undo);
			assertThat(((BackfillMigration) kept(undo.directives() + "-- migrate:down\n" + DOWN)).undo())
				.isEqualTo(undo);
		}

		@Test
		void keptWhenTheRollbackIsOrdinarySqlIsNoBackfill() {
			assertThat(((BackfillMigration) kept(UP + "-- migrate:down\nSELECT 1;")).undo()).isNull();
			assertThat(kept("SELECT 1;")).isInstanceOf(SqlMigration.class);
		}

	}

}
