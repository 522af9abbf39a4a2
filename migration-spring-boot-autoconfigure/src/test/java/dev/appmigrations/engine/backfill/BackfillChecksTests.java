package dev.appmigrations.engine.backfill;

import java.util.List;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationPlanner;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.support.MemoryScripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackfillChecks}.
 */
class BackfillChecksTests {

	private static final String FILL = """
			-- migrate:backfill table=users key=id
			-- migrate:verify SELECT id FROM users WHERE full_name IS NULL
			UPDATE users SET full_name = p.name FROM profiles p WHERE p.id = users.id AND users.id BETWEEN :from AND :to;
			""";

	private final MemoryScripts scripts = new MemoryScripts().with("2_fill.sql", FILL);

	private MigrationCatalog catalog() {
		MigrationCatalog catalog = new CatalogReader(this.scripts, List.of(Location.parse("db/migration")),
				Placeholders.NONE)
			.read();
		assertThat(catalog.problems()).isEmpty();
		return catalog;
	}

	private List<Problem> problems(String... applied) {
		MigrationCatalog catalog = catalog();
		List<AppliedMigration> rows = catalog.migrations()
			.stream()
			.filter((migration) -> List.of(applied).contains(migration.name()))
			.map(AppliedMigration::assumed)
			.toList();
		return BackfillChecks.problems(catalog.migrations(), plan(catalog, rows), Placeholders.NONE);
	}

	private static MigrationPlan plan(MigrationCatalog catalog, List<AppliedMigration> rows) {
		return MigrationPlanner.plan(catalog, rows, List.of(), PlanRequest.ALL, Policies.DEFAULT);
	}

	private BackfillChecksTests with(String fileName, String text) {
		this.scripts.with(fileName, text);
		return this;
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE users ADD COLUMN x int", "alter table only Public.USERS add check (id > 0)",
			"CREATE INDEX ON users (full_name)", "CREATE UNIQUE INDEX CONCURRENTLY i ON \"users\" (full_name)",
			"CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()", "DROP TRIGGER t ON users",
			"DROP TABLE orders, users", "ALTER TABLE users RENAME TO people", "ALTER TABLE users RENAME full_name TO n",
			"ALTER TABLE users SET SCHEMA old", "TRUNCATE orders, users", "LOCK TABLE users", "UPDATE users SET a = 1",
			"SELECT 1; DELETE FROM public.users WHERE id = 1", "INSERT INTO users VALUES (1)",
			"WITH x AS (DELETE FROM users RETURNING *) SELECT * FROM x", "COPY users FROM stdin;\n1\n\\.\n",
			"ALTER TABLE parts ATTACH PARTITION users FOR VALUES IN (1)", "CREATE TABLE p PARTITION OF users DEFAULT",
			"CREATE POLICY p ON users USING (true)",
			"MERGE INTO users USING x ON x.id = users.id WHEN MATCHED THEN DELETE",
			"ALTER TABLE users RENAME CONSTRAINT a TO b", "CLUSTER users" })
	void problemsWhenALaterFileChangesTheTableAskForItToWait(String text) {
		with("3_change.sql", text);
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.BACKFILL_NOT_REQUIRED);
			assertThat(problem.isError()).isTrue();
			assertThat(problem.message()).startsWith("db/migration/3_change.sql:1:").contains("users", "2_fill.sql");
			assertThat(problem.remedy()).contains("-- migrate:requires 2 at the beginning of 3_change.sql");
			assertThat(problem.migrations()).containsExactly("3_change.sql", "2_fill.sql");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE orders ADD COLUMN users int", "CREATE VIEW v AS SELECT * FROM users",
			"CREATE TABLE o (id int REFERENCES users)", "ALTER TABLE \"Users\" ADD x int", "DROP INDEX users",
			"INSERT INTO o SELECT * FROM users", "SELECT count(*) FROM users", "ALTER TABLE users_old DROP COLUMN name",
			"COMMENT ON COLUMN orders.users IS 'x'", "ALTER TABLE profiles ADD COLUMN x int",
			"-- users\nSELECT 'users'", "DROP TABLE orders", "ALTER TABLE profiles DROP COLUMN age",
			"ALTER INDEX users RENAME TO x" })
	void problemsWhenALaterFileChangesOtherTablesAreNone(String text) {
		with("3_change.sql", text);
		assertThat(problems()).isEmpty();
	}

	@Test
	void problemsWhenTheLaterFileRequiresTheBackfillAreNone() {
		with("3_change.sql", "-- migrate:requires 2\nALTER TABLE users ADD x int");
		with("4_change.sql", "-- migrate:requires 3_change\nALTER TABLE users ADD y int");
		with("5_change.sql", "-- migrate:requires 2_fill.sql\nALTER TABLE users ADD z int");
		assertThat(problems()).isEmpty();
	}

	@Test
	void problemsWhenTheBackfillRequiresTheFileAreNone() {
		with("2_fill.sql", "-- migrate:requires 4\n" + FILL).with("4_change.sql", "ALTER TABLE users ADD y int");
		assertThat(problems()).isEmpty();
	}

	@Test
	void problemsWhenEarlierFilesChangeTheTableAreNone() {
		with("1_users.sql", "CREATE TABLE users (id int); DROP TABLE profiles");
		assertThat(problems()).isEmpty();
	}

	@Test
	void problemsWhenRepeatableFileChangesTheTableAskForItToWait() {
		with("R__rights.sql", "DROP POLICY IF EXISTS p ON users; CREATE POLICY p ON users USING (true)");
		assertThat(problems()).hasSize(1);
	}

	@Test
	void problemsWhenAnotherBackfillWalksTheTableAskForItToWait() {
		with("3_fill.sql", FILL.replace("full_name", "x"));
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.migrations()).containsExactly("3_fill.sql", "2_fill.sql"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "DROP TABLE profiles | profiles",
					"ALTER TABLE profiles DROP COLUMN age, DROP COLUMN name | column name of profiles",
					"ALTER TABLE public.profiles RENAME COLUMN \"name\" TO n | column name of public.profiles",
					"DROP VIEW profiles | profiles", "ALTER TABLE profiles RENAME TO old | profiles" })
	void problemsWhenTheSourceIsRemovedAskForItToWait(String text, String what) {
		for (String phase : List.of("expand", "contract")) {
			with("3_drop.sql", "-- migrate:phase " + phase + "\n" + text);
			assertThat(problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.message())
					.contains(":2:1: the statement drops, moves or renames " + what));
		}
	}

	@Test
	void problemsWhenAnEarlierContractRemovesWhatIsReadAskForItToWait() {
		with("1_drop.sql", "-- migrate:phase contract\nALTER TABLE users DROP COLUMN full_name, DROP COLUMN age");
		assertThat(problems()).hasSize(1);
		with("1_drop.sql", "-- migrate:phase contract\nALTER TABLE users DROP COLUMN age");
		assertThat(problems()).isEmpty();
	}

	@Test
	void problemsWhenTablesOfOtherSchemasHaveTheNameAreNone() {
		with("2_fill.sql", FILL.replace("table=users", "table=app.users"));
		with("3_change.sql", "ALTER TABLE audit.users ADD x int; DROP TABLE audit.users");
		assertThat(problems()).isEmpty();
		with("3_change.sql", "ALTER TABLE app.users ADD x int");
		assertThat(problems()).hasSize(1);
	}

	@Test
	void problemsWhenTheNameIsQuotedCompareWhatItMeans() {
		with("2_fill.sql", FILL.replace("table=users", "table=\"My \"\"Users\""));
		with("3_change.sql", "ALTER TABLE \"My \"\"Users\" ADD x int");
		assertThat(problems()).hasSize(1);
	}

	@Test
	void problemsWhenTheBackfillIsAppliedAreNone() {
		with("3_change.sql", "ALTER TABLE users ADD COLUMN x int");
		assertThat(problems("2_fill.sql")).isEmpty();
	}

	@Test
	void problemsWhenTheOtherFileIsAppliedAreNone() {
		with("3_change.sql", "ALTER TABLE users ADD COLUMN x int");
		assertThat(problems("3_change.sql")).isEmpty();
	}

	@Test
	void problemsTellOfStatementsThatCannotRunInBatches() {
		with("2_fill.sql", FILL + "TRUNCATE x;\nSELECT 1;").with("5_fill.sql",
				FILL.replace("users", "o") + "SELECT 2;");
		assertThat(problems()).extracting(Problem::code).containsOnly(Problem.Code.INVALID_BACKFILL);
		assertThat(problems()).hasSize(3);
	}

	@Test
	void problemsWhenOnlyTheRollbackCannotRunInBatchesAreWarnings() {
		with("2_fill.down.sql", "UPDATE users SET full_name = NULL WHERE id BETWEEN :from AND :to; TRUNCATE x;");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.UNREADABLE_ROLLBACK);
			assertThat(problem.isError()).isFalse();
			assertThat(problem.message()).startsWith("db/migration/2_fill.down.sql:1:");
		});
	}

	@Test
	void problemsWhenThereIsNoBackfillReadNothing() {
		MemoryScripts others = new MemoryScripts().with("1_a.sql", "SELECT 1;");
		MigrationCatalog catalog = new CatalogReader(others, List.of(Location.parse("db/migration")), Placeholders.NONE)
			.read();
		List<Migration> migrations = catalog.migrations();
		assertThat(BackfillChecks.problems(migrations, plan(catalog, List.of()), Placeholders.NONE)).isEmpty();
	}

}
