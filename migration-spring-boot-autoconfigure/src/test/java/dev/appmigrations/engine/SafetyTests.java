package dev.appmigrations.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.LintSettings;
import dev.appmigrations.engine.safety.UnsafeMigrationsException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Pending migrations are judged before they run.
 */
class SafetyTests {

	private static final String DROP = "ALTER TABLE users DROP COLUMN name";

	private final MemoryScripts scripts = new MemoryScripts().with("1_users.sql",
			"CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE INDEX users_name ON users (name)");

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator(SafetyOptions.Mode mode) {
		return migrator(new SafetyOptions(mode, LintSettings.DEFAULT));
	}

	private Migrator migrator(SafetyOptions safety) {
		MigratorOptions options = MigratorOptions.defaults();
		return Migrator.builder(this.database.dataSource(), this.scripts)
			.options(options
				.with(new MigratorOptions.Rules(Policies.DEFAULT, null, null, options.rules().adopt(), safety)))
			.build();
	}

	private static List<String> rules(LintReport report, Level least) {
		return report.findings(least).stream().map(Finding::rule).toList();
	}

	@Nested
	class Runs {

		@Test
		void migrateWhenFailIsAFindingOfNewDatabaseRuns() {
			SafetyTests.this.scripts.with("2_drop.sql", DROP);
			assertThat(migrator(SafetyOptions.Mode.FAIL).migrate().applied()).hasSize(2);
		}

		@Test
		void migrateWhenModeIsFailStopsBeforeAnythingRan() {
			migrator(SafetyOptions.Mode.FAIL).migrate();
			SafetyTests.this.scripts.with("2_drop.sql", DROP).with("3_more.sql", "CREATE TABLE more (id int)");
			assertThatExceptionOfType(UnsafeMigrationsException.class)
				.isThrownBy(() -> migrator(SafetyOptions.Mode.FAIL).migrate())
				.withMessageContaining("2_drop.sql:1:19: fail drop-column")
				.withMessageContaining("-- migrate:allow drop-column REASON")
				.withMessageContaining("-- migrate:phase contract");
			assertThat(SafetyTests.this.database.value("SELECT to_regclass('more')")).isNull();
		}

		@Test
		void migrateWhenModeIsWarnTellsAndGoesOn() {
			migrator(SafetyOptions.Mode.WARN).migrate();
			SafetyTests.this.scripts.with("2_drop.sql", DROP);
			List<LintReport> seen = new ArrayList<>();
			migrator(SafetyOptions.Mode.WARN).withListener((event) -> {
				if (event instanceof MigrationEvent.Planned planned) {
					seen.add(planned.report().safety());
				}
			}).migrate();
			assertThat(rules(seen.get(0), Level.FAIL)).containsExactly("drop-column");
			Migrator migrator = migrator(SafetyOptions.Mode.WARN);
			assertThat(migrator.safety().status().safety()).isEqualTo(LintReport.NONE);
		}

		@Test
		void migrateOfWhatBreaksAnOlderReleaseThatLivesStopsOnlyWhereModeIsFail() {
			migrator(SafetyOptions.Mode.WARN).migrate();
			InstanceDdl.create(new HistoryTables("public", HistoryTables.DEFAULT_HISTORY))
				.forEach(SafetyTests.this.database::execute);
			SafetyTests.this.database.execute("INSERT INTO migration_instance VALUES (gen_random_uuid(), 'shop', '1.9',"
					+ " 'web-1', 'shop x', '{}', now(), now(), now() + interval '1 h')");
			SafetyTests.this.scripts.with("2_drop.sql", DROP);
			assertThatExceptionOfType(UnsafeMigrationsException.class)
				.isThrownBy(() -> migrator(SafetyOptions.Mode.FAIL).migrate())
				.withMessageContaining("drop-column");
			assertThat(migrator(SafetyOptions.DEFAULT).migrate().steps()).extracting("name")
				.containsExactly("2_drop.sql");
		}

		@Test
		void migrateWhenModeIsOffDoesNotLook() {
			migrator(SafetyOptions.Mode.OFF).migrate();
			SafetyTests.this.scripts.with("2_drop.sql", DROP);
			Migrator migrator = migrator(SafetyOptions.Mode.OFF);
			assertThat(migrator.safety().status().safety()).isEqualTo(LintReport.NONE);
		}

		@Test
		void judgedReportHasFindingsOfWhatIsPending() {
			migrator(SafetyOptions.Mode.WARN).migrate();
			SafetyTests.this.scripts.with("2_drop.sql", DROP);
			Migrator migrator = migrator(SafetyOptions.Mode.WARN);
			assertThat(migrator.status().safety()).isEqualTo(LintReport.NONE);
			assertThat(rules(migrator.safety().status().safety(), Level.FAIL)).containsExactly("drop-column");
		}

		@Test
		void contractWhenPhaseIsContractIsDismissed() {
			migrator(SafetyOptions.Mode.FAIL).migrate();
			SafetyTests.this.scripts.with("2_drop.sql", "-- migrate:phase contract\n-- migrate:requires 1\n" + DROP);
			LintReport report = migrator(SafetyOptions.Mode.FAIL).safety().lint();
			assertThat(report.findings()).singleElement()
				.satisfies((finding) -> assertThat(finding.dismissal()).contains("older release is gone"));
		}

	}

	@Nested
	class Allowances {

		@ParameterizedTest
		@ValueSource(strings = { "-- migrate:allow drop-column nobody reads it\n" + DROP,
				"-- migrate:allow-in-file drop-column nobody reads it\nSELECT 1;\n" + DROP,
				"SELECT 1;\n-- a comment\n-- migrate:allow drop-column nobody reads it\n\n" + DROP })
		void allowedFindingDoesNotCountAndKeepsItsReason(String sql) {
			migrator(SafetyOptions.Mode.FAIL).migrate();
			SafetyTests.this.scripts.with("2_drop.sql", sql);
			LintReport report = migrator(SafetyOptions.Mode.FAIL).safety().lint();
			assertThat(report.findings(Level.INFO)).isEmpty();
			assertThat(report.findings()).extracting(Finding::allowed).containsExactly("nobody reads it");
			assertThat(migrator(SafetyOptions.Mode.FAIL).migrate().applied()).hasSize(2);
		}

		@Test
		void allowOfNextStatementAllowsNoOther() {
			migrator(SafetyOptions.Mode.FAIL).migrate();
			SafetyTests.this.scripts.with("2_drop.sql",
					"-- migrate:allow drop-column the name is gone\n" + DROP + ";\nALTER TABLE users DROP COLUMN id");
			LintReport report = migrator(SafetyOptions.Mode.FAIL).safety().lint();
			assertThat(report.findings(Level.FAIL)).singleElement()
				.satisfies((finding) -> assertThat(finding.position().line()).isEqualTo(3));
		}

		@Test
		void allowThatAllowsNothingIsAFinding() {
			SafetyTests.this.scripts.with("2_x.sql", "-- migrate:allow truncate it is empty\nSELECT 1");
			assertThat(rules(migrator(SafetyOptions.Mode.WARN).safety().lint(), Level.WARN))
				.containsExactly("unused-allow");
		}

		@ParameterizedTest
		@ValueSource(strings = { "allow drop-colunm it is gone", "allow drop-column", "allow",
				"allow all nothing matters", "allow-in-file * x", "allow drop-column,truncate both" })
		void allowOfUnknownRuleOrWithoutReasonIsAnError(String directive) {
			SafetyTests.this.scripts.with("2_x.sql", "-- migrate:" + directive + "\nSELECT 1");
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> migrator(SafetyOptions.Mode.OFF).migrate());
		}

	}

	@Nested
	class Facts {

		@Test
		void smallTableDismissesWhatTakesTime() {
			migrator(SafetyOptions.Mode.WARN).migrate();
			SafetyTests.this.database.execute("INSERT INTO users SELECT generate_series(1, 312); ANALYZE users");
			SafetyTests.this.scripts.with("2_index.sql", "CREATE INDEX users_both ON users (id, name)");
			assertThat(migrator(SafetyOptions.Mode.WARN).safety().lint().findings()).singleElement()
				.satisfies((finding) -> {
					assertThat(finding.level()).isEqualTo(Level.INFO);
					assertThat(finding.dismissal()).isEqualTo("users has 312 rows");
				});
		}

		@Test
		void largeTableFailsWithPrediction() {
			migrator(SafetyOptions.Mode.WARN).migrate();
			SafetyTests.this.database.execute(
					"INSERT INTO users SELECT i, repeat('x', 100) FROM generate_series(1, 200000) i; ANALYZE users");
			SafetyTests.this.scripts.with("2_index.sql", "CREATE INDEX users_both ON users (id, name)");
			LintSettings strict = new LintSettings(Map.of(), List.of(), 1_000_000, 10_000, Duration.ofMillis(100));
			assertThat(migrator(new SafetyOptions(SafetyOptions.Mode.WARN, strict)).safety().lint().findings())
				.singleElement()
				.satisfies((finding) -> {
					assertThat(finding.level()).isEqualTo(Level.FAIL);
					assertThat(finding.predicted()).isGreaterThan(Duration.ofMillis(100));
					assertThat(finding.evidence()).anySatisfy((fact) -> assertThat(fact).contains("200,000 rows"));
				});
		}

		@Test
		void levelOfRuleIsWhatIsSet() {
			migrator(SafetyOptions.Mode.WARN).migrate();
			SafetyTests.this.scripts.with("2_drop.sql", DROP);
			for (Level level : List.of(Level.INFO, Level.WARN)) {
				LintSettings settings = new LintSettings(Map.of("drop-column", level), List.of(), 0, 0, Duration.ZERO);
				assertThat(migrator(new SafetyOptions(SafetyOptions.Mode.WARN, settings)).safety().lint().findings())
					.extracting(Finding::level)
					.containsExactly(level);
			}
			LintSettings off = new LintSettings(Map.of("drop-column", Level.OFF), List.of(), 0, 0, Duration.ZERO);
			assertThat(migrator(new SafetyOptions(SafetyOptions.Mode.WARN, off)).safety().lint().findings()).isEmpty();
			LintSettings ignored = new LintSettings(Map.of(),
					List.of(new LintSettings.PathLevel("2_*", null, Level.OFF)), 0, 0, Duration.ZERO);
			assertThat(migrator(new SafetyOptions(SafetyOptions.Mode.WARN, ignored)).safety().lint().findings())
				.isEmpty();
		}

	}

	@Nested
	class WithoutDatabase {

		private final LintRequest text = new LintRequest(List.of(), null, false, false, null, LintRequest.NEWEST);

		@Test
		void firstMigrationsThatOnlyCreateHaveNoFindings() {
			SafetyTests.this.scripts.with("2_orders.sql", """
					CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id));
					ALTER TABLE orders ADD CONSTRAINT orders_id CHECK (id > 0);
					CREATE INDEX orders_user ON orders (user_id);
					INSERT INTO orders SELECT id, id FROM users;
					UPDATE orders SET user_id = id;
					""");
			assertThat(migrator(SafetyOptions.Mode.WARN).safety().lint(this.text).findings(Level.WARN)).isEmpty();
		}

		@Test
		void tableOfEarlierReleaseIsNotNew() {
			SafetyTests.this.scripts.with("2_index.sql", "CREATE INDEX users_both ON users (id, name)");
			assertThat(rules(migrator(SafetyOptions.Mode.WARN).safety().lint(this.text), Level.WARN))
				.containsExactly("create-index-non-concurrent");
		}

		@Test
		void fingerprintIgnoresPlaceCommentsAndSpace() {
			SafetyTests.this.scripts.with("2_drop.sql", DROP);
			String first = fingerprint();
			SafetyTests.this.scripts.with("2_drop.sql",
					"-- moved\n\nSELECT 1;\nalter   table /* here */ USERS\n drop column name;");
			assertThat(fingerprint()).isEqualTo(first);
			SafetyTests.this.scripts.with("2_drop.sql", "ALTER TABLE users DROP COLUMN id");
			assertThat(fingerprint()).isNotEqualTo(first);
		}

		private String fingerprint() {
			return migrator(SafetyOptions.Mode.WARN).safety().lint(this.text).findings(Level.FAIL).get(0).fingerprint();
		}

	}

}
