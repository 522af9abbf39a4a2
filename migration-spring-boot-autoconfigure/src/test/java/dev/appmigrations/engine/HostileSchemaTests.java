package dev.appmigrations.engine;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.operation.DevelopmentProof;
import dev.appmigrations.engine.operation.GateRequest;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.options.TenantOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.plan.ScriptRequest;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.GateReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PreFlightReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.support.HostileDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.PsqlProgram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Everything that this tool does, as a superuser, in a database where a role without
 * rights has put what looks like the server's own into the search path: none of it is
 * ever called.
 */
@ParameterizedClass(name = "search_path = {0}")
@ValueSource(strings = { "\"$user\", public", "public, pg_catalog" })
class HostileSchemaTests {

	private static final Duration SOON = Duration.ofMinutes(1);

	private static final LockLimits PATIENT = new LockLimits(SOON, SOON);

	private final MemoryScripts scripts = new MemoryScripts()
		.with("1_a.sql",
				"CREATE TABLE public.a (id integer PRIMARY KEY, b integer); INSERT INTO public.a VALUES (1, 1);")
		.with("1_a.down.sql", "DROP TABLE public.a;")
		.with("2_b.sql", "BEGIN; INSERT INTO public.a VALUES (2, 2); COMMIT; INSERT INTO public.a VALUES (3, 3);")
		.with("2_b.down.sql", "DELETE FROM public.a;")
		.with("3_c.sql", "CREATE INDEX CONCURRENTLY a_b ON public.a (b); ANALYZE public.a;")
		.with("3_c.down.sql", "DROP INDEX CONCURRENTLY public.a_b;");

	@Parameter
	String searchPath;

	private HostileDatabase database;

	@BeforeEach
	void createDatabase() {
		this.database = HostileDatabase.create(this.searchPath);
	}

	@AfterEach
	void dropDatabase() {
		try {
			this.database.assertNothingWasCalled();
		}
		finally {
			this.database.close();
		}
	}

	private Migrator migrator() {
		return migrator(MigratorOptions.defaults());
	}

	private Migrator migrator(MigratorOptions options) {
		return Migrator.builder(this.database.dataSource("shop"), this.scripts).options(options).build();
	}

	private static MigratorOptions rules(@Nullable MigrationVersion baseline, String adopt) {
		return MigratorOptions.defaults()
			.with(new MigratorOptions.Rules(Policies.DEFAULT, null, baseline, MigratorOptions.Adopt.parse(adopt),
					SafetyOptions.DEFAULT));
	}

	private static List<String> names(MigrationReport report) {
		return report.steps().stream().map((step) -> step.name()).toList();
	}

	@Test
	void whatIsHostileWorks() {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
			try (Connection connection = this.database.dataSource("victim").getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("SELECT FROM pg_catalog.pg_class WHERE oid = 'hostile.calls'::pg_catalog.regclass");
			}
		}).withMessageContaining("hostile call of an operator between oid and regclass");
		assertThat(this.database.value("SELECT is_called FROM hostile.calls")).isEqualTo("t");
		this.database.execute("SELECT setval('hostile.calls', 1, false)");
	}

	@Test
	void startStatusAndRollback() {
		Migrator migrator = migrator();
		assertThat(migrator.status().pending()).hasSize(3);
		assertThat(migrator.database().ping()).isNotNull();
		assertThat(names(migrator.migrate())).containsExactly("1_a.sql", "2_b.sql", "3_c.sql");
		assertThat(names(migrator.migrate())).isEmpty();
		assertThat(migrator.validate().applied()).hasSize(3);
		assertThat(migrator.find("1_a.sql")).isPresent();
		this.scripts.with("R__view.sql", "CREATE OR REPLACE VIEW public.v AS SELECT 1 AS one;");
		assertThat(names(migrator.migrate())).containsExactly("R__view.sql");
		this.scripts.with("R__view.sql", "CREATE OR REPLACE VIEW public.v AS SELECT 1 AS one, 2 AS two;");
		assertThat(names(migrator.migrate())).containsExactly("R__view.sql");
		assertThat(names(migrator.rollbacks().run(new RollbackRequest.Last(2)))).containsExactly("3_c.sql", "2_b.sql");
		assertThat(names(migrator.rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("0")))))
			.containsExactly("1_a.sql");
	}

	@Test
	void tenants() {
		Tenants tenants = new Tenants(
				Migrator.builder(this.database.dataSource("shop"),
						new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id integer);")
							.with("2_b.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id);")),
				new TenantOptions(List.of("red", "blue"), "SELECT pg_catalog.concat('gre', 'en')", 2,
						TenantOptions.OnFailure.STOP));
		assertThat(tenants.status().summary()).isEqualTo("3 tenants: 0 up to date, 3 pending");
		assertThat(tenants.migrate().summary()).isEqualTo("3 tenants: 0 up to date, 3 migrated");
		assertThat(tenants.migrate().summary()).isEqualTo("3 tenants: 3 up to date");
		assertThat(tenants.isReady("green")).isTrue();
	}

	@Test
	void markAndRedo() {
		migrator().migrate();
		DatabaseServer server = new DatabaseServer() {
			@Override
			public @Nullable String database() {
				return null;
			}

			@Override
			public DataSource to(String other) {
				throw new IllegalStateException(other);
			}
		};
		DevelopmentProof proof = DevelopmentProof.of(server);
		assertThat(migrator().database().mark(proof)).isTrue();
		this.scripts.with("3_c.sql", "CREATE INDEX CONCURRENTLY a_b ON public.a (b, id);");
		assertThat(names(migrator().rollbacks().redo(new RollbackRequest.Last(1), proof))).hasSize(2);
		assertThat(migrator().database().await(SOON).name()).isEqualTo(this.database.database().name());
	}

	@Test
	void renamedFile() {
		migrator().migrate();
		this.scripts.without("1_a.sql")
			.with("1_z.sql",
					"CREATE TABLE public.a (id integer PRIMARY KEY, b integer); INSERT INTO public.a VALUES (1, 1);");
		this.scripts.with("4_d.sql", "SELECT 1;");
		assertThat(names(migrator().migrate())).containsExactly("4_d.sql");
		assertThat(this.database.value("SELECT migration_name FROM public.migration_history ORDER BY id LIMIT 1"))
			.isEqualTo("1_z.sql");
	}

	@Test
	void failuresAndRepair() {
		this.scripts.with("2_b.sql",
				"-- migrate:transaction false\nINSERT INTO public.a VALUES (2, 2); SELECT FROM nowhere;");
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate())
				.withMessageContaining("nowhere");
		}
		assertThat(this.database.value("SELECT occurrences FROM public.migration_log WHERE error IS NOT NULL"))
			.isEqualTo("2");
		this.scripts.with("1_a.sql", "CREATE TABLE public.a (id bigint);");
		for (HistoryRepair repair : migrator().history().repairs()) {
			if (migrator().history().repairs().contains(repair)) {
				migrator().history().repair(List.of(repair));
			}
		}
		this.scripts.with("2_b.sql", "-- migrate:transaction false\nINSERT INTO public.a VALUES (4, 4);");
		migrator().history()
			.repairs()
			.stream()
			.limit(1)
			.forEach((repair) -> migrator().history().repair(List.of(repair)));
	}

	@Test
	void baseline() {
		assertThat(migrator().history().planBaseline(MigrationVersion.parse("2"))).hasSize(2);
		migrator().history().baseline(MigrationVersion.parse("2"));
		this.database.execute("CREATE TABLE public.a (b integer)");
		assertThat(names(migrator().migrate())).containsExactly("3_c.sql");
	}

	@Test
	void baselineAtTheFirstStart() {
		this.database.execute("CREATE TABLE public.a (b integer)");
		assertThat(names(migrator(rules(MigrationVersion.parse("2"), "off")).migrate())).containsExactly("3_c.sql");
	}

	@Test
	void adoption() {
		this.database.execute("CREATE TABLE public.migrations (version text, name text, applied_at timestamptz);"
				+ " INSERT INTO public.migrations VALUES ('1', 'a', now()), ('2', 'b', now());"
				+ " CREATE TABLE public.a (b integer)");
		assertThat(migrator().history().planAdoption("plain")).isNotNull();
		assertThat(names(migrator(rules(null, "auto")).migrate())).containsExactly("3_c.sql");
	}

	@Test
	void dryRun() throws Exception {
		migrator().migrate();
		this.scripts.with("4_d.sql", "UPDATE public.a SET b = 0; ALTER TABLE public.a ADD COLUMN c integer;")
			.with("5_e.sql", "CREATE INDEX CONCURRENTLY ON a (c); DROP INDEX public.a_b; DELETE FROM a;");
		MigratorOptions own = MigratorOptions.defaults()
			.with(new MigratorOptions.History("public", "migration_history", true));
		try (Connection reader = this.database.safe(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			statement.execute("SELECT 'secret' FROM public.a");
			for (MigratorOptions options : List.of(MigratorOptions.defaults(), own)) {
				DryRunReport report = migrator(options).safety().dryRun(null);
				assertThat(report.estimates()).hasSize(2)
					.first()
					.satisfies((estimate) -> assertThat(estimate.rows()).isPositive());
				assertThat(report.preFlight().unknown()).isNull();
				assertThat(report.preFlight().obstacles()).extracting(PreFlightReport.Obstacle::kind)
					.contains(PreFlightReport.Kind.LOCK, PreFlightReport.Kind.SNAPSHOT);
			}
		}
	}

	@Test
	void trial() {
		assertThat(migrator().safety().tryOut(MigrationVersion.parse("2")).steps()).hasSize(2);
	}

	@Test
	void proof() {
		this.scripts.without("2_b.sql").without("2_b.down.sql").without("3_c.sql").without("3_c.down.sql");
		assertThatNoException().isThrownBy(() -> migrator().rollbacks().prove().assertProven());
	}

	@Test
	void ownSchema() {
		MigratorOptions options = MigratorOptions.defaults()
			.with(new MigratorOptions.History("own", "migration_history", true));
		assertThat(migrator(options).migrate().steps()).hasSize(3);
		assertThat(migrator(options).migrate().steps()).isEmpty();
	}

	@Test
	void temporaryRelationsOfAScript() {
		this.scripts
			.with("4_d.sql",
					"CREATE TEMP TABLE pg_class (oid integer); CREATE TEMP TABLE pg_locks (pid integer);"
							+ " CREATE TEMP TABLE migration_history (id integer);")
			.with("5_e.sql", "SET search_path = public, pg_catalog; INSERT INTO public.a VALUES (9, 9);");
		assertThat(migrator().migrate().steps()).hasSize(5);
		assertThat(migrator().migrate().steps()).isEmpty();
	}

	@Test
	void scriptForPsql(@TempDir Path folder) throws Exception {
		PsqlProgram psql = PsqlProgram.assume();
		for (ScriptRequest request : List.of(ScriptRequest.UP, ScriptRequest.UP,
				new ScriptRequest(true, null, MigrationVersion.parse("0")))) {
			Path file = Files.createTempFile(folder, "script", ".sql");
			try (Writer writer = Files.newBufferedWriter(file)) {
				migrator(MigratorOptions.defaults().with(new MigratorOptions.History("own", "migration_history", true)))
					.script(request, writer);
			}
			PsqlProgram.Result result = psql.run(file, this.database.database());
			assertThat(result.code()).as(result.output()).isZero();
		}
	}

	@Test
	void instancesAndContract() throws Exception {
		migrator().migrate();
		MigratorOptions options = MigratorOptions.defaults().with(new MigratorOptions.Identity("shop", "1.0"));
		InstanceSettings settings = new InstanceSettings("shop", Duration.ofMillis(50), Duration.ofSeconds(10), true);
		for (int i = 0; i < 2; i++) {
			List<MigrationReport> readings = new CopyOnWriteArrayList<>();
			this.scripts.with((4 + i) + "_contract.sql",
					"-- migrate:phase contract after 1s\nINSERT INTO public.a VALUES (1" + i + ", 1);"
							+ " DROP TABLE public.gone" + i + ";");
			this.database.execute("CREATE TABLE public.gone" + i + " (id integer)");
			try (MigratorInstance instance = migrator(options).instance(this.database.dataSource("shop"), settings,
					new InstanceListener() {

						@Override
						public void suspended(String reason) {
							throw new IllegalStateException(reason);
						}

						@Override
						public void resumed() {
						}

						@Override
						public boolean wantsReading() {
							return true;
						}

						@Override
						public void read(MigrationReport report) {
							readings.add(report);
						}

					}, new Heartbeats())) {
				instance.migrate();
				String latest = "SELECT max(last_seen) FROM public.migration_instance";
				String seen = this.database.value(latest);
				await().atMost(SOON).until(() -> !this.database.value(latest).equals(seen));
				await().atMost(SOON).until(() -> !readings.isEmpty());
				assertThat(migrator(options).status().instances()).hasSize(1);
				assertThat(migrator(options).database().gate(new GateRequest("1.0", Duration.ZERO, SOON)).state())
					.isEqualTo(GateReport.State.OPEN);
				assertThat(migrator(options).safety().contractPlan().steps()).hasSize(1);
				MigrationReport report = migrator(options).contract(ContractRequest.waiting(SOON));
				assertThat(report.steps()).hasSize(1);
			}
			assertThat(this.database
				.value("SELECT count(*) FROM public.migration_instance" + " WHERE lapses_at = last_seen"))
				.isEqualTo(String.valueOf(i + 1));
		}
	}

	@Test
	void runThatWaitsAndInstanceThatWaitsForIt() throws Exception {
		migrator().migrate();
		this.scripts.with("4_d.sql", "ALTER TABLE public.a ADD COLUMN c integer;")
			.with("5_e.sql", "CREATE INDEX CONCURRENTLY ON public.a (c);");
		MigratorOptions options = MigratorOptions.defaults();
		MigratorOptions.Waiting waiting = options.waiting();
		CompletableFuture<MigrationReport> run;
		CompletableFuture<MigrationReport> second;
		try (Connection reader = this.database.safe(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("SELECT 'secret' FROM public.a");
			Migrator first = migrator(options.with(new MigratorOptions.Waiting(waiting.database(),
					waiting.advisoryLock(), waiting.replay(), PATIENT)));
			run = CompletableFuture.supplyAsync(first::migrate);
			await().atMost(SOON).until(() -> {
				RunningReport running = migrator().status().running();
				return running != null && !running.blockedBy().isEmpty();
			});
			second = CompletableFuture.supplyAsync(migrator()::migrate);
			await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !second.isDone());
			assertThat(run).isNotDone();
		}
		assertThat(run.get(SOON.toSeconds(), TimeUnit.SECONDS).steps()).hasSize(2);
		assertThat(second.get(SOON.toSeconds(), TimeUnit.SECONDS).steps()).isEmpty();
	}

	@Test
	void lockTimeoutAndItsBlockers() throws Exception {
		migrator().migrate();
		this.scripts.with("4_d.sql", "ALTER TABLE public.a ADD COLUMN c integer;");
		MigratorOptions options = MigratorOptions.defaults();
		MigratorOptions.Waiting waiting = options.waiting();
		LockLimits limits = new LockLimits(Duration.ofMillis(100), Duration.ofMillis(600));
		try (Connection reader = this.database.safe(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("SELECT 'secret' FROM public.a");
			Migrator migrator = migrator(options.with(
					new MigratorOptions.Waiting(waiting.database(), waiting.advisoryLock(), waiting.replay(), limits)));
			assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate)
				.withMessageContaining("application test");
		}
	}

	@Test
	void concurrentIndexThatWasInterrupted() throws Exception {
		this.scripts.with("3_c.sql", "CREATE INDEX CONCURRENTLY a_b ON public.a (b);");
		this.scripts.with("2_b.sql", "SELECT 1;");
		migrator().migrate(MigrationVersion.parse("2"));
		try (Connection reader = this.database.safe(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("INSERT INTO public.a VALUES (7, 7)");
			CompletableFuture<MigrationReport> run = CompletableFuture.supplyAsync(migrator()::migrate);
			await().atMost(SOON).until(() -> this.database.value("SELECT pid FROM pg_locks WHERE NOT granted") != null);
			this.database.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted");
			await().atMost(SOON).until(run::isCompletedExceptionally);
		}
		assertThat(names(migrator().migrate())).containsExactly("3_c.sql");
		assertThat(this.database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'public.a_b'::regclass"))
			.isEqualTo("t");
	}

}
