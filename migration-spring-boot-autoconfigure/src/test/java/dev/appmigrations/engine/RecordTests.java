package dev.appmigrations.engine;

import java.util.List;

import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that nothing counts as done whose record was swallowed, by a trigger or a rule of
 * the owner himself.
 */
class RecordTests {

	private static final String TRIGGER = "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS"
			+ " $$ BEGIN RETURN NULL; END $$;";

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id int)")
		.with("1_a.down.sql", "DROP TABLE a");

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		migrator().migrate();
		this.scripts.with("2_b.sql", "CREATE TABLE b (id int)").with("2_b.down.sql", "DROP TABLE b");
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private void swallow(String event, String table) {
		this.database.execute(TRIGGER + "CREATE TRIGGER swallow BEFORE " + event + " ON " + table
				+ " FOR EACH ROW EXECUTE FUNCTION swallow()");
	}

	private static void assertRefused(Runnable call) {
		assertThatExceptionOfType(MigrationException.class).isThrownBy(call::run)
			.withMessageContaining("a trigger or a rule has changed it");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE RULE r AS ON INSERT TO migration_history DO INSTEAD NOTHING",
			"CREATE RULE r AS ON INSERT TO migration_history WHERE NEW.version = '2' DO INSTEAD NOTHING",
			TRIGGER + "CREATE TRIGGER t BEFORE INSERT ON migration_history FOR EACH ROW EXECUTE FUNCTION swallow()",
			"CREATE FUNCTION remove() RETURNS trigger LANGUAGE plpgsql AS"
					+ " $$ BEGIN DELETE FROM public.migration_history WHERE id = NEW.id; RETURN NULL; END $$;"
					+ "CREATE TRIGGER t AFTER INSERT ON migration_history FOR EACH ROW EXECUTE FUNCTION remove()" })
	void migrateWhenTheRecordIsSwallowedUndoesTheMigration(String hindrance) {
		this.database.execute(hindrance);
		assertRefused(() -> migrator().migrate());
		assertThat(this.database.value("SELECT to_regclass('b')")).isNull();
	}

	@Test
	void rollbackWhenTheRowStaysUndoesNothing() {
		swallow("DELETE", "migration_history");
		assertRefused(() -> migrator().rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("0"))));
		assertThat(this.database.value("SELECT to_regclass('a')")).isNotNull();
	}

	@Test
	void baselineWhenTheRowIsSwallowedFails() {
		swallow("INSERT", "migration_history");
		assertRefused(() -> migrator().history().baseline(MigrationVersion.parse("2")));
	}

	@Test
	void migrateWhenTheNewNameIsSwallowedFails() {
		this.scripts.without("1_a.sql").without("1_a.down.sql").with("1_other.sql", "CREATE TABLE a (id int)");
		swallow("UPDATE", "migration_history");
		assertRefused(() -> migrator().migrate());
	}

	@Test
	void repairWhenTheChecksumIsSwallowedFails() {
		this.scripts.with("1_a.sql", "CREATE TABLE a (id bigint)");
		List<HistoryRepair> repairs = migrator().history().repairs();
		swallow("UPDATE", "migration_history");
		assertRefused(() -> migrator().history().repair(repairs));
	}

	@Test
	void migrateWhenAnIntentIsSwallowedRunsNothing() {
		this.scripts.with("3_c.sql", "CREATE INDEX CONCURRENTLY i ON a (id)");
		this.scripts.with("4_d.sql", "SELECT 1");
		migrator().run("2_b.sql");
		this.scripts.with("5_e.sql", "VACUUM a");
		this.database.execute("CREATE TABLE migration_progress (migration_name text NOT NULL, direction text NOT NULL,"
				+ " unit integer NOT NULL, statement bigint NOT NULL, rolling_hash text NOT NULL, state text NOT NULL,"
				+ " before jsonb, backend_pid integer, backend_start timestamptz, cursor text, upper_bound text,"
				+ " updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (migration_name, direction))");
		swallow("INSERT", "migration_progress");
		assertRefused(() -> migrator().migrate());
		assertThat(this.database.value("SELECT to_regclass('i')")).isNull();
	}

}
