package dev.appmigrations.engine;

import java.time.Duration;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables whose owner is believed, with code of a role that is not: its owner may change
 * what it does at any time. A start with nothing to do reads the history and writes a row
 * of the instances, and calls none of it.
 */
class IdleStartTrustTests {

	private static final String CALLS = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM calls";

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id int)");

	@FreshDatabase
	private TestDatabase database;

	private String mallory;

	@BeforeEach
	void setUp() {
		this.mallory = this.database.name() + "_mallory";
		this.database.execute("CREATE ROLE " + this.mallory + "; GRANT ALL ON SCHEMA public TO " + this.mallory
				+ "; CREATE SEQUENCE calls; GRANT ALL ON SEQUENCE calls TO PUBLIC; SET ROLE " + this.mallory
				+ "; CREATE FUNCTION evil(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS"
				+ " $$ BEGIN PERFORM nextval('public.calls'); RETURN $1; END $$; RESET ROLE");
		try (MigratorInstance instance = instance(this.database.dataSource())) {
			assertThat(instance.migrate().steps()).hasSize(1);
		}
	}

	@AfterEach
	void tearDown() {
		this.database.execute("DROP OWNED BY " + this.mallory + " CASCADE; DROP ROLE " + this.mallory);
	}

	private MigratorInstance instance(DataSource dataSource) {
		return Migrator.builder(dataSource, this.scripts)
			.build()
			.instance(dataSource, new InstanceSettings("shop", Duration.ofHours(1), Duration.ofHours(20), true),
					new InstanceListener() {

						@Override
						public void suspended(String reason) {
						}

						@Override
						public void resumed() {
						}

					}, new Heartbeats());
	}

	static Stream<Arguments> code() {
		return Stream.of("migration_history", "migration_log", "migration_progress", "migration_instance")
			.flatMap((table) -> Stream.of("ALTER TABLE %s ADD CHECK (evil('x') = 'x')",
					"ALTER TABLE %1$s ADD x text DEFAULT evil('x')", "CREATE INDEX ON %s ((evil('x')))",
					"CREATE INDEX ON %s ((1)) WHERE evil('x') = 'x'",
					"CREATE STATISTICS s ON (evil('x')), (evil('y')) FROM %s",
					"ALTER TABLE %s ADD x text GENERATED ALWAYS AS (evil('x')) STORED",
					"CREATE DOMAIN d AS text CHECK (evil(VALUE) = VALUE); ALTER TABLE %s ADD x d DEFAULT 'x'",
					"CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM evil(''x''); RETURN NEW; END';"
							+ " ALTER FUNCTION t() OWNER TO mallory;"
							+ " CREATE TRIGGER t BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION t()",
					"CREATE RULE r AS ON INSERT TO %s DO ALSO SELECT evil('x')")
				.map((sql) -> Arguments.of(table, sql.formatted(table))));
	}

	@ParameterizedTest
	@MethodSource("code")
	void startWithNothingToDoCallsNoCodeOfOthers(String table, String sql) {
		createProgress();
		this.database.execute(sql.replace("mallory", this.mallory));
		String before = this.database.value(CALLS);
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setOptions("-c constraint_exclusion=on");
		try (MigratorInstance instance = instance(dataSource)) {
			instance.migrate();
		}
		catch (MigrationException ex) {
			// Refused or not: either is right where nothing is called.
			assertThat(ex.code()).isEqualTo(ErrorCode.HISTORY_UNTRUSTED);
			assertThat(ex.description()).contains(this.mallory);
		}
		assertThat(this.database.value(CALLS)).as(table).isEqualTo(before);
	}

	@ParameterizedTest
	@MethodSource("code")
	void startWithNothingToDoAcceptsCodeOfTheOwner(String table, String sql) {
		createProgress();
		this.database.execute("ALTER FUNCTION evil(text) OWNER TO CURRENT_USER");
		this.database.execute(sql.replace("OWNER TO mallory", "OWNER TO CURRENT_USER"));
		try (MigratorInstance instance = instance(this.database.dataSource())) {
			assertThat(instance.migrate().applied()).as(table).hasSize(1);
			// With a rule, the server refuses ON CONFLICT: it starts, and does not sign
			// on.
			boolean refused = sql.contains("RULE") && table.equals("migration_instance");
			assertThat(this.database.value("SELECT count(*) FROM migration_instance WHERE lapses_at > now()"))
				.isEqualTo((refused) ? "0" : "1");
		}
	}

	private void createProgress() {
		this.database.execute("CREATE TABLE migration_progress (migration_name text NOT NULL, direction text NOT NULL,"
				+ " unit int NOT NULL, statement bigint NOT NULL, rolling_hash text NOT NULL, state text NOT NULL,"
				+ " before jsonb, backend_pid int, backend_start timestamptz, cursor text, upper_bound text,"
				+ " updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (migration_name, direction))");
	}

}
