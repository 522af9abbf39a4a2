package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.ScriptRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * SQL callbacks: when each runs, in which transaction, and what becomes of its failures.
 */
@OldestAndNewest
class SqlCallbacksTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator;

	@BeforeEach
	void setUp() {
		this.database.execute("CREATE SCHEMA seen; CREATE TABLE seen.call (id int GENERATED ALWAYS AS IDENTITY,"
				+ " name text, xid text DEFAULT pg_current_xact_id()::text)");
		for (String moment : List.of("beforeMigrate", "beforeEachMigrate", "afterEachMigrate", "afterMigrate",
				"afterMigrateError")) {
			this.scripts.with(moment + ".sql", insert(moment));
		}
		this.scripts.with("1_a.sql", insert("a")).with("2_b.sql", insert("b"));
		this.migrator = Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private static String insert(String name) {
		return "INSERT INTO seen.call (name) VALUES ('" + name + "');";
	}

	private List<String> calls() {
		return this.database.list("SELECT name FROM seen.call ORDER BY id");
	}

	@Test
	void eachRunsAtItsMomentAndTheInnerOnesInTheTransactionOfTheMigration() {
		this.migrator.migrate();
		assertThat(calls()).containsExactly("beforeMigrate", "beforeEachMigrate", "a", "afterEachMigrate",
				"beforeEachMigrate", "b", "afterEachMigrate", "afterMigrate");
		assertThat(this.database
			.list("SELECT string_agg(name, ' ' ORDER BY id) FROM seen.call GROUP BY xid" + " ORDER BY min(id)"))
			.containsExactly("beforeMigrate", "beforeEachMigrate a afterEachMigrate",
					"beforeEachMigrate b afterEachMigrate", "afterMigrate");
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly("1_a.sql",
				"2_b.sql");
	}

	@Test
	void runWithNothingToDoRunsNone() {
		this.migrator.migrate();
		this.database.execute("TRUNCATE seen.call");
		this.migrator.migrate();
		assertThat(calls()).isEmpty();
	}

	@Test
	void whatIsSetBeforeEachMigrationIsInForceInIt() {
		this.scripts.with("beforeEachMigrate.sql", "SET LOCAL search_path = seen;");
		this.scripts.with("2_b.sql", "INSERT INTO call (name) VALUES (current_setting('search_path'));");
		this.migrator.migrate();
		assertThat(calls()).contains("seen");
	}

	@Test
	void severalOfAMomentRunInTheOrderOfTheirNames() {
		this.scripts.with("beforeMigrate__2.sql", insert("second")).with("beforeMigrate__1.sql", insert("first"));
		this.migrator.migrate();
		assertThat(calls()).startsWith("beforeMigrate", "first", "second", "beforeEachMigrate");
	}

	@Test
	void aroundAMigrationInPartsTheyHaveTransactionsOfTheirOwn() {
		this.scripts.with("2_b.sql", "-- migrate:transaction false\n" + insert("b1") + "\n" + insert("b2"));
		this.migrator.migrate();
		assertThat(this.database
			.list("SELECT string_agg(name, ' ' ORDER BY id) FROM seen.call GROUP BY xid" + " ORDER BY min(id)"))
			.containsExactly("beforeMigrate", "beforeEachMigrate a afterEachMigrate", "beforeEachMigrate", "b1", "b2",
					"afterEachMigrate", "afterMigrate");
	}

	@Test
	void failureOfAMigrationRunsTheOneForErrors() {
		this.scripts.with("2_b.sql", "SELECT missing;");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(this.migrator::migrate)
			.withMessageContaining("Migration 2_b.sql failed at db/migration/2_b.sql:1:8");
		assertThat(calls()).containsExactly("beforeMigrate", "beforeEachMigrate", "a", "afterEachMigrate",
				"afterMigrateError");
	}

	@Test
	void failureOfOneInAMigrationIsToldWithItsOwnPlaceAndRollsTheMigrationBack() {
		this.scripts.with("afterEachMigrate.sql", "SELECT 1;\nSELECT missing;");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(this.migrator::migrate)
			.withMessageContaining("Migration 1_a.sql failed at db/migration/afterEachMigrate.sql:2:8")
			.withMessageContaining(
					"Correct db/migration/afterEachMigrate.sql and start again. A callback may be changed");
		assertThat(calls()).containsExactly("beforeMigrate", "afterMigrateError");
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).isEmpty();
	}

	@Test
	void failureBeforeAllRunsNothingElse() {
		this.scripts.with("beforeMigrate.sql", "SELECT missing;");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(this.migrator::migrate)
			.withMessageContaining("The callback beforeMigrate.sql failed at db/migration/beforeMigrate.sql:1:8");
		assertThat(calls()).containsExactly("afterMigrateError");
	}

	@Test
	void oneThatRunsOutsideATransactionIsRefused() {
		this.scripts.with("afterMigrate.sql", "VACUUM;");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this.migrator::migrate)
			.withMessageContaining("afterMigrate.sql is a callback, and not one transaction");
		assertThat(calls()).isEmpty();
	}

	@Test
	void scriptForPsqlDoesNotLeaveThemOut() {
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> this.migrator.script(ScriptRequest.UP, new StringBuilder()))
			.withMessageContaining("SQL callbacks");
	}

	@Test
	void oneOfAnotherMomentIsRefusedAsBefore() {
		this.scripts.with("afterClean.sql", "SELECT 1;");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(this.migrator::migrate)
			.withMessageContaining("afterClean.sql is a SQL callback in Flyway's form, which is not supported")
			.withMessageContaining("beforeEachMigrate");
	}

}
