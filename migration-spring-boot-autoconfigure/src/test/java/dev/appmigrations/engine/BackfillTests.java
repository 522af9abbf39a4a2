package dev.appmigrations.engine;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Backfills from the first start to the contract migration that waited for them.
 */
@OldestAndNewest
class BackfillTests {

	private static final String BASE = "20260101000000_users.sql";

	private static final String EXPAND = "20260102000000_full_name.sql";

	private static final String BACKFILL = "20260102000001_fill_full_name.sql";

	private static final String PROOF = "20260102000002_full_name_not_null.sql";

	private static final String AFTER = "20260102000003_more.sql";

	private static final String CONTRACT = "20260103000000_drop_name.sql";

	@FreshDatabase
	private TestDatabase database;

	private static MemoryScripts base() {
		return new MemoryScripts().with(BASE, "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);");
	}

	private static MemoryScripts scripts() {
		return base().with(EXPAND, "ALTER TABLE users ADD COLUMN full_name text;").with(BACKFILL, """
				-- migrate:backfill table=users key=id
				-- migrate:requires 20260102000000
				-- migrate:verify SELECT id FROM users WHERE full_name IS DISTINCT FROM name
				UPDATE users SET full_name = name WHERE full_name IS NULL AND id BETWEEN :from AND :to;
				""").with(PROOF, """
				-- migrate:requires 20260102000001
				ALTER TABLE users ALTER COLUMN full_name SET NOT NULL;
				""").with(AFTER, "CREATE TABLE more (id bigint);").with(CONTRACT, """
				-- migrate:phase contract
				-- migrate:requires 20260102000002
				ALTER TABLE users DROP COLUMN name;
				""");
	}

	private Migrator migrator(MemoryScripts scripts) {
		return migrator(scripts, BackfillOptions.Mode.BACKGROUND);
	}

	private Migrator migrator(MemoryScripts scripts, BackfillOptions.Mode mode) {
		MigratorOptions defaults = MigratorOptions.defaults();
		MigratorOptions.Rules rules = defaults.rules();
		return Migrator.builder(this.database.dataSource(), scripts)
			.options(defaults.with(new MigratorOptions.Rules(rules.policies(), null, null, rules.adopt(),
					rules.safety(), new BackfillOptions(mode, Duration.ofSeconds(30)))))
			.build();
	}

	private void fill(int rows) {
		migrator(base()).migrate();
		this.database.execute("INSERT INTO users SELECT i, 'name ' || i FROM generate_series(1, " + rows + ") i");
	}

	private List<String> applied(MigrationReport report) {
		return report.applied().stream().map(AppliedReport::name).toList();
	}

	private String left() {
		return this.database.value("SELECT count(*) FROM users WHERE full_name IS DISTINCT FROM name");
	}

	@Nested
	class OfFewRows {

		@Test
		void migrateWhenDatabaseIsNewRunsEverythingInOrder() {
			MigrationReport report = migrator(scripts()).migrate();
			assertThat(applied(report)).containsExactly(BASE, EXPAND, BACKFILL, PROOF, AFTER, CONTRACT);
		}

		@Test
		void migrateWhenTableIsSmallRunsItAtItsPlace() {
			fill(10_000);
			MigrationReport report = migrator(scripts()).migrate();
			assertThat(applied(report)).containsExactly(BASE, EXPAND, BACKFILL, PROOF, AFTER);
			assertThat(report.waiting()).extracting(WaitingReport::name).containsExactly(CONTRACT);
			assertThat(left()).isEqualTo("0");
			assertThat(BackfillTests.this.database.value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
		}

		@Test
		void migrateWhenModeIsOffLeavesItAndWhatRequiresIt() {
			fill(10);
			MigrationReport report = migrator(scripts(), BackfillOptions.Mode.OFF).migrate();
			assertThat(applied(report)).containsExactly(BASE, EXPAND, AFTER);
			assertThat(report.backfills()).extracting(BackfillReport::state).containsExactly("pending");
			assertThat(report.waiting()).extracting(WaitingReport::name).containsExactly(CONTRACT, PROOF);
		}

	}

	@Nested
	class BeforeAContract {

		@Test
		void contractWhenAnotherWriterHasBrokenARowIsRefused() {
			fill(100);
			Migrator migrator = migrator(scripts());
			migrator.migrate();
			BackfillTests.this.database.execute("UPDATE users SET name = 'other' WHERE id IN (7, 9)");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator.contract(ContractRequest.now()))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.CONTRACT_BLOCKED))
				.withMessageContaining("'verify': 7; 9");
			assertThat(migrator.status().waiting()).extracting(WaitingReport::name).containsExactly(CONTRACT);
			assertThat(applied(migrator.contract(ContractRequest.forced()))).endsWith(CONTRACT);
		}

		@Test
		void contractWhenRowsWereLeftOutNeedsForce() {
			fill(100);
			BackfillTests.this.database.execute("UPDATE users SET name = 'bad' WHERE id IN (50, 51)");
			MemoryScripts scripts = scripts()
				.with(EXPAND, "ALTER TABLE users ADD COLUMN full_name text CHECK (full_name <> 'bad');")
				.with(BACKFILL, """
						-- migrate:backfill table=users on-error=skip:2
						-- migrate:requires 20260102000000
						-- migrate:verify SELECT id FROM users WHERE full_name IS DISTINCT FROM name
						UPDATE users SET full_name = name WHERE full_name IS NULL AND id BETWEEN :from AND :to;
						""")
				.without(PROOF)
				.with(CONTRACT, """
						-- migrate:phase contract
						-- migrate:requires 20260102000001
						ALTER TABLE users DROP COLUMN name;
						""");
			Migrator migrator = migrator(scripts);
			assertThat(applied(migrator.migrate())).contains(BACKFILL);
			assertThat(left()).isEqualTo("2");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator.contract(ContractRequest.now()))
				.withMessageContaining("has left out 2 rows");
			assertThat(applied(migrator.contract(ContractRequest.forced()))).endsWith(CONTRACT);
		}

	}

	@Nested
	class Failures {

		@Test
		void migrateWhenARowFailsNamesItsKeyAndTheStatement() {
			fill(1000);
			BackfillTests.this.database.execute("UPDATE users SET name = 'bad' WHERE id = 777");
			Migrator migrator = migrator(
					scripts().with(EXPAND, "ALTER TABLE users ADD COLUMN full_name text CHECK (full_name <> 'bad');"));
			assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
				.withMessageContaining("failed at the row id = 777 of public.users")
				.withMessageContaining(BACKFILL + ":4:1")
				.withMessageContaining("violates check constraint");
			assertThat(migrator.status().backfills()).extracting(BackfillReport::state).containsExactly("failed");
			assertThat(left()).isEqualTo("224");
			migrator.backfills().skip(BACKFILL, List.of("777"));
			BackfillTests.this.database.execute("UPDATE users SET name = 'good', full_name = 'good' WHERE id = 777");
			migrator.backfills().run(BackfillRequest.all());
			assertThat(left()).isEqualTo("0");
		}

		@Test
		void retryGoesOnWhereItHasFailed() {
			fill(1000);
			BackfillTests.this.database.execute("UPDATE users SET name = 'bad' WHERE id = 777");
			Migrator migrator = migrator(
					scripts().with(EXPAND, "ALTER TABLE users ADD COLUMN full_name text CHECK (full_name <> 'bad');"));
			assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate);
			BackfillTests.this.database.execute("UPDATE users SET name = 'good' WHERE id = 777");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator.backfills().run(BackfillRequest.all()))
				.withMessageContaining("has failed");
			migrator.backfills().retry(BACKFILL);
			assertThat(applied(migrator.backfills().run(BackfillRequest.all()))).contains(BACKFILL, PROOF);
		}

	}

	@Nested
	class Rollbacks {

		@Test
		void rollbackOfABackfillIsDoneInBatchesToo() {
			fill(25_000);
			MemoryScripts scripts = scripts()
				.with("20260102000001_fill_full_name.down.sql",
						"UPDATE users SET full_name = NULL WHERE id BETWEEN :from AND :to;")
				.with("20260102000002_full_name_not_null.down.sql",
						"ALTER TABLE users ALTER COLUMN full_name DROP NOT NULL;")
				.with("20260102000003_more.down.sql", "DROP TABLE more;");
			Migrator migrator = migrator(scripts);
			migrator.migrate();
			migrator.backfills().run(BackfillRequest.all());
			migrator.rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("20260102000000")));
			assertThat(left()).isEqualTo("25000");
			assertThat(applied(migrator.status())).containsExactly(BASE, EXPAND);
			assertThat(BackfillTests.this.database.value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
		}

	}

	@Nested
	class OfManyRows {

		@Test
		void migrateLeavesThemToTheBackgroundAndWhatRequiresThemWaits() {
			fill(10_001);
			Migrator migrator = migrator(scripts());
			MigrationReport report = migrator.migrate();
			assertThat(applied(report)).containsExactly(BASE, EXPAND, AFTER);
			assertThat(report.backfills()).extracting(BackfillReport::name, BackfillReport::state)
				.containsExactly(org.assertj.core.api.Assertions.tuple(BACKFILL, "pending"));
			assertThat(report.waiting()).filteredOn((waiting) -> waiting.name().equals(PROOF))
				.singleElement()
				.satisfies((waiting) -> assertThat(waiting.reasons()).singleElement()
					.asString()
					.startsWith("waits for the backfill " + BACKFILL));
			assertThat(report.problems()).isEmpty();
			assertThat(migrator.migrate().steps()).isEmpty();
			assertThat(left()).isEqualTo("10001");
		}

		@Test
		void runDoesThemAndAppliesWhatWaited() {
			fill(25_000);
			Migrator migrator = migrator(scripts());
			migrator.migrate();
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator.contract(ContractRequest.now()))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.CONTRACT_BLOCKED))
				.withMessageContaining("waits for the backfill " + BACKFILL);
			MigrationReport report = migrator.backfills().run(BackfillRequest.all());
			assertThat(applied(report)).containsExactly(BASE, EXPAND, AFTER, BACKFILL, PROOF);
			assertThat(report.problems()).filteredOn(Problem::isError).isEmpty();
			assertThat(left()).isEqualTo("0");
			assertThat(applied(migrator.contract(ContractRequest.now()))).endsWith(CONTRACT);
		}

		@Test
		void statementsThatChangeAfterTheFirstBatchAreAProblem() {
			fill(10_001);
			Migrator migrator = migrator(scripts());
			migrator.migrate();
			BackfillTests.this.database.execute("UPDATE migration_progress SET started_at = now()");
			MemoryScripts changed = scripts().with(BACKFILL, """
					-- migrate:backfill table=users key=id
					-- migrate:requires 20260102000000
					-- migrate:verify SELECT id FROM users WHERE full_name IS DISTINCT FROM name
					UPDATE users SET full_name = upper(name) WHERE full_name IS NULL AND id BETWEEN :from AND :to;
					""");
			assertThat(migrator(changed).status().problems()).extracting(Problem::code)
				.containsExactly(Problem.Code.BACKFILL_CHANGED);
			migrator(changed).backfills().startOver("20260102000001");
			assertThat(migrator(changed).status().problems()).isEmpty();
		}

		@Test
		void pausedBackfillGoesOnOnlyWhenItIsResumed() {
			fill(10_001);
			Migrator migrator = migrator(scripts());
			migrator.migrate();
			migrator.backfills().pause(BACKFILL);
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator.backfills().run(BackfillRequest.all()))
				.withMessageContaining("is paused");
			migrator.backfills().resume(BACKFILL);
			assertThat(applied(migrator.backfills().run(BackfillRequest.of("20260102000001")))).contains(PROOF);
		}

	}

}
