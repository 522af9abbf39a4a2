package dev.appmigrations.engine;

import java.time.Duration;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.proof.ProofReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rollbacks of backfills, and what tries or proves them.
 */
class BackfillRollbackTests {

	private static final String USERS = "CREATE TABLE users (id int PRIMARY KEY, name text, full_name text, n int DEFAULT 0);\n"
			+ "INSERT INTO users SELECT i, 'user ' || i FROM generate_series(1, 250) i;\n"
			+ "-- migrate:down\nDROP TABLE users;";

	private static final String FILL = """
			-- migrate:backfill table=users key=id batch=fixed:40 duty=1
			-- migrate:verify SELECT id FROM users WHERE full_name IS NULL
			UPDATE users SET full_name = name WHERE id BETWEEN :from AND :to;
			""";

	private static final String DOWN = "UPDATE users SET full_name = NULL, n = n + 1 WHERE id BETWEEN :from AND :to;";

	private final MemoryScripts scripts = new MemoryScripts().with("1_users.sql", USERS).with("2_fill.sql", FILL);

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator() {
		return migrator(BackfillOptions.DEFAULT);
	}

	private Migrator migrator(BackfillOptions backfills) {
		MigratorOptions options = MigratorOptions.defaults()
			.with(new MigratorOptions.History(null, "migration_history", true));
		MigratorOptions.Rules rules = options.rules();
		return Migrator.builder(this.database.dataSource(), this.scripts)
			.options(options.with(
					new MigratorOptions.Rules(rules.policies(), null, null, rules.adopt(), rules.safety(), backfills)))
			.build();
	}

	private String rows() {
		return this.database.value("SELECT count(full_name) || '/' || sum(n) || '/' || max(n) FROM users");
	}

	@ParameterizedTest
	@ValueSource(strings = { DOWN, "-- migrate:backfill table=users key=id batch=fixed:9 duty=1\n"
			+ "-- migrate:verify SELECT id FROM users WHERE full_name IS NOT NULL\n" + DOWN })
	void rollbackInAFileOfItsOwnWalksEachRowOnce(String down) {
		this.scripts.with("2_fill.down.sql", down);
		migrator().migrate();
		assertThat(rows()).isEqualTo("250/0/0");
		migrator().rollbacks().run(new RollbackRequest.Last(1));
		assertThat(rows()).isEqualTo("0/250/1");
		assertThat(this.database.value("SELECT count(*) FROM migration_progress")).isEqualTo("0");
	}

	@Test
	void rollbackWhenTheWalkWasRestrictedWalksAllRows() {
		this.scripts
			.with("1_users.sql",
					"CREATE TABLE users (id int PRIMARY KEY, name text, full_name text, n int DEFAULT 0);\n"
							+ "INSERT INTO users SELECT i, 'user ' || i FROM generate_series(1, 50) i;\n"
							+ "CREATE UNIQUE INDEX unfilled ON users (id) WHERE full_name IS NULL;")
			.with("2_fill.sql",
					FILL.replace("key=id",
							"key=id\n-- migrate:backfill where=full_name IS NULL\n" + "-- migrate:backfill")
							+ "-- migrate:down\n" + DOWN);
		migrator().migrate();
		migrator().rollbacks().run(new RollbackRequest.Last(1));
		assertThat(rows()).isEqualTo("0/50/1");
	}

	@Test
	void rollbackWithoutARangeIsOrdinarySql() {
		this.scripts.with("2_fill.down.sql", "UPDATE users SET full_name = NULL;");
		migrator().migrate();
		migrator().rollbacks().run(new RollbackRequest.Last(1));
		assertThat(rows()).isEqualTo("0/0/0");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void rollbackWhenTheFilesAreGoneIsThatOfTheHistory(boolean ownFile) {
		if (ownFile) {
			this.scripts.with("2_fill.down.sql", DOWN);
		}
		else {
			this.scripts.with("2_fill.sql", FILL + "-- migrate:down\n" + DOWN);
		}
		migrator().migrate();
		this.scripts.without("2_fill.sql").without("2_fill.down.sql");
		migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("1")));
		assertThat(rows()).isEqualTo("0/250/1");
		assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "background", "command" })
	void proveRunsBothDirectionsAtOnce(String run) {
		this.scripts.with("2_fill.sql", FILL.replace("key=id", "key=id run=" + run) + "-- migrate:down\n" + DOWN)
			.with("3_more.sql", "-- migrate:requires 2\nALTER TABLE users ADD x int;\n-- migrate:down\n"
					+ "ALTER TABLE users DROP x;");
		ProofReport report = migrator().rollbacks().prove();
		assertThat(report.migrations()).hasSize(3).allSatisfy((proof) -> assertThat(proof.failure()).isNull());
		assertThat(report.isProven()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void proveOfManyRowsIsTheSameWhoeverDoesBackfills(BackfillOptions.Mode mode) {
		this.scripts.with("1_users.sql", USERS.replace("250", "12000"))
			.with("2_fill.sql", FILL.replace("batch=fixed:40", "batch=fixed:4000") + "-- migrate:down\n" + DOWN)
			.with("3_more.sql", "-- migrate:requires 2\nALTER TABLE users ALTER full_name SET NOT NULL;\n"
					+ "-- migrate:down\nALTER TABLE users ALTER full_name DROP NOT NULL;");
		ProofReport report = migrator(new BackfillOptions(mode, Duration.ofSeconds(30))).rollbacks().prove();
		assertThat(report.migrations()).hasSize(3).allSatisfy((proof) -> assertThat(proof.failure()).isNull());
		assertThat(report.isProven()).isTrue();
	}

	@Test
	void tryOutSaysThatABackfillIsNotTried() {
		assertThat(migrator().safety().tryOut(null).untried()).singleElement().satisfies((untried) -> {
			assertThat(untried.name()).isEqualTo("2_fill.sql");
			assertThat(untried.reason()).contains("is done in batches");
		});
	}

	@Test
	void dryRunDoesNotEstimateABatch() {
		migrator().migrate();
		this.scripts.with("3_fill.sql", "-- migrate:requires 2\n" + FILL);
		assertThat(migrator().safety().dryRun(null).estimates()).singleElement()
			.satisfies((estimate) -> assertThat(estimate.reason()).contains("it is a backfill"));
		assertThat(migrator().safety().lint().findings()).isEmpty();
	}

}
