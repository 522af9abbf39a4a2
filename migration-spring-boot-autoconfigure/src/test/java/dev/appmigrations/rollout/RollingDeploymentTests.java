package dev.appmigrations.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.operation.GateRequest;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.ContractPlanReport;
import dev.appmigrations.engine.report.GateReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.ReleaseReport;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.source.ResourceScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Three instances of one release, replaced one after the other by the next, which renames
 * a column. Each is a process of its own and serves all the time.
 */
class RollingDeploymentTests {

	private static final String BASE = "CREATE TABLE person (id bigserial PRIMARY KEY, name text);\n";

	private static final String EXPAND = """
			ALTER TABLE person ADD COLUMN full_name text;
			CREATE FUNCTION person_names() RETURNS trigger LANGUAGE plpgsql AS $$
			BEGIN
				NEW.full_name := coalesce(NEW.full_name, NEW.name);
				NEW.name := coalesce(NEW.name, NEW.full_name);
				RETURN NEW;
			END $$;
			CREATE TRIGGER person_names BEFORE INSERT OR UPDATE ON person
				FOR EACH ROW EXECUTE FUNCTION person_names();
			UPDATE person SET full_name = name WHERE full_name IS NULL;
			""";

	private static final String CONTRACT = """
			-- migrate:phase contract
			-- migrate:requires 2
			DROP TRIGGER person_names ON person;
			DROP FUNCTION person_names();
			ALTER TABLE person DROP COLUMN name;
			""";

	@TempDir
	private Path folder;

	private Path oldRelease;

	private Path newRelease;

	private final List<InstanceProcess> processes = new ArrayList<>();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() throws IOException {
		this.oldRelease = Files.createDirectory(this.folder.resolve("old"));
		this.newRelease = Files.createDirectory(this.folder.resolve("new"));
		Files.writeString(this.oldRelease.resolve("1_person.sql"), BASE);
		Files.writeString(this.newRelease.resolve("1_person.sql"), BASE);
		Files.writeString(this.newRelease.resolve("2_full_name.sql"), EXPAND);
		Files.writeString(this.newRelease.resolve("3_drop_name.sql"), CONTRACT);
	}

	@AfterEach
	void tearDown() {
		this.processes.forEach(InstanceProcess::close);
	}

	private InstanceProcess startOld() throws IOException {
		return start(this.oldRelease, "1.4.2", "name");
	}

	private InstanceProcess startNew() throws IOException {
		return start(this.newRelease, "2.0.0", "full_name");
	}

	private InstanceProcess start(Path scripts, String release, String column) throws IOException {
		InstanceProcess process = InstanceProcess.start(this.database.url(), scripts, release, column);
		this.processes.add(process);
		return process;
	}

	private Migrator command() {
		return Migrator.builder(this.database.dataSource(), new ResourceScriptSource(getClass().getClassLoader()))
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Scripts(List.of(Location.parse("file:" + this.newRelease)), Map.of())))
			.build();
	}

	private boolean hasOldColumn() {
		return !this.database
			.list("SELECT 1 FROM pg_attribute WHERE attrelid = 'person'::regclass AND attname = 'name'")
			.isEmpty();
	}

	@Test
	void contractRunsOnceAndOnlyWhenTheLastOldInstanceIsGone() throws Exception {
		List<InstanceProcess> old = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			old.add(startOld().awaitServing());
		}
		CompletableFuture<MigrationReport> contract = CompletableFuture
			.supplyAsync(() -> command().contract(ContractRequest.untilDrained()));
		List<InstanceProcess> renewed = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			renewed.add(startNew().awaitServing());
			assertThat(contract).isNotDone();
			assertThat(hasOldColumn()).isTrue();
			if (i == 0) {
				// It knows less than the database has, which does it no harm.
				InstanceProcess late = startOld().awaitServing();
				assertThat(late.output()).contains("no location has its file");
				late.stop();
			}
			if (i < 2) {
				old.get(i).stop();
			}
		}
		Optional<String> reason = command().status()
			.waiting()
			.stream()
			.flatMap((w) -> w.reasons().stream())
			.findFirst();
		assertThat(reason).get().asString().contains("(shop 1.4.2)").contains("does not know it");
		Instant killed = Instant.now();
		old.get(2).kill();
		MigrationReport report = contract.get(30, TimeUnit.SECONDS);
		assertThat(Duration.between(killed, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
		assertThat(report.steps()).extracting("name").containsExactly("3_drop_name.sql");
		assertThat(hasOldColumn()).isFalse();
		String count = this.database.value("SELECT count(*) FROM person");
		await().atMost(Duration.ofSeconds(10))
			.until(() -> !this.database.value("SELECT count(*) FROM person").equals(count));
		assertThat(startOld().awaitRefusal()).contains("A newer release has removed from this database")
			.contains("3_drop_name.sql");
		renewed.forEach(InstanceProcess::stop);
		assertThat(this.database.value("SELECT count(*) FROM person WHERE full_name IS NULL")).isEqualTo("0");
		assertThat(this.database.list("SELECT migration_name FROM migration_log ORDER BY id"))
			.containsExactly("1_person.sql", "2_full_name.sql", "3_drop_name.sql");
		assertThat(this.database
			.list("SELECT DISTINCT lapses_at = last_seen FROM migration_instance" + " WHERE release = '2.0.0'"))
			.containsExactly("t");
	}

	@Test
	void contractThatSoaksRunsSomeTimeAfterACleanSignOffOfAllOldInstances() throws Exception {
		Files.writeString(this.newRelease.resolve("3_drop_name.sql"),
				CONTRACT.replace("phase contract", "phase contract after 10s"));
		List<InstanceProcess> old = List.of(startOld().awaitServing(), startOld().awaitServing());
		List<InstanceProcess> renewed = List.of(startNew().awaitServing(), startNew().awaitServing());
		GateRequest now = new GateRequest("2.0.0", Duration.ZERO, Duration.ZERO);
		GateReport gate = command().database().gate(now);
		assertThat(gate.state()).isEqualTo(GateReport.State.WAITING);
		assertThat(gate.reasons()).hasSize(2).allSatisfy((reason) -> assertThat(reason).contains("(shop 1.4.2)"));
		assertThat(command().status().releases()).extracting(ReleaseReport::release, ReleaseReport::share)
			.containsExactly(tuple("1.4.2", 0.5), tuple("2.0.0", 0.5));
		await().atMost(Duration.ofSeconds(3))
			.untilAsserted(() -> assertThat(reasons()).hasSize(3).last().isEqualTo("soaks for 10 s after that"));
		CompletableFuture<MigrationReport> contract = CompletableFuture
			.supplyAsync(() -> command().contract(ContractRequest.untilDrained()));
		Instant signedOff = Instant.now();
		old.forEach(InstanceProcess::stop);
		assertThat(command().database()
			.gate(new GateRequest("2.0.0", Duration.ofSeconds(1), Duration.ofSeconds(30)))
			.state()).isEqualTo(GateReport.State.OPEN);
		// The session of the gate may not have ended yet, and the contract looks every
		// second.
		await().atMost(Duration.ofSeconds(6))
			.untilAsserted(() -> assertThat(reasons()).singleElement()
				.asString()
				.startsWith("soaks for 10 s after the old release, until "));
		assertThat(hasOldColumn()).isTrue();
		assertThat(contract.get(60, TimeUnit.SECONDS).steps()).extracting("name").containsExactly("3_drop_name.sql");
		assertThat(Duration.between(signedOff, Instant.now())).isGreaterThan(Duration.ofSeconds(10));
		assertThat(hasOldColumn()).isFalse();
		assertThat(command().safety().contractPlan().steps()).isEmpty();
		renewed.get(1).kill();
		GateReport lost = command().database().gate(new GateRequest("2.0.0", Duration.ZERO, Duration.ofSeconds(30)));
		// It still counts as alive: nobody has missed its heartbeat yet.
		assertThat(lost.state()).isEqualTo(GateReport.State.OPEN);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> command().database()
				.gate(new GateRequest("2.0.0", Duration.ofMinutes(1), Duration.ZERO))
				.state() == GateReport.State.FAILED);
		renewed.get(0).stop();
	}

	private List<String> reasons() {
		ContractPlanReport.Step step = command().safety()
			.contractPlan()
			.steps()
			.stream()
			.filter((planned) -> planned.name().equals("3_drop_name.sql"))
			.findFirst()
			.orElseThrow();
		assertThat(step.statements()).last()
			.satisfies((statement) -> assertThat(statement.locks()).contains("ACCESS EXCLUSIVE on public.person"));
		return step.reasons();
	}

}
