package dev.appmigrations.engine;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ProblemText;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policies;
import dev.appmigrations.engine.plan.Policy;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.wording.Wording;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Remedies follow from the state: none asks for what must not be done now, or is done
 * already.
 */
class RemediesTests {

	/** Each statement commits. */
	private static final String ONE_BY_ONE = "-- migrate:transaction false\n";

	private static final Wording WORDING = new PropertyWording();

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator(Policies policies) {
		MigratorOptions options = MigratorOptions.defaults();
		return Migrator.builder(this.database.dataSource(), this.scripts)
			.wording(WORDING)
			.options(options
				.with(new MigratorOptions.Rules(policies, null, null, options.rules().adopt(), SafetyOptions.DEFAULT)))
			.build();
	}

	private Migrator migrator() {
		return migrator(Policies.DEFAULT);
	}

	private MigrationException failure() {
		return failure(() -> migrator().migrate());
	}

	private static MigrationException failure(Runnable run) {
		return catchThrowableOfType(MigrationException.class, run::run);
	}

	private String remedy(Problem.Code code, Migrator migrator) {
		List<Problem> found = migrator.status()
			.problems()
			.stream()
			.filter((problem) -> problem.code() == code)
			.toList();
		assertThat(found).hasSize(1);
		return found.get(0).action().in(WORDING);
	}

	/** Lets a migration fail when so many of its statements are committed. */
	private void halfDone(String name) {
		this.scripts.with(name, ONE_BY_ONE + "CREATE TABLE h1 ();\nCREATE TABLE h2 ();\nSELECT nonsense;");
		assertThat(failure()).isNotNull();
	}

	@Test
	void fileMayBeChangedFreelyOnlyIfNothingOfItIsCommitted() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ();\nSELECT nonsense;");
		assertThat(failure().action()).contains("may be changed freely").doesNotContain("committed");
		this.scripts.with("1_a.sql", "SELECT 1;");
		migrator().migrate();
		this.scripts.with("2_b.sql",
				ONE_BY_ONE + "CREATE TABLE x ();\nCREATE TABLE y ();\nCREATE TABLE z ();\nSELECT nonsense;");
		assertThat(failure().action()).doesNotContain("freely")
			.contains("Change nothing in the statements that are committed");
		// The second attempt finds the same state.
		assertThat(failure().action()).doesNotContain("freely").contains("that are committed");
	}

	@Test
	void changedFileIsRedoneOnlyIfItHasARollback() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ();");
		migrator().migrate();
		this.scripts.with("1_a.sql", "CREATE TABLE a (id int);");
		assertThat(remedy(Problem.Code.CHECKSUM_CHANGED, migrator())).doesNotContain("redo");
		this.scripts.with("1_a.down.sql", "DROP TABLE a;");
		assertThat(remedy(Problem.Code.CHECKSUM_CHANGED, migrator())).contains("On a database for development",
				"migrations redo 1_a.sql");
	}

	@Test
	void rollbackMayBeChangedAtAnyTimeOnlyIfNothingOfItIsCommitted() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ();\nCREATE TABLE b ();").with("1_a.down.sql", "SELECT nonsense;");
		migrator().migrate();
		RollbackRequest last = new RollbackRequest.Last(1);
		assertThat(failure(() -> migrator().rollbacks().run(last)).action(WORDING))
			.contains("may be changed at any time", "'migrations rollback'");
		this.scripts.with("1_a.down.sql", ONE_BY_ONE + "DROP TABLE a;\nSELECT nonsense;");
		assertThat(failure(() -> migrator().rollbacks().run(last)).action(WORDING))
			.doesNotContain("at any time", "freely")
			.contains("that are committed", "'migrations rollback'");
		this.scripts.with("1_a.down.sql", ONE_BY_ONE + "DROP TABLE b;\nSELECT nonsense;");
		MigrationException changed = failure(() -> migrator().rollbacks().run(last));
		assertThat(changed.description()).startsWith("The rollback of 1_a.sql was interrupted");
		assertThat(changed.action(WORDING)).endsWith("Then run the command 'migrations rollback 1_a.sql' again.");
	}

	@Test
	void migrationOfWhichAPartIsCommittedKeepsItsName() {
		halfDone("2_b.sql");
		assertThat(migrator().status().problems()).isEmpty();
		this.scripts.with("2_other.sql", "SELECT 1;");
		assertThat(remedy(Problem.Code.DUPLICATE_VERSION, migrator()))
			.startsWith("Rename the one of which nothing is committed, 2_other.sql to ");
		this.scripts.without("2_other.sql");
		this.database.execute("INSERT INTO migration_history (migration_name, version) VALUES ('3_c.sql', '3')");
		this.scripts.with("3_c.sql", "SELECT 1;");
		assertThat(remedy(Problem.Code.OUT_OF_ORDER, migrator())).isEqualTo("It is applied nevertheless.");
		Policies strict = new Policies(Policy.REJECT, Policy.WARN, Policy.REJECT, Policy.REJECT);
		assertThat(remedy(Problem.Code.OUT_OF_ORDER, migrator(strict)))
			.isEqualTo("A part of it is committed, so that it has to keep its name: allow it with"
					+ " app.migrations.out-of-order=warn.");
		this.scripts.with("1_a.sql", "SELECT 1;");
		assertThat(migrator(strict).status().problems())
			.filteredOn((problem) -> problem.migrations().contains("1_a.sql"))
			.singleElement()
			.satisfies((problem) -> assertThat(problem.remedy()).startsWith("Rename it to a version after 3"));
	}

	@Test
	void migrationOfWhichAPartIsCommittedIsNotToBeRemovedBecauseItIsEmpty() {
		halfDone("2_b.sql");
		this.scripts.with("2_b.sql", "-- nothing").with("3_c.sql", "-- nothing");
		List<Problem> problems = migrator().status().problems();
		assertThat(problems).hasSize(2);
		assertThat(problems.get(0).action().in(WORDING)).startsWith("Restore the statements")
			.endsWith("run the command 'migrations repair --start-over 2_b.sql'.");
		assertThat(problems.get(1).remedy()).startsWith("Fill it, or remove it");
	}

	@Test
	void settingThatIsMadeAlreadyIsNotAdvised() {
		this.scripts.with("1_a.sql", "SELECT 1;");
		migrator().migrate();
		this.database.execute("INSERT INTO migration_history (migration_name, version, phase)"
				+ " VALUES ('2_drop.sql', '2', 'contract')");
		assertThat(remedy(Problem.Code.DATABASE_AHEAD, migrator())).contains("set app.migrations.guard=warn");
		Policies lenient = new Policies(Policy.WARN, Policy.WARN, Policy.REJECT, Policy.WARN);
		assertThat(remedy(Problem.Code.DATABASE_AHEAD, migrator(lenient))).doesNotContain("guard");
	}

	@Test
	void waitThatIsOverIsNotAdvised() {
		this.scripts.with("1_a.sql", "CREATE TABLE a ();");
		migrator().migrate();
		this.scripts.with("2_drop.sql", "-- migrate:phase contract\n-- migrate:requires 1\nDROP TABLE a;");
		InstanceDdl.create(new HistoryTables("public", HistoryTables.DEFAULT_HISTORY)).forEach(this.database::execute);
		this.database
			.execute("INSERT INTO migration_instance VALUES (gen_random_uuid(), 'shop', '1.1', 'web-1', 'shop x',"
					+ " '{}', now(), now() - interval '7 s', now() + interval '1 h')");
		assertThat(failure(() -> migrator().contract(ContractRequest.now())).action(WORDING))
			.contains("wait for it with the command 'migrations contract --wait'");
		assertThat(failure(() -> migrator().contract(ContractRequest.waiting(Duration.ofMillis(100)))).action(WORDING))
			.contains("or wait longer. ")
			.doesNotContain("contract --wait");
	}

	@Test
	void validateNamesTheCommandThatApplies() {
		this.scripts.with("1_a.sql", "SELECT 1;");
		MigrationException failure = failure(() -> migrator().validate());
		assertThat(failure.action(WORDING))
			.isEqualTo("Apply them first: run the command 'migrations up', then start again.");
		assertThat(failure.action()).contains("Migrator.migrate()");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1_a b.sql", "1_a'b.sql" })
	void commandToBeCopiedHasANameThatAShellWouldSplitInQuotes(String name) {
		halfDone(name);
		this.scripts.with(name, "-- nothing");
		assertThat(remedy(Problem.Code.EMPTY_SCRIPT, migrator()))
			.endsWith("'migrations repair --start-over \"" + name + "\"'.");
	}

	@Test
	void remedyStandsBeneathItsProblemInLogAndException() {
		this.scripts.with("b.sql", "SELECT 1;").with("1_a.sql", "-- nothing");
		MigrationException failure = failure();
		List<Problem> problems = migrator().status().problems();
		Problem error = problems.stream().filter(Problem::isError).findFirst().orElseThrow();
		assertThat(failure.getMessage()).contains(error.message() + "\n" + error.remedy());
		this.scripts.with("c.sql", "SELECT 1;");
		assertThat(failure().getMessage()).contains("\n\n1. " + error.message() + "\n   " + error.remedy() + "\n\n2. ")
			.endsWith("\nMend each problem as the lines beneath it say.");
		this.scripts.without("b.sql").without("c.sql");
		try (CapturedLog log = CapturedLog.open()) {
			migrator().migrate();
			assertThat(log.messages(Level.WARN)).containsExactly(
					ProblemText.of(problems.stream().filter((problem) -> !problem.isError()).findFirst().orElseThrow())
						.in(WORDING));
			assertThat(log.messages(Level.WARN).get(0)).hasLineCount(2).contains("\n  Fill it");
		}
	}

}
