package dev.appmigrations.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests which tables are believed. Roles belong to the whole server: each test has its
 * own.
 */
class TrustTests {

	private static final AtomicInteger counter = new AtomicInteger();

	private static final String HISTORY = "CREATE TABLE %s (id SERIAL PRIMARY KEY, migration_name TEXT NOT NULL UNIQUE,"
			+ " applied_at TIMESTAMPTZ DEFAULT now(), version TEXT, description TEXT, kind TEXT, phase TEXT,"
			+ " checksum TEXT, execution_ms BIGINT, applied_by TEXT, applied_from TEXT, release TEXT, origin TEXT,"
			+ " out_of_order BOOLEAN, down_script TEXT);";

	private static final String LOG = "CREATE TABLE %s (id BIGSERIAL PRIMARY KEY, migration_name TEXT NOT NULL,"
			+ " action TEXT NOT NULL, logged_at TIMESTAMPTZ NOT NULL DEFAULT now(), last_at TIMESTAMPTZ NOT NULL DEFAULT"
			+ " now(), occurrences INTEGER NOT NULL DEFAULT 1, execution_ms BIGINT, checksum TEXT, logged_by TEXT,"
			+ " logged_from TEXT, release TEXT, sqlstate TEXT, error TEXT);";

	private static final String PROGRESS = "CREATE TABLE %s (migration_name TEXT NOT NULL, direction TEXT NOT NULL,"
			+ " unit INTEGER NOT NULL, statement BIGINT NOT NULL, rolling_hash TEXT NOT NULL, state TEXT NOT NULL,"
			+ " before JSONB, backend_pid INTEGER, backend_start TIMESTAMPTZ, cursor TEXT, upper_bound TEXT,"
			+ " updated_at TIMESTAMPTZ NOT NULL DEFAULT now(), PRIMARY KEY (migration_name, direction));";

	private static final String INSTANCE = "CREATE TABLE %s (id UUID PRIMARY KEY, application TEXT, release TEXT,"
			+ " host TEXT, application_name TEXT NOT NULL, contract_migrations TEXT[] NOT NULL,"
			+ " started_at TIMESTAMPTZ NOT NULL DEFAULT now(), last_seen TIMESTAMPTZ NOT NULL DEFAULT now(),"
			+ " lapses_at TIMESTAMPTZ NOT NULL);";

	/** What a hostile role does to a table of its own; each would call its function. */
	private static final String DOUBLE = "CREATE FUNCTION evil(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS"
			+ " $$ BEGIN IF current_user <> '%1$s' THEN RAISE EXCEPTION 'evil ran as %%', current_user; END IF;"
			+ " RETURN $1; END $$;";

	private final int number = counter.incrementAndGet();

	private final String mallory = "mallory_" + ProcessHandle.current().pid() + "_" + this.number;

	private final String app = "app_" + ProcessHandle.current().pid() + "_" + this.number;

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id int)");

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.database.execute("CREATE ROLE " + this.mallory + " LOGIN; CREATE ROLE " + this.app
				+ " LOGIN; GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC; GRANT CREATE ON DATABASE "
				+ this.database.name() + " TO PUBLIC");
	}

	@AfterEach
	void tearDown() {
		for (String role : new String[] { this.mallory, this.app }) {
			this.database.execute("DROP OWNED BY " + role + " CASCADE");
		}
		String rest = this.database.name();
		this.database.close();
		try (TestDatabase other = TestDatabase.create()) {
			other.execute("DROP ROLE " + this.mallory + "; DROP ROLE " + this.app);
		}
		assertThat(rest).isNotEmpty();
	}

	private DataSource as(String role) {
		return this.database.dataSource(role);
	}

	private void asMallory(String sql) {
		this.database.execute("SET ROLE " + this.mallory + "; " + sql + " RESET ROLE");
	}

	private Migrator migrator() {
		return migrator(this.database.dataSource());
	}

	private Migrator migrator(DataSource dataSource) {
		return Migrator.builder(dataSource, this.scripts).build();
	}

	private MigrationException refusal(Migrator migrator) {
		MigrationException[] refusal = new MigrationException[1];
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate).satisfies((ex) -> {
			assertThat(ex.code()).as(ex.getMessage()).isEqualTo(ErrorCode.HISTORY_UNTRUSTED);
			refusal[0] = ex;
		});
		return refusal[0];
	}

	private boolean ran() {
		return this.database.value("SELECT to_regclass('a')") != null;
	}

	static Stream<Arguments> attacks() {
		return Stream.of(Arguments.argumentSet("trigger", "trigger",
				"%2$s CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS"
						+ " $$ BEGIN PERFORM evil('x'); RETURN NEW; END $$; CREATE TRIGGER t BEFORE INSERT ON %1$s"
						+ " FOR EACH ROW EXECUTE FUNCTION fire();"),
				Arguments.argumentSet("statement trigger", "trigger",
						"%2$s CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS"
								+ " $$ BEGIN PERFORM evil('x'); RETURN NULL; END $$; CREATE TRIGGER t AFTER INSERT OR DELETE ON"
								+ " %1$s FOR EACH STATEMENT EXECUTE FUNCTION fire();"),
				Arguments.argumentSet("rule", "rule",
						"%2$s CREATE RULE r AS ON INSERT TO %1$s DO ALSO SELECT evil('x');"),
				Arguments.argumentSet("view", "a view",
						"CREATE VIEW %1$s AS SELECT 1 AS id, evil('x') AS migration_name," + " now() AS applied_at;"),
				Arguments.argumentSet("materialized view", "a materialized view",
						"CREATE MATERIALIZED VIEW %1$s AS SELECT 1 AS id, 'x'::text AS migration_name, now() AS applied_at;"),
				Arguments.argumentSet("policy", "policy",
						"%2$s ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY;"
								+ " CREATE POLICY p ON %1$s USING (evil('x') = 'x');"),
				Arguments.argumentSet("default", "default",
						"%2$s ALTER TABLE %1$s ADD COLUMN extra text DEFAULT 'x';"
								+ " ALTER TABLE %1$s ALTER COLUMN extra SET DEFAULT evil('x');"),
				Arguments.argumentSet("check", "check", "%2$s ALTER TABLE %1$s ADD CHECK (evil('x') = 'x');"),
				Arguments.argumentSet("generated column", "generated column",
						"%2$s ALTER TABLE %1$s ADD COLUMN g text GENERATED ALWAYS AS (evil('x')) STORED;"),
				Arguments.argumentSet("expression index", "index", "%2$s CREATE INDEX e ON %1$s (evil('x'));"),
				Arguments.argumentSet("partial index", "index",
						"%2$s CREATE INDEX e ON %1$s ((1)) WHERE evil('x') = 'x';"),
				Arguments.argumentSet("statistics", "statistics", "%2$s CREATE STATISTICS s ON (evil('x')) FROM %1$s;"),
				Arguments.argumentSet("domain", "type",
						"%2$s CREATE DOMAIN d AS text DEFAULT evil('x') CHECK (evil(VALUE) = 'x');"
								+ " ALTER TABLE %1$s ADD COLUMN dom d;"),
				Arguments.argumentSet("inheritance", "inheritance", "%2$s CREATE TABLE child () INHERITS (%1$s);"),
				Arguments.argumentSet("partition key", "partition key",
						"CREATE TABLE %1$s (id int, migration_name text, applied_at timestamptz)"
								+ " PARTITION BY LIST ((evil(migration_name)));"));
	}

	private String table(String table) {
		return switch (table) {
			case "migration_history" -> HISTORY;
			case "migration_log" -> LOG;
			case "migration_progress" -> PROGRESS;
			default -> INSTANCE;
		};
	}

	private void squat(String attack, String table) {
		asMallory(DOUBLE.formatted(this.mallory) + attack.formatted(table, table(table).formatted(table))
				+ " GRANT ALL ON " + table + " TO PUBLIC;");
	}

	@Nested
	class Squatted {

		static Stream<Arguments> attacks() {
			return TrustTests.attacks();
		}

		@ParameterizedTest
		@MethodSource("attacks")
		void migrateWhenTheHistoryIsSquattedRefusesIt(String found, String attack) {
			squat(attack, "migration_history");
			for (DataSource dataSource : new DataSource[] { TrustTests.this.database.dataSource(),
					as(TrustTests.this.app) }) {
				MigrationException refusal = refusal(migrator(dataSource));
				assertThat(refusal.description()).contains("\"migration_history\"", found, TrustTests.this.mallory);
				assertThat(refusal.action()).contains("MigratorOptions.");
			}
			assertThat(ran()).isFalse();
		}

		@ParameterizedTest
		@MethodSource("attacks")
		void statusWhenTheHistoryIsSquattedRunsNothingOfIt(String found, String attack) {
			squat(attack, "migration_history");
			try {
				MigrationReport report = migrator().status();
				assertThat(report.pending()).hasSize(1);
			}
			catch (MigrationException ex) {
				assertThat(ex.code()).as(ex.getMessage()).isIn(ErrorCode.HISTORY_UNTRUSTED);
				assertThat(ex.description()).contains((found.equals("policy")) ? "row level security" : found);
			}
		}

		@ParameterizedTest
		@MethodSource("attacks")
		void migrateWhenAnotherTableIsSquattedRefusesIt(String found, String attack) {
			for (String table : new String[] { "migration_log", "migration_progress", "migration_instance" }) {
				if (found.equals("partition key") || found.equals("inheritance")) {
					continue;
				}
				squat(attack, table);
				assertThat(refusal(migrator()).description()).contains('"' + table + '"', found);
				TrustTests.this.database.execute("DROP OWNED BY " + TrustTests.this.mallory + " CASCADE");
			}
			assertThat(ran()).isFalse();
		}

		@Test
		void migrateWhenASchemaIsCalledLikeTheRoleRefusesWhatStandsInIt() {
			asMallory("CREATE SCHEMA postgres; " + HISTORY.formatted("postgres.migration_history"));
			assertThat(refusal(migrator()).description()).contains("\"postgres\".\"migration_history\"",
					TrustTests.this.mallory);
		}

		@Test
		void migrateWhenASchemaIsCalledLikeTheRoleCreatesNothingInIt() {
			asMallory("CREATE SCHEMA postgres; GRANT ALL ON SCHEMA postgres TO PUBLIC;");
			MigrationException refusal = refusal(migrator());
			assertThat(refusal.description()).contains("schema \"postgres\"", TrustTests.this.mallory);
			assertThat(refusal.action()).contains("MigratorOptions.History.schema=postgres");
			assertThat(TrustTests.this.database.value("SELECT to_regclass('postgres.migration_history')")).isNull();
		}

	}

	@Nested
	class Applications {

		private void assertUnusable(String sql, String... texts) {
			TrustTests.this.database.execute(sql);
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate())
				.satisfies((ex) -> {
					assertThat(ex.code()).as(ex.getMessage()).isEqualTo(ErrorCode.HISTORY_UNUSABLE);
					assertThat(ex.getMessage()).contains(texts);
				});
			assertThat(ran()).isFalse();
		}

		@ParameterizedTest
		@ValueSource(strings = { "migration_log", "migration_progress", "migration_instance" })
		void migrateWhenTheApplicationHasATableOfThatNameNamesIt(String table) {
			assertUnusable("CREATE TABLE " + table + " (bird text, day date)", '"' + table + '"',
					"not a table of the migrations", "MigratorOptions.History.table", "MigratorOptions.History.schema");
		}

		@ParameterizedTest
		@ValueSource(strings = { "migration_log", "migration_progress", "migration_instance" })
		void migrateWhenTheApplicationHasAViewOfThatNameNamesIt(String table) {
			assertUnusable("CREATE VIEW " + table + " AS SELECT 1 AS id", '"' + table + "\" is a view",
					"MigratorOptions.History.table");
		}

		@Test
		void migrateWhenAColumnWantsAValueNamesIt() {
			assertUnusable(HISTORY.formatted("migration_history")
					+ "ALTER TABLE migration_history ADD COLUMN ticket text NOT NULL", "ticket");
		}

		@Test
		void migrateWhenAnIdHasNoDefaultNamesIt() {
			assertUnusable("CREATE TABLE migration_history (id int PRIMARY KEY, migration_name text UNIQUE,"
					+ " applied_at timestamptz)", "id");
		}

		@Test
		void migrateWhenNamesAreNotUniqueTellsWhichRows() {
			assertUnusable("CREATE TABLE migration_history (id serial PRIMARY KEY, migration_name text,"
					+ " applied_at timestamptz); INSERT INTO migration_history (migration_name) VALUES ('1_x'), ('1_x'), ('2_y');",
					"UNIQUE (migration_name) of \"public\".\"migration_history\"", "\n  1_x, 2 rows");
		}

	}

	@Nested
	class Believed {

		@BeforeEach
		void migrate() {
			migrator().migrate();
			TrustTests.this.scripts.with("2_b.sql", "CREATE TABLE b (id int)");
		}

		private void assertMigrates(DataSource dataSource) {
			assertThat(migrator(dataSource).migrate().applied()).hasSize(2);
			assertThat(migrator(dataSource).migrate().steps()).isEmpty();
		}

		private void give(String role) {
			TrustTests.this.database
				.execute("ALTER TABLE migration_history OWNER TO %1$s; ALTER TABLE migration_log OWNER TO %1$s"
					.formatted(role));
		}

		@Test
		void migrateWhenASuperuserOwnsThemGoesOn() {
			TrustTests.this.database.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + TrustTests.this.app
					+ "; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO " + TrustTests.this.app);
			assertMigrates(as(TrustTests.this.app));
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "ALTER ROLE %2$s NOINHERIT; " })
		void migrateWhenAGroupOwnsThemGoesOn(String alter) {
			TrustTests.this.database
				.execute((alter + "GRANT %1$s TO %2$s").formatted(TrustTests.this.mallory, TrustTests.this.app));
			give(TrustTests.this.mallory);
			TrustTests.this.database.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + TrustTests.this.app
					+ "; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO " + TrustTests.this.app);
			assertMigrates(as(TrustTests.this.app));
		}

		@Test
		void migrateAsTheOwnerOfTheDatabaseGoesOn() {
			TrustTests.this.database.execute("ALTER DATABASE " + TrustTests.this.database.name() + " OWNER TO "
					+ TrustTests.this.app + "; ALTER SCHEMA public OWNER TO pg_database_owner");
			give(TrustTests.this.app);
			assertMigrates(as(TrustTests.this.app));
		}

		@Test
		void migrateWhenTheOwnerOfTheDatabaseOwnsThemGoesOn() {
			TrustTests.this.database
				.execute("ALTER DATABASE " + TrustTests.this.database.name() + " OWNER TO " + TrustTests.this.mallory);
			give(TrustTests.this.mallory);
			assertMigrates(TrustTests.this.database.dataSource());
		}

		@Test
		void migrateAsARoleThatOnlyReadsGoesOnWhereNothingIsPending() {
			migrator().migrate();
			give(TrustTests.this.mallory);
			TrustTests.this.database.execute("GRANT SELECT ON migration_history TO " + TrustTests.this.app);
			MigrationReport report = migrator(as(TrustTests.this.app)).migrate();
			assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
			assertThat(migrator(as(TrustTests.this.app)).validate().state()).isEqualTo(MigrationReport.State.CURRENT);
		}

		@Test
		void migrateWhenSomebodyElseOwnsThemRefusesThem() {
			give(TrustTests.this.mallory);
			MigrationException refusal = refusal(migrator());
			assertThat(refusal.description())
				.contains("\"migration_history\" belongs to role \"" + TrustTests.this.mallory);
			assertThat(refusal.action()).contains("ALTER TABLE \"public\".\"migration_history\" OWNER TO \"postgres\";",
					"GRANT \"" + TrustTests.this.mallory);
			assertThat(migrator().status().pending()).hasSize(1);
			assertThat(migrator().status().problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.FOREIGN_OWNER);
				assertThat(problem.message()).contains(TrustTests.this.mallory);
			});
		}

		@Test
		void migrateWhenTheOptionsNameTheSchemaOfTheOwnerGoesOn() {
			give(TrustTests.this.mallory);
			TrustTests.this.database.execute("ALTER SCHEMA public OWNER TO " + TrustTests.this.mallory);
			Migrator named = Migrator.builder(TrustTests.this.database.dataSource(), TrustTests.this.scripts)
				.options(MigratorOptions.defaults()
					.with(new MigratorOptions.History("public", "migration_history", false)))
				.build();
			assertThat(named.migrate().applied()).hasSize(2);
		}

		@Test
		void migrateWhenATrustedTriggerAuditsThemGoesOn() {
			TrustTests.this.database
				.execute("CREATE TABLE audit (at timestamptz); CREATE FUNCTION audit() RETURNS trigger"
						+ " LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.audit VALUES (now()); RETURN NEW; END $$;"
						+ " CREATE TRIGGER audit AFTER INSERT ON migration_history FOR EACH ROW EXECUTE FUNCTION audit();"
						+ " CREATE TRIGGER audit AFTER INSERT ON migration_log FOR EACH ROW EXECUTE FUNCTION audit()");
			assertMigrates(TrustTests.this.database.dataSource());
			assertThat(TrustTests.this.database.value("SELECT count(*) FROM audit")).isEqualTo("2");
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "CREATE TRIGGER t AFTER INSERT ON migration_history FOR EACH ROW EXECUTE FUNCTION fire()",
						"CREATE RULE t AS ON INSERT TO migration_log DO ALSO SELECT evil('x')",
						"ALTER TABLE migration_history ADD CHECK (evil(migration_name) = migration_name)",
						"ALTER TABLE migration_history ALTER COLUMN release SET DEFAULT evil('x')",
						"CREATE INDEX t ON migration_history (evil(migration_name))" })
		void migrateWhenATrustedTableRunsForeignCodeRefusesIt(String attack) {
			asMallory(DOUBLE.formatted("nobody") + " CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS"
					+ " $$ BEGIN PERFORM evil('x'); RETURN NEW; END $$;");
			TrustTests.this.database
				.execute("BEGIN; ALTER FUNCTION evil(text) OWNER TO postgres; CREATE OR REPLACE FUNCTION"
						+ " evil(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'; " + attack
						+ "; CREATE OR REPLACE FUNCTION evil(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS"
						+ " 'BEGIN RAISE EXCEPTION ''evil ran''; END'; ALTER FUNCTION evil(text) OWNER TO "
						+ TrustTests.this.mallory + "; COMMIT");
			MigrationException refusal = refusal(migrator());
			assertThat(refusal.description()).contains("role \"" + TrustTests.this.mallory + "\"");
		}

		@Test
		void migrateWhenATemporaryTableHidesTheHistoryRefusesIt() {
			try (HikariDataSource pool = Pools.of(TrustTests.this.database, (config) -> config.setConnectionInitSql(
					"CREATE TEMP TABLE IF NOT EXISTS migration_history (LIKE public.migration_history)"))) {
				assertThat(refusal(migrator(pool)).description()).contains("is a temporary table");
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "CREATE POLICY all_rows ON migration_history USING (true);" })
		void migrateWhenRowSecurityAppliesRefusesIt(String policy) {
			TrustTests.this.database.execute("ALTER TABLE migration_history ENABLE ROW LEVEL SECURITY;" + policy
					+ "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + TrustTests.this.app);
			for (Migrator migrator : new Migrator[] { migrator(as(TrustTests.this.app)) }) {
				MigrationException refusal = refusal(migrator);
				assertThat(refusal.description()).contains("row level security");
				assertThat(refusal.action()).contains("DISABLE ROW LEVEL SECURITY", "BYPASSRLS", "as the owner")
					.doesNotContainIgnoringCase("create policy");
				assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::status)
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.HISTORY_UNTRUSTED));
			}
			assertMigrates(TrustTests.this.database.dataSource());
		}

	}

	/**
	 * A role that others have made a member of a group without being asked.
	 */
	@Nested
	class UnwantedMembership {

		private String squatted(String owner) {
			return "SET ROLE " + owner + "; " + HISTORY.formatted("public.migration_history")
					+ " CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS"
					+ " $$ BEGIN RAISE EXCEPTION 'ran as %', current_user; END $$; CREATE TRIGGER t BEFORE INSERT ON"
					+ " public.migration_history FOR EACH ROW EXECUTE FUNCTION fire();"
					+ " GRANT ALL ON public.migration_history TO PUBLIC;"
					+ " GRANT ALL ON SEQUENCE public.migration_history_id_seq TO PUBLIC; RESET ROLE;";
		}

		@Test
		void groupWhoseMemberAddedTheRoleIsNotTrusted() {
			String group = TrustTests.this.mallory + "_group";
			TrustTests.this.database.execute("CREATE ROLE " + group + "; GRANT CREATE ON SCHEMA public TO " + group
					+ "; GRANT " + group + " TO " + TrustTests.this.mallory + " WITH ADMIN OPTION");
			try {
				TrustTests.this.database.execute("SET SESSION AUTHORIZATION " + TrustTests.this.mallory + "; GRANT "
						+ group + " TO " + TrustTests.this.app + "; RESET SESSION AUTHORIZATION; " + squatted(group));
				assertThat(refusal(migrator(as(TrustTests.this.app))).description()).contains(group);
				assertThat(ran()).isFalse();
			}
			finally {
				TrustTests.this.database.execute("DROP OWNED BY " + group + " CASCADE");
				TrustTests.this.database.execute("SET SESSION AUTHORIZATION " + TrustTests.this.mallory + "; REVOKE "
						+ group + " FROM " + TrustTests.this.app + "; RESET SESSION AUTHORIZATION; DROP ROLE " + group);
			}
		}

		@Test
		void roleThatMadeAnotherItsMemberIsNotTrusted() {
			// Refused by the server itself from 15 on.
			TrustTests.this.database.execute("SET SESSION AUTHORIZATION " + TrustTests.this.mallory
					+ "; DO $$ BEGIN GRANT " + TrustTests.this.mallory + " TO " + TrustTests.this.app
					+ "; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$; RESET SESSION AUTHORIZATION; "
					+ squatted(TrustTests.this.mallory));
			assertThat(refusal(migrator(as(TrustTests.this.app))).description()).contains(TrustTests.this.mallory);
			assertThat(ran()).isFalse();
		}

		@Test
		void groupWhoseMemberWasAddedByAnAdministratorIsTrusted() {
			String group = TrustTests.this.mallory + "_team";
			TrustTests.this.database.execute("CREATE ROLE " + group + "; GRANT CREATE ON SCHEMA public TO " + group
					+ "; GRANT " + group + " TO " + TrustTests.this.app + "; SET ROLE " + group + "; "
					+ HISTORY.formatted("public.migration_history") + " RESET ROLE");
			try {
				assertThat(migrator(as(TrustTests.this.app)).migrate().steps()).hasSize(1);
			}
			finally {
				TrustTests.this.database.execute("DROP OWNED BY " + group + " CASCADE");
				TrustTests.this.database.execute("DROP ROLE " + group);
			}
		}

	}

}
