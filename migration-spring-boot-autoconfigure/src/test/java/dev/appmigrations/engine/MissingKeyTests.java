package dev.appmigrations.engine;

import java.util.List;

import ch.qos.logback.classic.Level;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tables of ours that have lost their keys, as a restore without its last section leaves
 * them.
 */
class MissingKeyTests {

	private static final List<String> KEYS = List.of("migration_history (id) p", "migration_history (migration_name) u",
			"migration_log (id) p", "migration_progress (migration_name, direction) p");

	private final MemoryScripts scripts = new MemoryScripts()
		.with("1_a.sql", "CREATE TABLE a (id int);\nVACUUM a;\nSELECT 1;")
		.with("1_a.down.sql", "DROP TABLE a");

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void migrate() {
		migrator().migrate();
	}

	private Migrator migrator() {
		return Migrator.builder(this.database.dataSource(), this.scripts).build();
	}

	private Migrator migratorOf(String role) {
		return Migrator.builder(this.database.dataSource(role), this.scripts).build();
	}

	private List<String> keys() {
		return this.database.list("SELECT conrelid::regclass || ' (' || (SELECT string_agg(attname, ', ' ORDER BY"
				+ " array_position(conkey, attnum)) FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))"
				+ " || ') ' || contype::text FROM pg_constraint WHERE conrelid::regclass::text LIKE 'migration%'"
				+ " AND contype IN ('p', 'u') ORDER BY 1");
	}

	private void dropKeys(String condition) {
		this.database.execute("DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname"
				+ " FROM pg_constraint WHERE conrelid::regclass::text LIKE 'migration%' AND contype IN ('p', 'u') AND "
				+ condition + " LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);"
				+ " END LOOP; END $$");
	}

	private void addScript() {
		this.scripts.with("2_b.sql", "CREATE TABLE b (id int);\nVACUUM b;\nSELECT 1;");
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "contype = 'u'", "contype = 'p'", "conrelid = 'migration_progress'::regclass",
			"conrelid = 'migration_history'::regclass", "conrelid = 'migration_log'::regclass" })
	void migrateWhenKeysAreMissingAddsThemAndSaysSo(String which) {
		assertThat(keys()).isEqualTo(KEYS);
		dropKeys(which);
		int dropped = KEYS.size() - keys().size();
		assertThat(dropped).isPositive();
		addScript();
		try (CapturedLog log = CapturedLog.open()) {
			assertThat(migrator().migrate().steps()).hasSize(1);
			assertThat(log.messages(Level.INFO)).filteredOn((line) -> line.contains("A key was missing"))
				.hasSize(dropped);
		}
		assertThat(keys()).isEqualTo(KEYS);
		assertThat(migrator().migrate().steps()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "contype = 'u'" })
	void rollbackWhenKeysAreMissingAddsThem(String which) {
		dropKeys(which);
		assertThat(migrator().rollbacks().run(new RollbackRequest.Last(1)).steps()).hasSize(1);
		assertThat(keys()).isEqualTo(KEYS);
	}

	@Test
	void migrateWhenNothingIsPendingLeavesTheTablesAlone() {
		dropKeys("true");
		assertThat(migrator().migrate().applied()).hasSize(1);
		assertThat(migrator().status().problems()).isEmpty();
		assertThat(keys()).isEmpty();
	}

	@Test
	void migrateWhenRowsAreInTheWayNamesThem() {
		dropKeys("contype = 'u'");
		this.database.execute("INSERT INTO migration_history (migration_name) VALUES ('1_a.sql'), ('0_x'), ('0_x'),"
				+ " ('0_x'), ('0_y')");
		addScript();
		MigrationException failure = catchThrowableOfType(MigrationException.class, () -> migrator().migrate());
		assertThat(failure.code()).isEqualTo(ErrorCode.HISTORY_UNUSABLE);
		assertThat(failure.description()).contains("UNIQUE (migration_name) of \"public\".\"migration_history\"",
				"\n  0_x, 3 rows\n  1_a.sql, 2 rows");
		assertThat(this.database.value("SELECT to_regclass('b')")).isNull();
		this.database.execute("DELETE FROM migration_history WHERE id > 1");
		assertThat(migrator().migrate().steps()).hasSize(1);
		assertThat(keys()).isEqualTo(KEYS);
	}

	@Test
	void migrateWhenOnlyIdsAreThereTwiceWarnsAndRuns() {
		dropKeys("contype = 'p'");
		this.database.execute("INSERT INTO migration_log SELECT * FROM migration_log");
		addScript();
		try (CapturedLog log = CapturedLog.open()) {
			assertThat(migrator().migrate().steps()).hasSize(1);
			assertThat(log.messages(Level.WARN)).anySatisfy((line) -> assertThat(line)
				.contains("PRIMARY KEY (id) of \"public\".\"migration_log\" cannot be added"));
		}
		assertThat(keys()).hasSize(3);
	}

	@Test
	void migrateWhenTheRoleMayNotAlterTellsTheStatement() {
		String role = this.database.name() + "_app";
		this.database.execute("CREATE ROLE " + role + " LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role
				+ "; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO " + role + "; GRANT CREATE ON SCHEMA public TO "
				+ role);
		try {
			dropKeys("conrelid = 'migration_log'::regclass");
			addScript();
			assertThat(migratorOf(role).migrate().steps()).hasSize(1);
			dropKeys("contype = 'u'");
			this.scripts.with("3_c.sql", "CREATE TABLE c ();");
			MigrationException failure = catchThrowableOfType(MigrationException.class,
					() -> migratorOf(role).migrate());
			assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThat(failure.action()).contains("Let the owner of the table run:",
					"ALTER TABLE \"public\".\"migration_history\" ADD UNIQUE (migration_name);");
			assertThat(this.database.value("SELECT to_regclass('c')")).isNull();
		}
		finally {
			this.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
		}
	}

	@Test
	void dryRunWhenKeysAreMissingLeavesTheTablesAlone() {
		dropKeys("true");
		this.scripts.with("2_b.sql", "CREATE TABLE b (id int);");
		assertThat(migrator().safety().tryOut(null).failure()).isNull();
		assertThat(keys()).isEmpty();
	}

}
