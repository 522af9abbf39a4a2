package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code contract}, and what {@code status} shows of what waits.
 */
class ContractCommandTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void apply() {
		this.application = new CommandInProcess(this.database, this.scripts);
		this.scripts.with("1_a.sql", "CREATE TABLE a (id integer, old integer);");
		this.application.migrator().migrate();
		this.scripts.with("2_b.sql", "-- migrate:phase contract\n-- migrate:requires 1\nALTER TABLE a DROP old;");
	}

	@Test
	void statusShowsWhatWaitsAndContractAppliesIt() {
		assertThat(this.application.migrations("status").out()).contains("waiting   2_b.sql", "nobody is in the way",
				"1 applied, 0 pending, 1 waiting.");
		JsonContent json = new JsonContent(this.application.migrations("status", "--json").out());
		assertThat(json).extractingPath("$.waiting[0]")
			.asMap()
			.containsOnlyKeys("name", "version", "description", "location", "announced", "phase", "soak", "awaits",
					"reasons");
		assertThat(this.application.migrations("check").code()).isEqualTo(ExitCode.OK);
		assertThat(this.application.migrations("up").out()).contains("Nothing to do.");
		CommandProcess.Result result = this.application.migrations("contract");
		assertThat(result.out()).contains("applied   2_b.sql");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(this.database.list("SELECT attname FROM pg_attribute WHERE attrelid = 'a'::regclass AND attnum > 0"
				+ " AND NOT attisdropped"))
			.containsExactly("id");
	}

	private void startOldInstance() {
		InstanceDdl.create(new HistoryTables("public", HistoryTables.DEFAULT_HISTORY)).forEach(this.database::execute);
		this.database
			.execute("INSERT INTO migration_instance VALUES (gen_random_uuid(), 'shop', '1.1', 'web-1', 'shop x',"
					+ " '{}', now(), now() - interval '7 s', now() + interval '1 h')");
	}

	@Test
	void statusAndCheckShowInstancesAndWhyAMigrationWaits() {
		startOldInstance();
		for (String command : List.of("status", "check")) {
			assertThat(this.application.migrations(command).out())
				.containsPattern("waiting   2_b.sql, until the old"
						+ " release is gone:\n  instance web-1 \\(shop 1.1\\), seen \\d+ s ago, does not know it\n")
				.containsPattern("web-1  +1.1  +\\d+ s ago\n");
		}
		JsonContent json = new JsonContent(this.application.migrations("check", "--json").out());
		assertThat(json).extractingPath("$.instances[0]")
			.asMap()
			.containsOnlyKeys("id", "host", "application", "release", "ageSeconds", "alive", "knowsAll")
			.containsEntry("host", "web-1")
			.containsEntry("alive", true)
			.containsEntry("knowsAll", false);
		assertThat(json).extractingPath("$.waiting[0].reasons").asArray().hasSize(1);
	}

	@Test
	void contractWhenAnOldInstanceLivesFailsAndIsForced() {
		startOldInstance();
		CommandProcess.Result refused = this.application.migrations("contract");
		assertThat(refused.err() + refused.out()).contains("instance web-1 (shop 1.1)", "contract --wait");
		assertThat(refused.code()).isEqualTo(ExitCode.PROBLEMS);
		CommandProcess.Result waited = this.application.migrations("contract", "--wait", "1s");
		assertThat(waited.code()).isEqualTo(ExitCode.PROBLEMS);
		CommandProcess.Result forced = this.application.migrations("contract", "--force");
		assertThat(forced.out()).contains("applied   2_b.sql");
		assertThat(this.application.migrations("status").out()).contains("2_b.sql (contract)\n");
	}

	private void soak() {
		this.scripts.with("2_b.sql",
				"-- migrate:phase contract after 24h\n-- migrate:requires 1\nALTER TABLE a DROP old;");
	}

	private void age(String interval) {
		this.database.execute("UPDATE migration_instance SET started_at = started_at - interval '" + interval
				+ "', last_seen = last_seen - interval '" + interval + "', lapses_at = lapses_at - interval '"
				+ interval + "'");
	}

	@Test
	void contractThatSoaksBeginsWhenItIsFirstSeenWaiting() {
		soak();
		assertThat(this.application.migrations("status").out())
			.contains("waiting   2_b.sql, until the old release is gone, and for 24 h after that:\n"
					+ "  soaks for 24 h from the first start of an instance that knows it, or the first attempt to apply"
					+ " it\n");
		CommandProcess.Result refused = this.application.migrations("contract");
		assertThat(refused.err() + refused.out())
			.containsPattern("2_b.sql\n    soaks for 24 h after the old release, until \\S+Z \\(23 h left\\)");
		assertThat(refused.code()).isEqualTo(ExitCode.PROBLEMS);
		age("23 hours");
		assertThat(this.application.migrations("contract").code()).isEqualTo(ExitCode.PROBLEMS);
		JsonContent json = new JsonContent(this.application.migrations("status", "--json").out());
		assertThat(json).extractingPath("$.waiting[0].soak.seconds").isEqualTo(86400);
		assertThat(json).extractingPath("$.waiting[0].soak.endsAt").asString().endsWith("Z");
		age("1 hour");
		assertThat(this.application.migrations("contract").out()).contains("applied   2_b.sql");
	}

	@Test
	void contractThatSoaksIsForcedAndSaysWhatItSkips() {
		soak();
		this.application.migrations("contract");
		CommandProcess.Result forced = this.application.migrations("contract", "--force");
		assertThat(forced.out() + forced.err())
			.contains("Applied by force, although it had to wait: 2_b.sql\n  soaks for 24 h after the old release")
			.contains("applied   2_b.sql");
	}

	@Test
	void contractWhenDurationCannotBeReadIsUsage() {
		CommandProcess.Result result = this.application.migrations("contract", "--wait", "soon");
		assertThat(result.err()).contains("--wait soon is not a duration");
		assertThat(result.code()).isEqualTo(ExitCode.USAGE);
		assertThat(this.application.migrations("contract", "--wait", "1s").code()).isEqualTo(ExitCode.OK);
	}

}
