package dev.appmigrations.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.autoconfigure.observation.MigrationObservationAutoConfiguration;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Observations and meters of an application, and the page that tells of them.
 */
class ObservabilityPageTests {

	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| `(app\\.migrations[a-z.]*)` \\| ([a-z ]+) \\| (`[^|]*) \\|");

	private static final Pattern METRIC = Pattern.compile("\\bapp_migrations_[a-z_]+");

	private final MemoryScripts scripts = new MemoryScripts().with("1_person.sql", "CREATE TABLE person (name text);");

	private final MemoryScripts ofTenants = new MemoryScripts().with("1_order.sql", "CREATE TABLE item ();");

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final List<String> spans = new CopyOnWriteArrayList<>();

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new Spans());
		this.application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					MigrationAutoConfiguration.class, MigrationObservationAutoConfiguration.class))
			.withBean(ScriptSource.class,
					() -> (location) -> ((location.path().contains("tenant")) ? this.ofTenants : this.scripts)
						.find(location))
			.withBean(MeterRegistry.class, () -> this.meters)
			.withBean(ObservationRegistry.class, () -> observations)
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "app.migrations.instances.heartbeat-interval=100ms");
	}

	/** As Spring Boot does it when the singletons are there. */
	private void bind(ApplicationContext context) {
		context.getBeanProvider(MeterBinder.class).forEach((binder) -> binder.bindTo(this.meters));
	}

	private double gauge(String name) {
		return this.meters.get("app.migrations." + name).tag("migrator", "migrator").gauge().value();
	}

	private long runs(String outcome) {
		return this.meters.get("app.migrations.run").tag("outcome", outcome).timer().count();
	}

	@Test
	void startIsARunWithAMigrationInIt() {
		this.application.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(runs("applied")).isOne();
			assertThat(this.meters.get("app.migrations.migration")
				.tags("migrator", "migrator", "direction", "up", "phase", "expand", "outcome", "done")
				.timer()
				.count()).isOne();
			assertThat(this.spans).containsExactly("apply 1_person.sql in app.migrations.run", "migrate migrator");
			context.getBean(Migrator.class).migrate();
			assertThat(runs("nothing")).isOne();
		});
	}

	@Test
	void runsThatFailAreFailedWhateverTheReason() {
		this.application.run((context) -> {
			Migrator migrator = context.getBean(Migrator.class);
			this.scripts.with("2_wrong.sql", "SELECT no_such_column;");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate);
			assertThat(runs("failed")).isOne();
			assertThat(this.meters.get("app.migrations.migration").tag("outcome", "failed").timer().count()).isOne();
			this.scripts.with("1_person.sql", "SELECT 'changed';");
			assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate);
			assertThat(this.meters.get("app.migrations.run")
				.tags("outcome", "failed", "error", "InvalidMigrationsException")
				.timer()
				.count()).isOne();
			assertThat(this.meters.get("app.migrations.run.active").longTaskTimers())
				.allMatch((timer) -> timer.activeTasks() == 0);
		});
	}

	@Test
	void gaugesShowWhatIsKnownAndAScrapeNeverConnects() {
		AtomicInteger connections = new AtomicInteger();
		DataSource counting = new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				connections.incrementAndGet();
				return super.getConnection();
			}

		};
		this.application.withBean(DataSource.class, () -> counting)
			.withPropertyValues("app.migrations.instances.enabled=false")
			.run((context) -> {
				bind(context);
				int before = connections.get();
				assertThat(before).isPositive();
				for (Meter meter : this.meters.getMeters()) {
					assertThat(meter.measure()).isNotEmpty();
				}
				assertThat(gauge("applied")).isOne();
				assertThat(gauge("pending")).isZero();
				assertThat(gauge("reading.age")).isNotNegative();
				assertThat(connections).hasValue(before);
			});
	}

	@Test
	void gaugesFollowTheHeartbeats() {
		this.application.run((context) -> {
			bind(context);
			this.scripts.with("2_more.sql", "CREATE TABLE more ();");
			await().atMost(Duration.ofSeconds(20)).until(() -> gauge("pending") == 1);
		});
	}

	@Test
	void conventionOfTheApplicationIsUsed(@TempDir Path temp) throws Exception {
		Snippet snippet = Snippet.of("observability.md", "java")
			.stream()
			.filter((found) -> found.text().contains("class KindOfMigration"))
			.findFirst()
			.orElseThrow();
		this.application.withUserConfiguration(JavaSnippetTests.compile(snippet, temp, ""))
			.run((context) -> assertThat(
					this.meters.get("app.migrations.migration").tag("kind", "versioned").timer().count())
				.isOne());
	}

	@Test
	void applicationWithoutMicrometerStarts() {
		this.application.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MigrationObservationAutoConfiguration.class));
		this.application.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("migrationMetrics"));
	}

	@Test
	void pageAndDashboardTellOfEachMeterThatIsThere() throws IOException {
		this.database.execute("CREATE TABLE big AS SELECT i AS id, 0 AS n FROM generate_series(1, 2000) i;"
				+ " ALTER TABLE big ADD PRIMARY KEY (id)");
		this.scripts.with("2_fill.sql", """
				-- migrate:backfill table=big key=id
				-- migrate:verify SELECT id FROM big WHERE n = 0
				UPDATE big SET n = 1 WHERE id BETWEEN :from AND :to;
				""");
		this.application
			.withPropertyValues("app.migrations.backfill.mode=startup", "app.migrations.tenants.schemas=red")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				bind(context);
				assertThat(context.getBean(Tenants.class).names()).containsExactly("red");
				assertThat(this.meters.get("app.migrations.backfill.rows").counter().count()).isBetween(0.0, 2000.0);
				blockedRun(context.getBean(Migrator.class));
				competingRun(context.getBean(Migrator.class));
			});
		String page = Files.readString(Snippet.root().resolve("docs/observability.md"));
		Map<String, String> documented = new TreeMap<>();
		Matcher rows = ROW.matcher(page);
		while (rows.find()) {
			documented.put(rows.group(1), rows.group(2) + " " + rows.group(3).replaceAll("[`,]", ""));
		}
		assertThat(registered()).isEqualTo(documented);
		Set<String> queried = METRIC.matcher(Files.readString(Snippet.root().resolve("docs/grafana/migrations.json")))
			.results()
			.map((match) -> match.group())
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(queried).isNotEmpty().isSubsetOf(prometheusNames());
	}

	/** Somebody holds the table that the migration needs, for one attempt. */
	private void blockedRun(Migrator migrator) throws Exception {
		this.scripts.with("3_more.sql", "-- migrate:lock-timeout 100ms\nALTER TABLE big ADD COLUMN more int;");
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE big");
			Thread run = new Thread(migrator::migrate);
			run.start();
			await().atMost(Duration.ofSeconds(20))
				.until(() -> this.meters.find("app.migrations.lock.attempts")
					.tag("outcome", "failed")
					.counter() != null);
			other.rollback();
			run.join();
		}
		assertThat(this.meters.get("app.migrations.lock.attempts").tag("outcome", "succeeded").counter().count())
			.isPositive();
	}

	/** Another instance holds the migrations' lock. */
	private void competingRun(Migrator migrator) throws Exception {
		this.scripts.with("4_slow.sql", "SELECT pg_sleep(4);");
		Thread first = new Thread(Migrator.builder(this.database.dataSource(), this.scripts)
			.options(MigratorOptions.defaults())
			.build()::migrate);
		first.start();
		await().atMost(Duration.ofSeconds(20))
			.until(() -> !this.database.list("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'").isEmpty());
		migrator.migrate();
		first.join();
	}

	private Map<String, String> registered() {
		Map<String, String> registered = new TreeMap<>();
		for (Meter meter : this.meters.getMeters()) {
			String keys = meter.getId()
				.getTags()
				.stream()
				.map(Tag::getKey)
				.sorted(ObservabilityPageTests::inOrderOfThePage)
				.collect(Collectors.joining(" "));
			registered.put(meter.getId().getName(),
					meter.getId().getType().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + keys);
		}
		return registered;
	}

	private static int inOrderOfThePage(String one, String other) {
		List<String> order = List.of("migrator", "backfill", "direction", "phase", "outcome", "error", "state");
		return Integer.compare(order.indexOf(one), order.indexOf(other));
	}

	/** See Micrometer: {@code PrometheusNamingConvention}. */
	private Set<String> prometheusNames() {
		return this.meters.getMeters().stream().flatMap((meter) -> {
			String name = meter.getId().getName().replace('.', '_');
			String unit = meter.getId().getBaseUnit();
			return switch (meter.getId().getType()) {
				case TIMER -> Stream.of("_count", "_sum", "_max").map((end) -> name + "_seconds" + end);
				case LONG_TASK_TIMER -> Stream.of("_count", "_sum", "_max").map((end) -> name + "_seconds" + end);
				case COUNTER -> Stream.of(name + "_total");
				default -> Stream.of((unit != null) ? name + "_" + unit : name);
			};
		}).collect(Collectors.toSet());
	}

	/** Notes what ends, and in what. */
	private final class Spans implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			var parent = context.getParentObservation();
			ObservabilityPageTests.this.spans.add(
					context.getContextualName() + ((parent != null) ? " in " + parent.getContextView().getName() : ""));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
