package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many instances in one database, each with a history in a schema of its own.
 */
@OldestAndNewest
class HeartbeatsTests {

	private static final int MIGRATORS = 50;

	private static final Duration BEAT = Duration.ofMillis(300);

	private static final Duration LAPSE = Duration.ofSeconds(4);

	private static final Duration SOON = Duration.ofSeconds(30);

	private final MemoryScripts scripts = new MemoryScripts().with("1_one.sql", "CREATE TABLE one (id int);");

	private final Heartbeats heartbeats = new Heartbeats();

	private final List<MigratorInstance> instances = new ArrayList<>();

	private final Set<String> suspended = ConcurrentHashMap.newKeySet();

	@FreshDatabase
	private TestDatabase database;

	private DataSource own;

	@BeforeEach
	void setUp() {
		PGSimpleDataSource named = (PGSimpleDataSource) this.database.dataSource();
		named.setApplicationName("heartbeats");
		this.own = named;
	}

	@AfterEach
	void tearDown() {
		this.instances.forEach(MigratorInstance::signOff);
		this.instances.forEach(MigratorInstance::close);
		awaitNoSession();
		assertThat(this.database.value(alive("none"))).isEqualTo("0");
	}

	private MigratorInstance instance(String schema) {
		Migrator migrator = Migrator.builder(this.database.dataSource(), this.scripts)
			.options(MigratorOptions.defaults().with(new MigratorOptions.History(schema, "migration_history", false)))
			.build();
		MigratorInstance instance = migrator.instance(this.own, new InstanceSettings(schema, BEAT, LAPSE, true),
				new InstanceListener() {

					@Override
					public void suspended(String reason) {
						HeartbeatsTests.this.suspended.add(schema);
					}

					@Override
					public void resumed() {
						HeartbeatsTests.this.suspended.remove(schema);
					}

				}, this.heartbeats);
		this.instances.add(instance);
		return instance;
	}

	private void start(int number) {
		for (int i = 1; i <= number; i++) {
			MigratorInstance instance = instance("tenant" + i);
			if (i % 2 == 0) {
				instance.migrate();
			}
			else {
				instance.join();
			}
		}
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("migrations-instance"))
			.count();
	}

	private String sessions() {
		return this.database.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
				+ " AND application_name = 'heartbeats'");
	}

	/** A session ends a moment after its client. */
	private void awaitNoSession() {
		await().atMost(SOON).until(() -> sessions().equals("0"));
	}

	/** Counts the instances of all schemas but one. */
	private String alive(String except) {
		List<String> tables = this.database
			.list("SELECT format('SELECT * FROM %s', oid::regclass) FROM pg_class WHERE relname = 'migration_instance'"
					+ " AND relnamespace::regnamespace::text <> '" + except + "'");
		return "SELECT count(*) FROM (" + String.join(" UNION ALL ", tables) + ") i WHERE lapses_at > now()";
	}

	private void awaitBeats(String except) {
		String alive = alive(except);
		String seen = alive.replace("lapses_at > now()", "last_seen > clock_timestamp() - interval '2s'");
		String expected = this.database.value(alive.replace("lapses_at > now()", "lapses_at > last_seen"));
		await().atMost(SOON).until(() -> expected.equals(this.database.value(seen)));
	}

	@Test
	void manyInstancesOfOneDatabaseShareAThreadAndAConnection() {
		long before = threads();
		start(MIGRATORS);
		awaitBeats("none");
		assertThat(this.database.value(alive("none"))).isEqualTo(String.valueOf(MIGRATORS));
		assertThat(threads() - before).isEqualTo(2);
		assertThat(sessions()).isEqualTo("1");
		this.instances.subList(1, MIGRATORS).forEach(MigratorInstance::close);
		awaitBeats("none");
		assertThat(this.database.value(alive("none"))).isEqualTo("1");
		assertThat(sessions()).isEqualTo("1");
		this.instances.get(0).close();
		await().atMost(SOON).until(() -> threads() == before);
		awaitNoSession();
		MigratorInstance again = instance("tenant1");
		again.join();
		assertThat(sessions()).isEqualTo("1");
		awaitBeats("none");
	}

	@Test
	void instanceWhoseTableIsBrokenIsSuspendedAlone() {
		start(10);
		awaitBeats("none");
		String backend = backend();
		this.database.execute("ALTER TABLE tenant3.migration_instance RENAME COLUMN last_seen TO gone");
		await().atMost(SOON).until(() -> this.suspended.equals(Set.of("tenant3")));
		awaitBeats("tenant3");
		assertThat(this.suspended).containsExactly("tenant3");
		assertThat(backend()).isEqualTo(backend);
		this.database.execute("ALTER TABLE tenant3.migration_instance RENAME COLUMN gone TO last_seen");
		await().atMost(SOON).until(this.suspended::isEmpty);
	}

	@Test
	void instancesWhoseTablesAreLockedDoNotKeepOthersFromBeingSeen() throws Exception {
		start(10);
		awaitBeats("none");
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			for (int i = 1; i <= 9; i++) {
				statement.execute("LOCK TABLE tenant" + i + ".migration_instance");
			}
			await().atMost(SOON).until(() -> this.suspended.size() == 9);
			assertThat(this.suspended).doesNotContain("tenant10");
			String seen = "SELECT last_seen > clock_timestamp() - interval '2s' FROM tenant10.migration_instance";
			await().atMost(SOON).until(() -> "t".equals(this.database.value(seen)));
			assertThat(this.suspended).doesNotContain("tenant10");
			other.rollback();
		}
		await().atMost(SOON).until(this.suspended::isEmpty);
	}

	@Test
	void connectionThatBreaksIsOpenedAgain() {
		start(10);
		awaitBeats("none");
		String backend = backend();
		this.database.value("SELECT pg_terminate_backend(" + backend + ")");
		await().atMost(SOON).until(() -> !backend.equals(backend()) && "1".equals(sessions()));
		awaitBeats("none");
		assertThat(this.suspended).isEmpty();
	}

	private String backend() {
		return String
			.valueOf(this.database.value("SELECT max(pid) FROM pg_stat_activity WHERE datname = current_database()"
					+ " AND application_name = 'heartbeats'"));
	}

}
