package dev.appmigrations.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code gate}: whether a release has taken over.
 */
@OldestAndNewest
class GateCommandTests {

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void createTables() {
		MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id integer);");
		this.application = new CommandInProcess(this.database, scripts);
		this.application.migrator().migrate();
		InstanceDdl.create(new HistoryTables("public", HistoryTables.DEFAULT_HISTORY)).forEach(this.database::execute);
	}

	/** Intervals from now: the start, the last heartbeat, and the expiry. */
	private void instance(String host, String release, String started, String seen, String lapses) {
		this.database.execute("INSERT INTO migration_instance SELECT gen_random_uuid(), 'shop', '" + release + "', '"
				+ host + "', 'shop " + host + "', '{}', now() + interval '" + started + "', now() + interval '" + seen
				+ "', now() + interval '" + lapses + "'");
	}

	private CommandProcess.Result gate(String... options) {
		String[] arguments = new String[options.length + 3];
		System.arraycopy(new String[] { "gate", "--release", "2.0" }, 0, arguments, 0, 3);
		System.arraycopy(options, 0, arguments, 3, options.length);
		return this.application.migrations(arguments);
	}

	@Test
	void gateWhenEveryInstanceIsOfTheReleaseIsOpen() {
		instance("web-1", "2.0", "-20 min", "-5 s", "55 s");
		instance("web-2", "2.0", "-11 min", "-5 s", "55 s");
		instance("web-3", "1.9", "-2 h", "-1 h", "-1 h");
		CommandProcess.Result result = gate("--min-age", "10m");
		assertThat(result.out()).contains("Release 2.0 has taken over.", "alive     shop 2.0: 2 instances, 100 %");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void gateWhenAnotherReleaseIsAliveNamesItsInstances() {
		instance("web-1", "2.0", "-20 min", "-5 s", "55 s");
		instance("web-2", "2.0", "-20 min", "-5 s", "55 s");
		instance("web-3", "1.9", "-2 h", "-5 s", "55 s");
		CommandProcess.Result result = gate();
		assertThat(result.out()).contains("Release 2.0 has not taken over yet:\n  instance web-3 (shop 1.9) is alive\n",
				"alive     shop 1.9: 1 instance, 33 %\n", "alive     shop 2.0: 2 instances, 67 %\n");
		assertThat(result.code()).isEqualTo(ExitCode.PENDING);
		JsonContent json = new JsonContent(gate("--json").out());
		assertThat(json).extractingPath("$")
			.asMap()
			.containsOnlyKeys("release", "state", "reasons", "releases", "waitedSeconds");
		assertThat(json).extractingPath("$.state").isEqualTo("waiting");
		assertThat(json).extractingPath("$.reasons").asArray().containsExactly("instance web-3 (shop 1.9) is alive");
		assertThat(json).extractingPath("$.releases[1]")
			.asMap()
			.containsEntry("release", "2.0")
			.containsEntry("instances", 2)
			.containsEntry("share", 0.67);
		assertThat(new JsonContent(this.application.migrations("status", "--json").out()))
			.extractingPath("$.releases[0]")
			.asMap()
			.containsOnlyKeys("application", "release", "instances", "share");
		assertThat(this.application.migrations("status").out()).contains("alive     shop 2.0: 2 instances, 67 %\n");
	}

	@Test
	void gateWhenNobodyIsAliveOrTheYoungestIsTooYoungIsClosed() {
		assertThat(gate().out()).contains("no instance of release 2.0 is alive");
		assertThat(gate().code()).isEqualTo(ExitCode.PENDING);
		instance("web-1", "2.0", "-20 min", "-5 s", "55 s");
		instance("web-2", "2.0", "-65 s", "-5 s", "55 s");
		assertThat(gate("--min-age", "10m").out())
			.contains(":\n  instance web-2 (shop 2.0) has sent heartbeats for 60 s of 10 min\n");
		assertThat(gate("--min-age", "1m").code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void gateWhenAnInstanceOfTheReleaseWasLostFails() {
		instance("web-1", "2.0", "-20 min", "-5 s", "55 s");
		instance("web-2", "2.0", "-20 min", "-6 min", "-5 min");
		CommandProcess.Result result = gate("--min-age", "10m", "--wait", "10m");
		assertThat(result.out()).contains("An instance of release 2.0 was lost:\n"
				+ "  instance web-2 (shop 2.0) did not sign off, and counts as gone since ");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		// That was long before.
		assertThat(gate("--min-age", "4m").code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void gateThatWaitsOpensWhenTheLastOldInstanceSignsOff() throws Exception {
		instance("web-1", "2.0", "-20 min", "-5 s", "55 s");
		instance("web-2", "1.9", "-20 min", "-5 s", "55 s");
		assertThat(gate("--wait", "1s").out()).contains("has not taken over yet; waited 1 s:");
		CompletableFuture<CommandProcess.Result> result = CompletableFuture.supplyAsync(() -> gate("--wait", "1m"));
		this.database
			.execute("UPDATE migration_instance SET lapses_at = now(), last_seen = now() WHERE release = '1.9'");
		assertThat(result.get(30, TimeUnit.SECONDS).code()).isEqualTo(ExitCode.OK);
	}

	@Test
	void gateWhenTheCommandLineMakesNoSenseIsUsage() {
		assertThat(this.application.migrations("gate", "--release", " ").code()).isEqualTo(ExitCode.USAGE);
		assertThat(gate("--min-age", "25h").err()).contains("--min-age 25h is longer than a day.");
		assertThat(gate("--wait", "soon").code()).isEqualTo(ExitCode.USAGE);
	}

}
