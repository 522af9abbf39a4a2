package dev.appmigrations.engine;

import ch.qos.logback.classic.Level;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of histories whose rows somebody has copied, or written by hand.
 */
class CopiedHistoryTests {

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id int)")
		.with("1_a.down.sql", "DROP TABLE a");

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private void promote() {
		this.database.execute("SELECT setval('migration_history_id_seq', 1, false);"
				+ " SELECT setval('migration_log_id_seq', 1, false)");
	}

	@Test
	void migrateWhenTheSequencesAreBehindTheRowsSetsThemForwardAndSaysSo() {
		migrator().migrate();
		promote();
		this.scripts.with("2_b.sql", "CREATE TABLE b (id int)");
		try (CapturedLog log = CapturedLog.open()) {
			assertThat(migrator().migrate().steps()).hasSize(1);
			assertThat(log.messages(Level.INFO)).filteredOn((line) -> line.contains("was behind the ids")).hasSize(2);
		}
		assertThat(this.database.list("SELECT id FROM migration_history ORDER BY id")).containsExactly("1", "2");
	}

	@Test
	void rollbackWhenTheSequencesAreBehindTheRowsSetsThemForward() {
		migrator().migrate();
		promote();
		assertThat(migrator().rollbacks().run(new RollbackRequest.Last(1)).steps()).hasSize(1);
		assertThat(this.database.list("SELECT id FROM migration_log ORDER BY id")).containsExactly("1", "2");
	}

	@Test
	void migrateWhenTheSequencesAreAheadLeavesThem() {
		migrator().migrate();
		this.database.execute("SELECT setval('migration_history_id_seq', 70)");
		this.scripts.with("2_b.sql", "CREATE TABLE b (id int)");
		migrator().migrate();
		assertThat(this.database.list("SELECT id FROM migration_history ORDER BY id")).containsExactly("1", "71");
	}

	@ParameterizedTest
	@CsvSource({ "1_a, 1_a.sql", "2_b, 2_b.up.sql" })
	void rowThatWasWrittenWithoutTheEndingOfItsFileCounts(String row, String file) {
		migrator().migrate();
		this.database.execute("DELETE FROM migration_history; INSERT INTO migration_history (migration_name) VALUES"
				+ " ('1_a.sql');" + " DELETE FROM migration_history WHERE migration_name = '" + file + "';"
				+ " INSERT INTO migration_history (migration_name) VALUES ('" + row + "')");
		if (!file.equals("1_a.sql")) {
			this.scripts.with(file, "SELECT 1 / 0");
		}
		this.scripts.with("3_c.sql", "CREATE TABLE c (id int)");
		assertThat(migrator().migrate().steps()).extracting("name").containsExactly("3_c.sql");
		assertThat(this.database.list("SELECT migration_name FROM migration_history WHERE checksum IS NULL")).isEmpty();
		assertThat(migrator().status().problems()).isEmpty();
	}

}
