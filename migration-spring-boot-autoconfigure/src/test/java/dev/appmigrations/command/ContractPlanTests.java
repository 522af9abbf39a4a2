package dev.appmigrations.command;

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
import static org.awaitility.Awaitility.await;

/**
 * {@code contract --plan}: what would run, with which locks, for how long, and who is in
 * the way.
 */
@OldestAndNewest
class ContractPlanTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CommandInProcess application;

	@BeforeEach
	void apply() {
		this.application = new CommandInProcess(this.database, this.scripts);
		this.scripts.with("1_a.sql", """
				CREATE TABLE a (id integer PRIMARY KEY, old text, big text);
				CREATE TABLE gone (id integer);
				INSERT INTO a SELECT i, 'x', repeat('y', 100) FROM generate_series(1, 100000) i;
				""");
		this.application.migrator().migrate();
		this.database.execute("ANALYZE a; ANALYZE gone");
		InstanceDdl.create(new HistoryTables("public", HistoryTables.DEFAULT_HISTORY)).forEach(this.database::execute);
		this.scripts.with("2_b.sql", """
				-- migrate:phase contract after 24h
				-- migrate:requires 1
				ALTER TABLE a DROP COLUMN old;
				CREATE INDEX a_big ON a (big);
				DROP TABLE gone;
				""");
	}

	private void instance(String release, String knows, String started, String seen, String lapses) {
		this.database.execute("INSERT INTO migration_instance SELECT gen_random_uuid(), 'shop', '" + release
				+ "', 'web-" + release + "', 'shop x', '" + knows + "', now() + interval '" + started
				+ "', now() + interval '" + seen + "', now() + interval '" + lapses + "'");
	}

	private String plan(String... options) {
		String[] arguments = new String[options.length + 2];
		arguments[0] = "contract";
		arguments[1] = "--plan";
		System.arraycopy(options, 0, arguments, 2, options.length);
		CommandProcess.Result result = this.application.migrations(arguments);
		assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.OK);
		return result.out();
	}

	@Test
	void planNamesLocksTimesAndThoseInTheWayAndExecutesNothing() {
		instance("1.9", "{}", "-2 h", "-5 s", "55 s");
		instance("2.0", "{2_b.sql}", "-2 h", "-5 s", "55 s");
		String history = "SELECT count(*) FROM migration_history";
		String before = this.database.value(history);
		assertThat(plan()).contains("waits      2_b.sql (contract)\n")
			.containsPattern("  waits: instance web-1.9 \\(shop 1.9\\), seen \\d+ s ago, does not know it\n")
			.contains("  waits: soaks for 24 h after that\n",
					"  line 3: ALTER TABLE a DROP COLUMN old\n    ACCESS EXCLUSIVE on public.a, brief\n",
					"  line 4: CREATE INDEX a_big ON a (big)\n    SHARE on public.a, some ",
					"  line 5: DROP TABLE gone\n    ACCESS EXCLUSIVE on public.gone, brief\n",
					"  drops public.a.old: writes of the table since the old release went: not known, as the old release"
							+ " is not gone",
					"alive      shop 1.9: 1 instance, 50 %\n", "Nothing was executed.\n");
		assertThat(this.database.value(history)).isEqualTo(before);
		assertThat(this.database.value("SELECT to_regclass('migration_progress')")).isNull();
		assertThat(this.database.value("SELECT count(*) FROM gone")).isEqualTo("0");
	}

	@Test
	void planAsJsonAndMarkdownSaysTheSame() {
		instance("2.0", "{2_b.sql}", "-2 h", "-5 s", "55 s");
		JsonContent json = new JsonContent(plan("--json"));
		assertThat(json).extractingPath("$.executed").isEqualTo(false);
		assertThat(json).extractingPath("$.plan[0]")
			.asMap()
			.containsOnlyKeys("name", "location", "phase", "waits", "reasons", "soak", "verifies", "statements",
					"removals");
		assertThat(json).extractingPath("$.plan[0].waits").isEqualTo(true);
		assertThat(json).extractingPath("$.plan[0].soak.endsAt").asString().endsWith("Z");
		assertThat(json).extractingPath("$.plan[0].statements[0].locks")
			.asArray()
			.containsExactly("ACCESS EXCLUSIVE on public.a");
		assertThat(json).extractingPath("$.plan[0].statements[0].predictedMs").isEqualTo(0);
		assertThat(json).extractingPath("$.plan[0].statements[1].predictedMs")
			.asNumber()
			.satisfies((time) -> assertThat(time.longValue()).isPositive());
		assertThat(json).extractingPath("$.plan[0].removals[1].table").isEqualTo("public.gone");
		assertThat(json).extractingPath("$.releases[0].share").isEqualTo(1.0);
		assertThat(plan("--format", "markdown")).contains("**2\\_b.sql** · contract · waits\n",
				"| 3 | ALTER TABLE a DROP COLUMN old | ACCESS EXCLUSIVE on public.a | brief |\n");
	}

	@Test
	void planWhenATableThatIsDroppedIsStillWrittenWaitsForThat() {
		instance("1.9", "{}", "-3 days", "-2 days", "-2 days");
		instance("2.0", "{2_b.sql}", "-2 days", "-5 s", "55 s");
		assertThat(plan()).contains("runs       2_b.sql (contract)\n");
		this.database.execute("INSERT INTO gone SELECT 1; SELECT pg_stat_clear_snapshot()");
		await().untilAsserted(() -> assertThat(plan()).contains("waits      2_b.sql (contract)\n")
			.containsPattern("  waits: public.gone is still written: 1 row changed since \\S+Z\n"));
		assertThat(this.application.migrations("contract")).satisfies((refused) -> {
			assertThat(refused.code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(refused.err()).contains("  2_b.sql\n    public.gone is still written: 1 row changed since ");
		});
		assertThat(this.database.value("SELECT count(*) FROM gone")).isEqualTo("1");
		assertThat(this.application.migrations("contract", "--force").code()).isEqualTo(ExitCode.OK);
		assertThat(this.database.value("SELECT to_regclass('gone')")).isNull();
	}

	@Test
	void planOfWhatIsWrittenNoMoreRuns() {
		instance("1.9", "{}", "-3 days", "-1 s", "-1 s");
		this.scripts.with("2_b.sql", "-- migrate:phase contract\n-- migrate:requires 1\nDROP TABLE gone;");
		this.database.execute("UPDATE migration_instance SET lapses_at = now(), last_seen = now()");
		instance("2.0", "{2_b.sql}", "-2 days", "0 s", "55 s");
		assertThat(plan()).contains("runs       2_b.sql (contract)\n",
				"  drops public.gone: writes since the old release went: no row changed since ");
	}

	@Test
	void planWhenNothingWaitsSaysSo() {
		this.application.migrations("contract", "--force");
		assertThat(plan()).isEqualTo("Nothing to do.\nNothing was executed.\n");
	}

	@Test
	void planWithOptionsThatExecuteIsUsage() {
		assertThat(this.application.migrations("contract", "--plan", "--force").code()).isEqualTo(ExitCode.USAGE);
		assertThat(this.application.migrations("contract", "--plan", "--format", "sarif").code())
			.isEqualTo(ExitCode.USAGE);
		assertThat(this.application.migrations("contract", "--format", "json").code()).isEqualTo(ExitCode.USAGE);
	}

}
