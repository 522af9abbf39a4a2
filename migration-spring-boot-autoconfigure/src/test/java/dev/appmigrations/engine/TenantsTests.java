package dev.appmigrations.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.jdbc.TenantDataSources;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.TenantOptions;
import dev.appmigrations.engine.options.TenantOptions.OnFailure;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.report.TenantReport;
import dev.appmigrations.engine.report.TenantsReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.tenant.TenantsFailedException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Many schemas with the same scripts.
 */
@OldestAndNewest
class TenantsTests {

	private static final String FIRST = "1_orders.sql";

	private static final String SECOND = "2_note.sql";

	private final MemoryScripts scripts = new MemoryScripts().with(FIRST,
			"CREATE TABLE orders (id bigint PRIMARY KEY);");

	@FreshDatabase
	private TestDatabase database;

	@FreshDatabase
	private TestDatabase other;

	private Tenants tenants(TenantOptions options) {
		return new Tenants(Migrator.builder(this.database.dataSource(), this.scripts), options);
	}

	private static String[] names(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((number) -> "tenant_" + number).toArray(String[]::new);
	}

	private List<String> tables(String name) {
		return this.database
			.list("SELECT table_schema FROM information_schema.tables WHERE table_name = '" + name + "' ORDER BY 1");
	}

	private static List<String> done(TenantsReport report, String tenant) {
		return Objects.requireNonNull(report.find(tenant).orElseThrow().report())
			.steps()
			.stream()
			.map(StepReport::name)
			.toList();
	}

	@Test
	void eachTenantGetsItsOwnTablesAndHistoryOnce() {
		Tenants tenants = tenants(TenantOptions.of("red", "blue"));
		assertThat(tenants.migrate().summary()).isEqualTo("2 tenants: 0 up to date, 2 migrated");
		assertThat(tables("orders")).containsExactly("blue", "red");
		assertThat(tables("migration_history")).containsExactly("blue", "red");
		assertThat(tenants.migrate().summary()).isEqualTo("2 tenants: 2 up to date");
		assertThat(tenants.status().summary()).isEqualTo("2 tenants: 2 up to date");
	}

	@Test
	void manyTenantsAreReadTogetherAndOnlyThoseWithWorkAreRun() {
		tenants(TenantOptions.of(names(70))).migrate();
		this.database.execute("DELETE FROM tenant_33.migration_history; DROP TABLE tenant_33.orders");
		TenantsReport report = tenants(TenantOptions.of(names(71))).migrate();
		assertThat(report.summary()).isEqualTo("71 tenants: 69 up to date, 2 migrated");
		assertThat(done(report, "tenant_33")).containsExactly(FIRST);
		assertThat(done(report, "tenant_71")).containsExactly(FIRST);
		this.scripts.with(SECOND, "ALTER TABLE orders ADD note text;");
		assertThat(tenants(TenantOptions.of(names(71))).status().summary())
			.isEqualTo("71 tenants: 0 up to date, 71 pending");
	}

	@Test
	void queryTellsTheTenants() {
		this.database.execute("CREATE TABLE customer (schema text); INSERT INTO customer VALUES ('a'), ('b \"x\"')");
		Tenants tenants = tenants(
				new TenantOptions(List.of("fixed"), "SELECT schema FROM public.customer", 2, OnFailure.CONTINUE));
		assertThat(tenants.migrate().tenants()).extracting(TenantReport::tenant)
			.containsExactly("a", "b \"x\"", "fixed");
		assertThat(tables("orders")).containsExactlyInAnyOrder("a", "b \"x\"", "fixed");
	}

	@Test
	void queryThatWritesIsRefused() {
		this.database.execute("CREATE TABLE customer (schema text)");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> tenants(new TenantOptions(List.of(),
					"INSERT INTO public.customer VALUES ('a') RETURNING schema", 1, OnFailure.STOP))
				.migrate())
			.withMessageContaining("read-only transaction");
	}

	@Test
	void tenantThatFailsHidesNoOther() {
		this.database.execute("CREATE SCHEMA tenant_2; CREATE TABLE tenant_2.orders (x int)");
		TenantsReport report = tenants(new TenantOptions(List.of(names(3)), null, 1, OnFailure.CONTINUE)).migrate();
		assertThat(report.summary()).isEqualTo("3 tenants: 0 up to date, 2 migrated, 1 failed");
		assertThat(report.failed()).singleElement().satisfies((failed) -> {
			assertThat(failed.tenant()).isEqualTo("tenant_2");
			assertThat(failed.failure()).hasMessageContaining("\"orders\" already exists");
		});
		assertThat(tables("migration_history")).contains("tenant_1", "tenant_3");
	}

	@Test
	void tenantThatFailsStopsTheOthersIfTheOptionsSaySo() {
		this.database.execute("CREATE SCHEMA tenant_2; CREATE TABLE tenant_2.orders (x int)");
		assertThatExceptionOfType(TenantsFailedException.class)
			.isThrownBy(() -> tenants(new TenantOptions(List.of(names(3)), null, 1, OnFailure.STOP)).migrate())
			.withMessageStartingWith("3 tenants: 0 up to date, 1 migrated, 1 failed, 1 not reached\n"
					+ "Tenant tenant_2: Migration 1_orders.sql failed at db/migration/1_orders.sql:1:1\n");
		assertThat(tables("orders")).doesNotContain("tenant_3");
	}

	@Test
	void searchPathIsTheTenantsSchemaAndThenWhatItWas() {
		this.database.execute("CREATE TABLE shared (tenant text)");
		this.scripts.with(SECOND, "INSERT INTO shared VALUES ('${tenant}'); INSERT INTO orders VALUES (1);");
		tenants(TenantOptions.of("red", "blue")).migrate();
		assertThat(this.database.list("SELECT tenant FROM shared ORDER BY 1")).containsExactly("blue", "red");
	}

	@Test
	void repeatableMigrationThatNamesTheTenantRunsOnceForEach() {
		this.scripts.with("R__view.sql",
				"CREATE OR REPLACE VIEW who AS SELECT '${tenant}' AS tenant, '${color}' AS c;");
		MigratorOptions defaults = MigratorOptions.defaults();
		Tenants tenants = new Tenants(
				Migrator.builder(this.database.dataSource(), this.scripts)
					.options(defaults
						.with(new MigratorOptions.Scripts(defaults.scripts().locations(), Map.of("color", "green")))),
				TenantOptions.of("red", "blue"));
		tenants.migrate();
		assertThat(tenants.migrate().summary()).isEqualTo("2 tenants: 2 up to date");
		assertThat(this.database.value("SELECT tenant || c FROM red.who")).isEqualTo("redgreen");
		assertThat(this.database.value("SELECT tenant || c FROM blue.who")).isEqualTo("bluegreen");
	}

	@Test
	void newTenantIsReadyWhenItIsMigrated() {
		Tenants tenants = tenants(TenantOptions.of("red"));
		tenants.migrate();
		assertThat(tenants.isReady("red")).isTrue();
		assertThat(tenants.isReady("blue")).isFalse();
		assertThat(tenants.migrate("blue").steps()).hasSize(1);
		assertThat(tenants.isReady("blue")).isTrue();
	}

	@Test
	void interruptedMigrationOfATenantIsFoundAgain() {
		this.scripts.with(SECOND, "CREATE INDEX CONCURRENTLY orders_id ON orders (id);\nSELECT 1 / 0;");
		Tenants tenants = tenants(new TenantOptions(List.of("red", "blue"), null, 2, OnFailure.CONTINUE));
		assertThat(tenants.migrate().failed()).hasSize(2);
		assertThat(tenants.status().summary()).isEqualTo("2 tenants: 0 up to date, 2 pending");
		this.scripts.with(SECOND, "CREATE INDEX CONCURRENTLY orders_id ON orders (id);\nSELECT 1;");
		assertThat(tenants.migrate().summary()).isEqualTo("2 tenants: 0 up to date, 2 migrated");
		assertThat(tenants.migrate().summary()).isEqualTo("2 tenants: 2 up to date");
	}

	@Test
	void contractOfATenantWaitsForTheInstancesThatAllShare() {
		String contract = "-- migrate:phase contract\n-- migrate:requires 1\nALTER TABLE orders DROP COLUMN old;";
		this.scripts.with(FIRST, "CREATE TABLE orders (id bigint PRIMARY KEY, old text);");
		Tenants before = tenants(TenantOptions.of("red"));
		before.migrate();
		MemoryScripts shared = new MemoryScripts().with("1_shared.sql", "CREATE TABLE shared ();");
		Migrator migrator = Migrator.builder(this.database.dataSource(), shared).build();
		InstanceSettings settings = new InstanceSettings("old", Duration.ofMillis(200), Duration.ofSeconds(60), true);
		try (MigratorInstance old = migrator.instance(this.database.dataSource(), settings.knowing(before.known()),
				new NeverSuspended(), new Heartbeats())) {
			old.migrate();
			this.scripts.with("2_drop.sql", contract);
			Tenants after = tenants(TenantOptions.of("red"));
			assertThat(after.known()).containsExactly("tenant:2_drop.sql");
			assertThat(after.migrate().find("red").orElseThrow().report())
				.satisfies((report) -> assertThat(report.waiting()).extracting(WaitingReport::name)
					.containsExactly("2_drop.sql"));
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> after.migrator("red").contract(ContractRequest.now()))
				.withMessageContaining("does not know it");
		}
		this.database.execute("DELETE FROM migration_instance");
		try (MigratorInstance renewed = migrator.instance(this.database.dataSource(),
				settings.knowing(tenants(TenantOptions.of("red")).known()), new NeverSuspended(), new Heartbeats())) {
			renewed.migrate();
			Migrator red = tenants(TenantOptions.of("red")).migrator("red");
			await().untilAsserted(() -> assertThat(red.status().waiting()).singleElement()
				.satisfies(
						(waiting) -> assertThat(waiting.reasons()).noneMatch((reason) -> reason.contains("know it"))));
			assertThat(red.contract(ContractRequest.forced()).steps()).hasSize(1);
		}
	}

	@Test
	void instancesLearnThatAContractOfATenantWasApplied() {
		tenants(TenantOptions.of("red", "blue")).migrate();
		this.scripts.with("2_drop.sql", "-- migrate:phase contract\n-- migrate:requires 1\nDROP TABLE orders;");
		Tenants tenants = tenants(TenantOptions.of("red", "blue"));
		AtomicInteger contracted = new AtomicInteger();
		InstanceSettings settings = new InstanceSettings("shop", Duration.ofMillis(100), Duration.ofSeconds(60), true)
			.knowing(tenants.known());
		Migrator shared = Migrator
			.builder(this.database.dataSource(), new MemoryScripts().with("1_shared.sql", "CREATE TABLE shared ();"))
			.build();
		try (MigratorInstance instance = shared.instance(this.database.dataSource(), settings, new NeverSuspended() {

			@Override
			public void contracted() {
				contracted.incrementAndGet();
			}

		}, new Heartbeats())) {
			instance.migrate();
			awaitHeartbeats("1");
			assertThat(contracted).hasValue(0);
			assertThat(tenants.contract(ContractRequest.forced()).summary())
				.isEqualTo("2 tenants: 0 up to date, 2 migrated");
			await().untilAsserted(() -> assertThat(contracted).hasValueGreaterThan(0));
			int told = contracted.get();
			awaitHeartbeats("2");
			assertThat(contracted).hasValueBetween(told, told + 1);
		}
		assertThat(this.database
			.value("SELECT count(*) FROM migration_instance WHERE application_name =" + " 'contract of tenant'"))
			.isEqualTo("1");
	}

	/** Until the last one is some seconds behind the start. */
	private void awaitHeartbeats(String seconds) {
		await().until(() -> this.database
			.value("SELECT last_seen > started_at + '" + seconds
					+ "s'::interval FROM migration_instance WHERE application_name <> 'contract of tenant'")
			.equals("t"));
	}

	@Test
	void indexesOfTenantsAreNotBuiltConcurrentlyAtOnce() {
		this.scripts
			.with(FIRST,
					"CREATE TABLE orders (id bigint, paid bool);"
							+ " INSERT INTO orders SELECT i, true FROM generate_series(1, 50000) i;")
			.with(SECOND, "CREATE INDEX CONCURRENTLY paid ON orders (id) WHERE paid;");
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Integer> most = CompletableFuture.supplyAsync(() -> {
			int builds = 0;
			while (!over.get()) {
				builds = Math.max(builds, Integer.parseInt(this.other
					.value("SELECT count(*) FROM pg_stat_progress_create_index WHERE command LIKE '%CONCURRENTLY'")));
			}
			return builds;
		});
		TenantsReport report = tenants(new TenantOptions(List.of(names(6)), null, 3, OnFailure.CONTINUE)).migrate();
		over.set(true);
		assertThat(report.summary()).isEqualTo("6 tenants: 0 up to date, 6 migrated");
		assertThat(most.join()).isEqualTo(1);
		assertThat(this.database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).isEqualTo("0");
		assertThat(this.database.value(
				"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database"
						+ " WHERE datname = current_database())"))
			.isEqualTo("0");
	}

	@Test
	void tenantsMayHaveADatabaseEach() {
		Map<String, TestDatabase> databases = Map.of("red", this.database, "blue", this.other);
		Tenants tenants = new Tenants(Migrator.builder(this.database.dataSource(), this.scripts),
				new TenantOptions(List.of(), null, 2, OnFailure.CONTINUE), new TenantDataSources() {

					@Override
					public Collection<String> names() {
						return List.of("red", "blue", "gone");
					}

					@Override
					public DataSource dataSource(String tenant) {
						return Objects.requireNonNull(databases.get(tenant), "no database").dataSource();
					}

				});
		TenantsReport report = tenants.migrate();
		assertThat(report.summary()).isEqualTo("3 tenants: 0 up to date, 2 migrated, 1 failed");
		assertThat(report.failed()).extracting(TenantReport::tenant).containsExactly("gone");
		assertThat(this.other.list("SELECT migration_name FROM migration_history")).containsExactly(FIRST);
		assertThat(tenants.isReady("blue")).isTrue();
	}

	@Test
	void contractOfATenantWithADatabaseWaitsForTheCommand() {
		Tenants tenants = new Tenants(Migrator.builder(this.database.dataSource(), this.scripts),
				new TenantOptions(List.of(), null, 1, OnFailure.STOP), new TenantDataSources() {

					@Override
					public Collection<String> names() {
						return List.of("red");
					}

					@Override
					public DataSource dataSource(String tenant) {
						return TenantsTests.this.other.dataSource();
					}

				});
		tenants.migrate();
		this.scripts.with(SECOND, "-- migrate:phase contract\n-- migrate:requires 1\nDROP TABLE orders;");
		assertThat(tenants.migrate().find("red").orElseThrow().report()).satisfies(
				(report) -> assertThat(report.waiting()).extracting(WaitingReport::name).containsExactly(SECOND));
		assertThat(tenants.migrator("red").contract(ContractRequest.now()).steps()).hasSize(1);
	}

	@Test
	void historyOfSomebodyElseIsNotBelieved() {
		tenants(TenantOptions.of(names(3))).migrate();
		String role = this.database.name() + "_other";
		this.database.execute("CREATE ROLE " + role + "; CREATE FUNCTION tenant_2.evil() RETURNS trigger LANGUAGE"
				+ " plpgsql AS 'BEGIN RETURN NULL; END'; ALTER FUNCTION tenant_2.evil() OWNER TO " + role
				+ "; CREATE TRIGGER evil BEFORE INSERT ON tenant_2.migration_history FOR EACH ROW EXECUTE FUNCTION"
				+ " tenant_2.evil()");
		this.scripts.with(SECOND, "ALTER TABLE orders ADD note text;");
		TenantsReport report = tenants(new TenantOptions(List.of(names(3)), null, 1, OnFailure.CONTINUE)).migrate();
		assertThat(report.failed()).singleElement()
			.satisfies((failed) -> assertThat(failed.tenant()).isEqualTo("tenant_2"));
		this.database.execute("DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
	}

}
