package dev.appmigrations.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.event.MigrationVeto;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for events, and for vetoes.
 */
class MigrationEventTests {

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id int)")
		.with("2_b.sql", "CREATE TABLE b (id int)")
		.with("3_c.sql", "CREATE TABLE c (id int)");

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator(MigrationListener listener) {
		return Migrator.builder(this.database.dataSource(), this.scripts).listener(listener).build();
	}

	private Migrator migrator(MigrationVeto veto) {
		return Migrator.builder(this.database.dataSource(), this.scripts).veto(veto).build();
	}

	private MigrationException vetoed(Migrator migrator) {
		MigrationException[] vetoed = new MigrationException[1];
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ErrorCode.VETOED);
			vetoed[0] = ex;
		});
		return vetoed[0];
	}

	private List<String> applied() {
		return this.database.list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	@Test
	void migrateTellsOfEachMigrationInItsOrder() {
		List<String> told = new ArrayList<>();
		migrator((MigrationListener) (event) -> told.add(event.getClass().getSimpleName())).migrate();
		assertThat(told).containsExactly("Planned", "Started", "Applied", "Started", "Applied", "Started", "Applied",
				"Completed", "Ended");
	}

	@Test
	void migrateWhenAListenerThrowsGoesOnAndLogsItOnce() {
		List<MigrationEvent> told = new CopyOnWriteArrayList<>();
		try (CapturedLog log = CapturedLog.open()) {
			MigrationReport report = Migrator.builder(this.database.dataSource(), this.scripts).listener((event) -> {
				throw new IllegalStateException("a broken listener");
			}).listener(told::add).build().migrate();
			assertThat(report.steps()).hasSize(3);
			assertThat(log.text()).containsOnlyOnce("A listener failed, which does not end the run");
		}
		assertThat(told).hasSize(9);
	}

	@Test
	void migrateWhenAListenerThrowsAnErrorEndsWithWhatIsCommitted() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> migrator((MigrationListener) (event) -> {
			if (event instanceof MigrationEvent.Applied applied && applied.step().name().equals("2_b.sql")) {
				throw new AssertionError("of a test");
			}
		}).migrate()).withMessage("of a test");
		assertThat(applied()).containsExactly("1_a.sql", "2_b.sql");
		assertThat(this.database.list("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database ="
				+ " (SELECT oid FROM pg_database WHERE datname = current_database())"))
			.isEmpty();
	}

	@Test
	void listenersAreCalledOutsideAnyTransaction() {
		List<String> open = new ArrayList<>();
		migrator((MigrationListener) (event) -> open.addAll(this.database
			.list("SELECT state FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
					+ " AND pid <> pg_backend_pid()")))
			.migrate();
		assertThat(open).isEmpty();
	}

	@Test
	void vetoBeforeTheRunLeavesEverythingAsItWas() {
		MigrationException vetoed = vetoed(migrator(new MigrationVeto() {

			@Override
			public @Nullable String beforeRun(MigrationReport report) {
				return "not on a Friday, and " + report.pending().size() + " are pending";
			}

		}));
		assertThat(vetoed.description()).contains("not on a Friday, and 3 are pending");
		assertThat(this.database.value("SELECT to_regclass('migration_history')")).isNull();
	}

	@Test
	void vetoBeforeAMigrationKeepsThoseBeforeIt() {
		MigrationException vetoed = vetoed(migrator(new MigrationVeto() {

			@Override
			public @Nullable String beforeMigration(Migration migration, int number, int total) {
				return (migration.name().equals("2_b.sql")) ? "number " + number + " of " + total + " must wait" : null;
			}

		}));
		assertThat(vetoed.description()).contains("2_b.sql", "number 2 of 3 must wait");
		assertThat(applied()).containsExactly("1_a.sql");
	}

}
