package dev.appmigrations.engine;

import java.io.IOException;
import java.util.List;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.DatabaseContent;
import dev.appmigrations.support.EarlierHistory;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases that release 0.1 has made, each a dump beside the folder of its scripts:
 * whatever a later release reads in another way, nothing of them runs again.
 */
class EarlierHistoriesTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Migrator load(String name) throws IOException {
		EarlierHistory.load(name, this.database).forEach(this.scripts::with);
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "migration", "adopted" })
	void migrateOnItRunsNothingAndRefusesNothing(String name) throws IOException {
		Migrator migrator = load(name);
		List<String> before = DatabaseContent.of(this.database.dataSource());
		MigrationReport status = migrator.status();
		assertThat(Problem.errors(status.problems())).isEmpty();
		assertThat(status.pending()).isEmpty();
		assertThat(status.state()).isEqualTo(MigrationReport.State.CURRENT);
		assertThat(migrator.validate().pending()).isEmpty();
		assertThat(migrator.migrate().steps()).isEmpty();
		assertThat(DatabaseContent.of(this.database.dataSource())).isEqualTo(before);
		assertThat(this.database.value("SELECT count(*) FROM migration_log WHERE action = 'applied'"))
			.isEqualTo(this.database.value("SELECT count(*) FROM migration_log WHERE action = 'applied'"
					+ " AND logged_at < '2026-11-29 01:40'"));
		assertThat(migrator.status().pending()).isEmpty();
	}

}
