package dev.appmigrations.engine.history;

import java.util.List;
import java.util.stream.IntStream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdoptionRecords}.
 */
class AdoptionRecordsTests {

	private static final HistoryTables TABLES = new HistoryTables("public", HistoryTables.DEFAULT_HISTORY);

	private static final Recorder RECORDER = new Recorder("o'neill", null);

	private final MemoryScripts scripts = new MemoryScripts();

	private List<AdoptedMigration> adopted() {
		List<Migration> migrations = new CatalogReader(this.scripts, List.of(Location.parse("db/migration")),
				Placeholders.NONE)
			.read()
			.migrations();
		return migrations.stream()
			.map((migration) -> new AdoptedMigration(migration, null, null, null, "it's \\ here"))
			.toList();
	}

	@Test
	void insertWhenThereIsNothingReturnsNothing() {
		assertThat(AdoptionRecords.insert(TABLES, List.of(), RECORDER)).isEmpty();
	}

	@Test
	void insertKeepsStatementsShortAndRowsInOrder() {
		try (TestDatabase database = TestDatabase.create()) {
			this.scripts.with("0001_first.sql", "CREATE TABLE first ()");
			Migrator migrator = Migrator.builder(database.dataSource(), this.scripts).build();
			migrator.migrate();
			IntStream.rangeClosed(2, 600)
				.forEach((number) -> this.scripts.with(String.format("%04d_x.sql", number), "SELECT " + number));
			List<String> statements = AdoptionRecords.insert(TABLES, adopted(), RECORDER);
			// Each is followed by one that verifies it.
			assertThat(statements).hasSize(6).allSatisfy((sql) -> assertThat(sql.length()).isLessThan(128 * 1024));
			statements.forEach(database::execute);
			assertThat(migrator.status().state()).isEqualTo(MigrationReport.State.CURRENT);
			assertThat(database.list("SELECT migration_name FROM migration_history ORDER BY id")).hasSize(600)
				.isSorted();
			assertThat(database.list("SELECT action || ' ' || count(*) || ' ' || logged_from FROM migration_log"
					+ " WHERE action = 'adopted' GROUP BY action, logged_from"))
				.containsExactly("adopted 599 o'neill");
			assertThat(database.list("SELECT DISTINCT applied_from || origin FROM migration_history"
					+ " WHERE applied_at IS NULL AND applied_by IS NULL AND execution_ms IS NULL"))
				.containsExactly("it's \\ hereadopted");
			statements.forEach(database::execute);
			assertThat(database.value("SELECT count(*) FROM migration_log")).isEqualTo("600");
		}
	}

}
