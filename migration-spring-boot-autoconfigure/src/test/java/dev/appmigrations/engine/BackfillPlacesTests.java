package dev.appmigrations.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.instance.BackfillRunner;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.BackfillOperations;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.HiddenDriver;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.PgBouncer;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Backfills behind a pooler, with a pool of one, behind a proxy that hides the driver,
 * and where rows are hidden.
 */
@OldestAndNewest
class BackfillPlacesTests {

	private static final int ROWS = 12_000;

	private static final String NAME = "1_count.sql";

	private static final String SCRIPT = """
			-- migrate:backfill table=counted key=id batch=fixed:1000 duty=1
			-- migrate:verify SELECT id FROM counted WHERE n <> 1
			UPDATE counted SET n = n + 1 WHERE id BETWEEN :from AND :to;
			""";

	private final MemoryScripts scripts = new MemoryScripts().with(NAME, SCRIPT);

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	private Path folder;

	@BeforeEach
	void fill() {
		this.database.execute("CREATE TABLE counted (id bigint PRIMARY KEY, n int NOT NULL)");
		this.database.execute("INSERT INTO counted SELECT i, 0 FROM generate_series(1, " + ROWS + ") i");
	}

	private Migrator migrator(DataSource dataSource) {
		MigratorOptions defaults = MigratorOptions.defaults();
		MigratorOptions.Rules rules = defaults.rules();
		return Migrator.builder(dataSource, this.scripts)
			.options(defaults.with(new MigratorOptions.Rules(rules.policies(), null, null, rules.adopt(),
					rules.safety(), new BackfillOptions(BackfillOptions.Mode.BACKGROUND, Duration.ofMillis(600)))))
			.build();
	}

	private void assertCounted() {
		assertThat(this.database.list("SELECT concat_ws(' ', n, count(*)) FROM counted GROUP BY n ORDER BY n"))
			.containsExactly("1 " + ROWS);
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly(NAME);
	}

	@Test
	void runBehindAPoolerInTransactionModeDoesEachRowOnce() throws Exception {
		assumeTrue(PgBouncer.program().isPresent(), "PgBouncer is not installed");
		try (PgBouncer bouncer = PgBouncer.start(this.folder, this.database, "transaction", 3, "SELECT 1");
				HikariDataSource pool = bouncer.pool("shop", 3)) {
			Migrator migrator = migrator(pool);
			migrator.migrate();
			migrator.backfills().run(BackfillRequest.all());
		}
		assertCounted();
	}

	@Test
	void runnerWithoutConnectionsOfItsOwnSharesAPoolOfOne() throws Exception {
		try (HikariDataSource pool = Pools.of(this.database, (config) -> config.setMaximumPoolSize(1))) {
			Migrator migrator = migrator(pool);
			migrator.migrate();
			try (BackfillRunner runner = migrator.backfillRunner(null)) {
				runner.start();
				int borrowed = 0;
				while (this.database.list("SELECT 1 FROM migration_history").isEmpty()) {
					pool.getConnection().close();
					borrowed++;
				}
				assertThat(borrowed).isPositive();
			}
		}
		assertCounted();
	}

	@Test
	void runWhereTheDriverIsHiddenDoesEachRowOnce() {
		Migrator migrator = migrator(HiddenDriver.hide(this.database.dataSource()));
		migrator.migrate();
		migrator.backfills().run(BackfillRequest.all());
		assertCounted();
	}

	@Test
	void runWhereAPolicyHidesRowsFailsInsteadOfMissingThem() {
		String role = this.database.name() + "_limited";
		this.database.execute("CREATE ROLE " + role + " LOGIN; GRANT ALL ON SCHEMA public TO " + role
				+ "; GRANT ALL ON counted TO " + role + "; ALTER TABLE counted ENABLE ROW LEVEL SECURITY;"
				+ " CREATE POLICY half ON counted TO " + role + " USING (id % 2 = 0)");
		Migrator migrator = migrator(this.database.dataSource(role));
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> {
			migrator.migrate();
			migrator.backfills().run(BackfillRequest.all());
		}).withMessageContaining("row-level security");
		assertThat(this.database.value("SELECT sum(n) FROM counted")).isEqualTo("0");
	}

	@Test
	void startWhereAPolicyHidesRowsSaysSoAndWhatToDo() {
		String role = this.database.name() + "_limited";
		this.database.execute("CREATE ROLE " + role + " LOGIN; GRANT ALL ON SCHEMA public TO " + role
				+ "; GRANT ALL ON counted TO " + role + "; ALTER TABLE counted ENABLE ROW LEVEL SECURITY;"
				+ " CREATE POLICY half ON counted TO " + role + " USING (id % 2 = 0)");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator(this.database.dataSource(role)).migrate())
			.withMessageContaining("Backfill 1_count.sql cannot read the keys of public.counted."
					+ "\nThe role does not see all rows, because of row level security.")
			.satisfies(
					(ex) -> assertThat(ex.action()).isEqualTo("Nothing of it was done. Mend that, and start again."));
		assertThat(this.database.value("SELECT sum(n) FROM counted")).isEqualTo("0");
	}

	@Test
	void runOnAServerThatOnlyReadsWaits() {
		migrator(this.database.dataSource()).migrate();
		this.database.execute("ALTER DATABASE " + this.database.name() + " SET default_transaction_read_only = on");
		Migrator migrator = migrator(this.database.dataSource());
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator.backfills().run(new BackfillRequest(null, 0, Duration.ofMillis(200))))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.BACKFILL_UNFINISHED))
			.withMessageContaining("the database is read-only (default_transaction_read_only is on)");
		assertThat(migrator.status().backfills()).extracting(BackfillReport::state).isEqualTo(List.of("pending"));
	}

	@Test
	void decisionOnAServerThatOnlyReadsIsRefused() {
		migrator(this.database.dataSource()).migrate();
		this.database.execute("ALTER DATABASE " + this.database.name() + " SET default_transaction_read_only = on");
		Migrator migrator = migrator(this.database.dataSource());
		for (Consumer<BackfillOperations> decision : List.<Consumer<BackfillOperations>>of(
				(backfills) -> backfills.pause(NAME), (backfills) -> backfills.cancel(NAME),
				(backfills) -> backfills.startOver(NAME))) {
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> decision.accept(migrator.backfills()))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_READ_ONLY))
				.withMessageContaining("Database \"" + this.database.name()
						+ "\" is read-only (default_transaction_read_only is on), and what becomes of backfill " + NAME
						+ " has to be written there.");
		}
	}

	@Test
	void batchThatMayWriteNoMoreInItsMiddleComesAgain() {
		this.database.execute("CREATE SEQUENCE batches; CREATE FUNCTION demote() RETURNS trigger LANGUAGE plpgsql AS $$"
				+ " BEGIN IF nextval('batches') IN (3, 4, 12) THEN SET LOCAL transaction_read_only = on; END IF;"
				+ " RETURN NULL; END $$;"
				+ " CREATE TRIGGER demote AFTER UPDATE ON counted FOR EACH STATEMENT EXECUTE FUNCTION demote()");
		Migrator migrator = migrator(this.database.dataSource());
		migrator.migrate();
		migrator.backfills().run(BackfillRequest.all());
		assertCounted();
		assertThat(this.database.value("SELECT last_value FROM batches")).isEqualTo("15");
	}

	@Test
	void keysThatMoveDuringTheRunAreFoundByTheVerification() {
		this.database.execute("CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
				+ " IF NEW.id = 5000 THEN UPDATE counted SET id = -id WHERE id = 9999; END IF; RETURN NULL; END $$;"
				+ " CREATE TRIGGER move AFTER UPDATE ON counted FOR EACH ROW WHEN (OLD.id = NEW.id)"
				+ " EXECUTE FUNCTION move()");
		this.scripts.with(NAME, SCRIPT.replace("SET n = n + 1", "SET n = 1"));
		Migrator migrator = migrator(this.database.dataSource());
		migrator.migrate();
		migrator.backfills().run(BackfillRequest.all());
		assertCounted();
	}

	@Nested
	class BesideAnOlderRelease {

		private MigratorInstance old;

		@BeforeEach
		void startTheOldRelease() {
			Migrator migrator = Migrator
				.builder(BackfillPlacesTests.this.database.dataSource(),
						new MemoryScripts().with("0_old.sql", "SELECT 1;"))
				.build();
			this.old = migrator.instance(BackfillPlacesTests.this.database.dataSource(),
					new InstanceSettings("old", Duration.ofMillis(200), Duration.ofSeconds(60), true),
					new NeverSuspended(), new Heartbeats());
			this.old.migrate();
			BackfillPlacesTests.this.scripts.with("0_old.sql", "SELECT 1;");
		}

		@AfterEach
		void stopTheOldRelease() {
			this.old.close();
		}

		private Migrator migrated() {
			Migrator migrator = migrator(BackfillPlacesTests.this.database.dataSource());
			migrator.migrate();
			return migrator;
		}

		@Test
		void runWaitsUntilItIsGone() {
			Migrator migrator = migrated();
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator.backfills().run(new BackfillRequest(null, 0, Duration.ofMillis(300))))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.BACKFILL_UNFINISHED))
				.withMessageContaining("older releases");
			assertThat(BackfillPlacesTests.this.database.value("SELECT sum(n) FROM counted")).isEqualTo("0");
			this.old.close();
			migrator.backfills().run(BackfillRequest.all());
			assertThat(BackfillPlacesTests.this.database.value("SELECT sum(n) FROM counted")).isEqualTo("" + ROWS);
		}

		@Test
		void runBesideATriggerThatKeepsBothInStepBeginsAtOnce() {
			BackfillPlacesTests.this.database.execute("CREATE FUNCTION step() RETURNS trigger LANGUAGE plpgsql AS $$"
					+ " BEGIN IF TG_OP = 'INSERT' THEN NEW.n := 1; END IF; RETURN NEW; END $$;"
					+ " CREATE TRIGGER zz_step BEFORE INSERT OR UPDATE ON counted FOR EACH ROW EXECUTE FUNCTION step()");
			migrated().backfills().run(BackfillRequest.all());
			assertThat(BackfillPlacesTests.this.database.value("SELECT sum(n) FROM counted")).isEqualTo("" + ROWS);
		}

		@Test
		void runThatMayStartNowBeginsAtOnce() {
			BackfillPlacesTests.this.scripts.with(NAME,
					"-- migrate:backfill start=now nobody writes the table\n" + SCRIPT);
			migrated().backfills().run(BackfillRequest.all());
			assertThat(BackfillPlacesTests.this.database.value("SELECT sum(n) FROM counted")).isEqualTo("" + ROWS);
		}

	}

}
