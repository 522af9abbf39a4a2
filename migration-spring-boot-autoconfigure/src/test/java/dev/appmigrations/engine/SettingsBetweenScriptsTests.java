package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.HiddenDriver;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a script sets for later sessions holds for the next script, as with psql for each
 * file; what it takes back leads to the limits of the migrations.
 */
class SettingsBetweenScriptsTests {

	private static final String ROLE = "settings_role";

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() {
		this.database.executeOnServer("DROP ROLE IF EXISTS " + ROLE);
		this.database.executeOnServer("CREATE ROLE " + ROLE + " LOGIN SUPERUSER");
	}

	@AfterEach
	void drop() {
		this.database.close();
		this.database.executeOnServer("DROP ROLE IF EXISTS " + ROLE);
	}

	private String seenBy(DataSource dataSource, String first, String setting) {
		return seenBy(dataSource, MigratorOptions.defaults(), first, setting);
	}

	private String seenBy(DataSource dataSource, MigratorOptions options, String first, String setting) {
		this.scripts.with("1_first.sql", first.replace("DB", this.database.name()).replace("ROLE_NAME", ROLE))
			.with("2_next.sql", "CREATE TABLE seen AS SELECT current_setting('" + setting + "', true) AS value");
		Migrator.builder(dataSource, this.scripts).options(options).build().migrate();
		return this.database.value("SELECT value FROM seen");
	}

	private HikariDataSource pool(String initSql) {
		return Pools.of(this.database, (config) -> {
			config.setUsername(ROLE);
			config.setConnectionInitSql(initSql);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER DATABASE DB SET work_mem = '77MB'", "ALTER ROLE ROLE_NAME SET work_mem = '77MB'",
			"ALTER USER ROLE_NAME IN DATABASE DB SET work_mem = '77MB'",
			"ALTER DATABASE DB SET work_mem = '11MB'; ALTER ROLE ROLE_NAME SET work_mem = '77MB'",
			"ALTER ROLE ROLE_NAME SET work_mem = '11MB'; ALTER ROLE ROLE_NAME IN DATABASE DB SET work_mem = '77MB'",
			"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = %L', current_database(), '77MB'); END $$",
			"-- migrate:transaction false\nSELECT 1; ALTER DATABASE DB SET work_mem = '77MB'; SELECT 2",
			"BEGIN; ALTER DATABASE DB SET work_mem = '77MB'; COMMIT; BEGIN; SELECT 1; COMMIT" })
	void nextScriptHasWhatTheOneBeforeItSetForLaterSessions(String first) {
		assertThat(seenBy(this.database.dataSource(ROLE), first, "work_mem")).isEqualTo("77MB");
		this.database
			.execute("DROP TABLE seen, migration_history, migration_log; DROP TABLE IF EXISTS migration_progress;"
					+ " ALTER DATABASE " + this.database.name() + " RESET ALL; ALTER ROLE " + ROLE
					+ " RESET ALL; ALTER ROLE " + ROLE + " IN DATABASE " + this.database.name() + " RESET ALL");
		try (HikariDataSource pool = pool(null)) {
			assertThat(seenBy(pool, first, "work_mem")).isEqualTo("77MB");
		}
	}

	/** The function, procedure or trigger is older than the run, and hides its words. */
	@ParameterizedTest
	@ValueSource(strings = { "SELECT alter_it()", "CALL alter_it_too()", "DO $$ BEGIN PERFORM alter_it(); END $$",
			"INSERT INTO trigger_it VALUES (1)", "SELECT count(*) FROM view_it",
			"-- migrate:transaction false\nSELECT alter_it()", "BEGIN; SELECT alter_it(); COMMIT; SELECT 1",
			"-- migrate:transaction false\nCALL alter_it_too(); SELECT 1",
			"SELECT alter_it(); SET ROLE postgres; SET search_path = pg_temp",
			"DO $$ BEGIN PERFORM alter_it(); COMMIT; END $$", "COPY trigger_it FROM stdin;\n1\n\\.\n",
			"ALTER ROLE ALL IN DATABASE DB SET work_mem = '77MB'" })
	void nextScriptHasWhatAFunctionSetForLaterSessions(String first) {
		this.database.execute("""
				CREATE FUNCTION alter_it() RETURNS int LANGUAGE plpgsql AS $$
				BEGIN
				  EXECUTE 'alter' || chr(32) || format('DATABASE %I SET work_mem = %L', current_database(), '77MB');
				  RETURN 1;
				END $$;
				CREATE PROCEDURE alter_it_too() LANGUAGE plpgsql AS $$ BEGIN PERFORM public.alter_it(); COMMIT; END $$;
				CREATE TABLE trigger_it (id int);
				CREATE FUNCTION alter_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
				BEGIN PERFORM public.alter_it(); RETURN NULL; END $$;
				CREATE TRIGGER t AFTER INSERT ON trigger_it EXECUTE FUNCTION alter_by_trigger();
				CREATE VIEW view_it AS SELECT alter_it() AS v OFFSET 0;
				""");
		assertThat(seenBy(this.database.dataSource(ROLE), first, "work_mem")).isEqualTo("77MB");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT alter_it()", "ALTER DATABASE DB SET work_mem = '77MB'",
			"-- migrate:transaction false\nSELECT alter_it(); SELECT 1" })
	void nextScriptHasItWhereTheDriverIsHidden(String first) {
		this.database.execute("CREATE FUNCTION alter_it() RETURNS int LANGUAGE plpgsql AS $$ BEGIN"
				+ " EXECUTE 'alter database " + this.database.name() + " SET work_mem = ''77MB'''; RETURN 1; END $$");
		assertThat(seenBy(HiddenDriver.hide(this.database.dataSource(ROLE)), first, "work_mem")).isEqualTo("77MB");
	}

	@Test
	void settingThatWasRolledBackDoesNotHold() {
		assertThat(seenBy(this.database.dataSource(ROLE),
				"BEGIN; ALTER DATABASE DB SET work_mem = '77MB'; ROLLBACK; SELECT 1", "work_mem"))
			.isEqualTo("4MB");
	}

	@Test
	void nextScriptFindsTablesByTheNewSearchPath() {
		assertThat(seenBy(this.database.dataSource(ROLE),
				"CREATE SCHEMA app; ALTER DATABASE DB SET search_path = app, public", "search_path"))
			.isEqualTo("app, public");
		assertThat(this.database.value("SELECT relnamespace::regnamespace FROM pg_class WHERE relname = 'seen'"))
			.isEqualTo("app");
	}

	@Test
	void searchPathThatIsSetKeepsTheSchemaOfTheHistoryInFront() {
		MigratorOptions options = MigratorOptions.defaults();
		MigratorOptions inSchema = options.with(new MigratorOptions.History("own", "migration_history", false));
		this.scripts.with("1_first.sql", "ALTER DATABASE " + this.database.name() + " SET search_path = app, public")
			.with("2_next.sql", "CREATE TABLE seen AS SELECT current_setting('search_path') AS value");
		Migrator.builder(this.database.dataSource(ROLE), this.scripts).options(inSchema).build().migrate();
		assertThat(this.database.value("SELECT value FROM own.seen")).isEqualTo("\"own\", app, public");
	}

	@Test
	void settingOfOnesOwnHoldsForTheNextScript() {
		assertThat(
				seenBy(this.database.dataSource(ROLE), "ALTER DATABASE DB SET app.tenant = 'a, \"b\"'", "app.tenant"))
			.isEqualTo("a, \"b\"");
	}

	@Test
	void settingThatIsTakenBackIsGoneForTheNextScript() {
		this.database.execute("ALTER DATABASE " + this.database.name() + " SET work_mem = '77MB'");
		assertThat(seenBy(this.database.dataSource(ROLE), "ALTER DATABASE DB RESET work_mem", "work_mem"))
			.isEqualTo("4MB");
	}

	@Test
	void settingOfAnotherRoleOrDatabaseDoesNotMatter() {
		assertThat(seenBy(this.database.dataSource(ROLE),
				"ALTER ROLE postgres IN DATABASE DB SET work_mem = '77MB'; ALTER ROLE postgres IN DATABASE DB RESET ALL",
				"work_mem"))
			.isEqualTo("4MB");
	}

	@Test
	void limitsOfMigrationsStayAboveThoseOfTheRole() {
		assertThat(seenBy(this.database.dataSource(ROLE),
				"ALTER ROLE ROLE_NAME SET statement_timeout = '5s'; ALTER ROLE" + " ROLE_NAME SET lock_timeout = '9s'",
				"lock_timeout"))
			.isEqualTo("2s");
	}

	@Test
	void settingOfThePoolStaysAndThePoolGetsItsConnectionBackAsItWas() throws Exception {
		try (HikariDataSource pool = pool("SET work_mem = '33MB'")) {
			assertThat(seenBy(pool, "ALTER DATABASE DB SET work_mem = '77MB'; ALTER DATABASE DB SET app.x = '1'",
					"work_mem"))
				.isEqualTo("33MB");
			try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
				ResultSet result = statement
					.executeQuery("SELECT current_setting('work_mem') || coalesce(current_setting('app.x', true), '')");
				result.next();
				assertThat(result.getString(1)).isEqualTo("33MB");
			}
		}
	}

	/**
	 * Inside one script.
	 */
	@Nested
	class TakenBack {

		private String seen(String script, String setting) {
			MigratorOptions options = MigratorOptions.defaults();
			MigratorOptions limited = options
				.with(new MigratorOptions.Waiting(options.waiting().database(), options.waiting().advisoryLock(),
						options.waiting().replay(), new LockLimits(Duration.ofMillis(1234), Duration.ofSeconds(5))));
			SettingsBetweenScriptsTests.this.scripts.with("1_a.sql",
					script + ";\nCREATE TABLE seen AS SELECT current_setting('" + setting + "') AS value");
			Migrator
				.builder(SettingsBetweenScriptsTests.this.database.dataSource(),
						SettingsBetweenScriptsTests.this.scripts)
				.options(limited)
				.build()
				.migrate();
			return SettingsBetweenScriptsTests.this.database.value("SELECT value FROM seen");
		}

		@ParameterizedTest
		@ValueSource(strings = { "RESET ALL", "RESET lock_timeout", "reset /* ours */ \"lock_timeout\"",
				"RESET -- a comment\n Lock_Timeout", "SET lock_timeout TO DEFAULT", "SET lock_timeout = DEFAULT",
				"SET SESSION lock_timeout TO DEFAULT", "SET LOCAL lock_timeout TO DEFAULT",
				"SET lock_timeout = '9s'; RESET lock_timeout", "SET LOCAL lock_timeout = '9s'; RESET ALL",
				"-- migrate:transaction false\nRESET lock_timeout", "-- migrate:transaction false\nRESET ALL",
				"-- migrate:transaction false\nSET lock_timeout = '9s'; RESET lock_timeout",
				"-- migrate:transaction false\nDISCARD ALL", "BEGIN; RESET ALL; COMMIT; SELECT 1" })
		void resetLeadsToTheLimitOfMigrations(String script) {
			assertThat(seen(script, "lock_timeout")).isEqualTo("1234ms");
		}

		@ParameterizedTest
		@ValueSource(strings = { "RESET ALL", "RESET statement_timeout", "SET statement_timeout TO DEFAULT" })
		void resetLeadsToTheLimitOfTheDirective(String script) {
			assertThat(seen("-- migrate:statement-timeout 7s\n" + script, "statement_timeout")).isEqualTo("7s");
		}

		@ParameterizedTest
		@ValueSource(strings = { "RESET work_mem; SET lock_timeout = '9s'", "RESET ALL; SET LOCAL lock_timeout = '9s'",
				"RESET lock_timeout; SET lock_timeout = 9000" })
		void whatTheScriptSetsItselfWins(String script) {
			assertThat(seen(script, "lock_timeout")).isEqualTo("9s");
		}

	}

}
