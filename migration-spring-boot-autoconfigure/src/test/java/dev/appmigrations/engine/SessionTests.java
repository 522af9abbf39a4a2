package dev.appmigrations.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What the next borrower of a connection finds after migrations that changed everything
 * that a session has.
 */
class SessionTests {

	private static final String VANDALISM = """
			SET search_path = elsewhere, public;
			SET application_name = 'vandal';
			SET TimeZone = 'Asia/Tokyo';
			SET DateStyle = 'ISO, DMY';
			SET standard_conforming_strings = off;
			SET lock_timeout = '123s';
			SET work_mem = '77MB';
			SET app.tenant = 'vandal';
			SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
			SELECT set_config('client_min_messages', 'error', false);
			SELECT pg_advisory_lock(4711);
			CREATE TEMP TABLE leftover (id int);
			""";

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private String role;

	@BeforeEach
	void setUp() {
		this.role = this.database.name() + "_owner";
		this.database.execute("CREATE ROLE " + this.role + "; CREATE ROLE " + this.role + "_other;"
				+ " GRANT CREATE, USAGE ON SCHEMA public TO " + this.role
				+ "; CREATE SCHEMA app; CREATE SCHEMA elsewhere; GRANT ALL ON SCHEMA app TO " + this.role);
	}

	private Migrator migrator(DataSource dataSource) {
		return Migrator.builder(dataSource, this.scripts).build();
	}

	static Stream<Named<Pool>> pools() {
		return Stream.of(pool("as it comes", (config, role) -> {
		}), pool("init SQL",
				(config, role) -> config.setConnectionInitSql(
						"SET ROLE " + role + "; SET statement_timeout = '7s'; SET lock_timeout = '8s'")),
				pool("init SQL with lists and text",
						(config, role) -> config.setConnectionInitSql("SET search_path = \"$user\", app, public;"
								+ " SET temp_tablespaces = ''; SET DateStyle = 'ISO, YMD';"
								+ " SET intervalstyle = iso_8601; SET lc_messages = 'C'")),
				pool("init SQL with every setting", (config,
						role) -> config.setConnectionInitSql("SELECT set_config(name, setting, false) FROM pg_settings"
								+ " WHERE context IN ('user', 'superuser') AND name NOT LIKE 'transaction_%'")),
				pool("init SQL with session authorization",
						(config, role) -> config.setConnectionInitSql("SET SESSION AUTHORIZATION " + role)),
				pool("schema, application name, isolation, no autocommit", (config, role) -> {
					config.setSchema("app");
					config.addDataSourceProperty("ApplicationName", "shop");
					config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
					config.setAutoCommit(false);
				}), pool("driver's settings", (config, role) -> {
					config.addDataSourceProperty("prepareThreshold", "3");
					config.addDataSourceProperty("autosave", "always");
					config.addDataSourceProperty("socketTimeout", "77");
					config.addDataSourceProperty("options", "-c statement_timeout=9s -c app.tenant=one");
				}), pool("read-only", (config, role) -> config.setReadOnly(true)),
				pool("read-only, always", (config, role) -> {
					config.setReadOnly(true);
					config.addDataSourceProperty("readOnlyMode", "always");
				}), pool("read-only, always, no autocommit", (config, role) -> {
					config.setReadOnly(true);
					config.setAutoCommit(false);
					config.addDataSourceProperty("readOnlyMode", "always");
				}));
	}

	private static Named<Pool> pool(String name, Pool pool) {
		return Named.of(name, pool);
	}

	@ParameterizedTest
	@MethodSource("pools")
	void migrateGivesTheConnectionBackAsItWas(Pool pool) {
		this.scripts.with("1_a.sql", "CREATE TABLE public.a (id int);\n" + VANDALISM)
			.with("2_b.sql", "SET ROLE NONE; CREATE TEMP TABLE leftover (id int); CREATE TABLE public.b (id int);")
			.with("3_c.sql", "CREATE TABLE public.c AS SELECT current_setting('app.tenant', true) AS tenant,"
					+ " current_setting('TimeZone') AS zone, current_setting('work_mem') AS memory");
		try (HikariDataSource dataSource = Pools.of(this.database, (config) -> pool.configure(config, this.role))) {
			Map<String, String> before = look(dataSource);
			assertThat(migrator(dataSource).migrate().steps()).hasSize(3);
			assertThat(changes(before, look(dataSource))).isEmpty();
			assertThat(this.database.value("SELECT concat(tenant, zone, memory) FROM public.c")).isNotBlank()
				.doesNotContain("vandal", "Tokyo", "77MB");
		}
	}

	@ParameterizedTest
	@MethodSource("pools")
	void migrateWhenItFailsGivesTheConnectionBackAsItWas(Pool pool) {
		this.scripts.with("1_a.sql", VANDALISM)
			.with("2_b.sql", "SELECT pg_advisory_lock(4712);\n" + VANDALISM + "SELECT 1 / 0;");
		try (HikariDataSource dataSource = Pools.of(this.database, (config) -> pool.configure(config, this.role))) {
			Map<String, String> before = look(dataSource);
			assertThatExceptionOfType(StatementFailedException.class).isThrownBy(() -> migrator(dataSource).migrate())
				.satisfies((ex) -> assertThat(ex.sqlState()).isEqualTo("22012"));
			assertThat(changes(before, look(dataSource))).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("pools")
	void statusGivesTheConnectionBackAsItWas(Pool pool) {
		this.scripts.with("1_a.sql", VANDALISM);
		try (HikariDataSource dataSource = Pools.of(this.database, (config) -> pool.configure(config, this.role))) {
			Map<String, String> before = look(dataSource);
			assertThat(migrator(dataSource).status().pending()).hasSize(1);
			assertThat(changes(before, look(dataSource))).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET ROLE %s", "SET SESSION AUTHORIZATION %s" })
	void migrateRecordsInTheRoleThatTheSessionHad(String initSql) {
		this.database.execute("CREATE TABLE migration_history (id SERIAL PRIMARY KEY, migration_name TEXT NOT NULL"
				+ " UNIQUE, applied_at TIMESTAMPTZ DEFAULT now(), written_by TEXT DEFAULT current_user);"
				+ " ALTER TABLE migration_history OWNER TO " + this.role);
		this.scripts.with("1_a.sql", "RESET ROLE; RESET SESSION AUTHORIZATION; SET ROLE " + this.role + "_other;")
			.with("2_b.sql",
					"RESET SESSION AUTHORIZATION; SET SESSION AUTHORIZATION " + this.role + "_other; SELECT 1;")
			.with("3_c.sql", "SELECT 1;");
		try (HikariDataSource dataSource = Pools.of(this.database,
				(config) -> config.setConnectionInitSql(initSql.formatted(this.role)))) {
			migrator(dataSource).migrate();
		}
		assertThat(this.database.list("SELECT written_by FROM migration_history ORDER BY id"))
			.containsExactly(this.role, this.role, this.role);
		assertThat(this.database.list("SELECT tableowner FROM pg_tables WHERE tablename = 'migration_log'"))
			.containsExactly(this.role);
	}

	@Test
	void migrateWhenTheSessionCannotBeRestoredClosesThePhysicalConnection() {
		String login = this.role + "_login";
		this.database.execute("CREATE ROLE " + login + " LOGIN; GRANT " + this.role + " TO " + login);
		this.scripts.with("1_a.sql", "SET work_mem = '77MB';");
		try (HikariDataSource dataSource = Pools.of(this.database, (config) -> {
			config.setUsername(login);
			config.setConnectionInitSql("SET ROLE " + this.role);
		})) {
			Map<String, String> before = look(dataSource);
			MigrationReport report = Migrator.builder(dataSource, this.scripts).listener(new MigrationListener() {

				@Override
				public void onEvent(MigrationEvent event) {
					if (event instanceof MigrationEvent.Completed) {
						// From now on the session's SET ROLE is refused.
						SessionTests.this.database.execute("REVOKE " + SessionTests.this.role + " FROM " + login);
					}
				}

			}).build().migrate();
			this.database.execute("GRANT " + this.role + " TO " + login);
			assertThat(report.steps()).hasSize(1);
			assertThat(changes(before, look(dataSource))).singleElement().asString().startsWith("backend: ");
		}
	}

	@Test
	void migrateWhenTheConnectionIsLostLeavesAPoolThatWorks() {
		this.scripts.with("1_a.sql", "SELECT pg_terminate_backend(pg_backend_pid());");
		try (HikariDataSource dataSource = Pools.of(this.database, (config) -> {
		})) {
			Map<String, String> before = look(dataSource);
			assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator(dataSource).migrate());
			assertThat(changes(before, look(dataSource))).singleElement().asString().startsWith("backend: ");
		}
	}

	/** Everything that a borrower could notice. */
	private static Map<String, String> look(DataSource dataSource) {
		Map<String, String> found = new LinkedHashMap<>();
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			PGConnection driver = connection.unwrap(PGConnection.class);
			found.put("driver",
					"autocommit " + connection.getAutoCommit() + ", read-only " + connection.isReadOnly()
							+ ", isolation " + connection.getTransactionIsolation() + ", schema "
							+ connection.getSchema() + ", timeout " + connection.getNetworkTimeout() + ", threshold "
							+ driver.getPrepareThreshold() + ", autosave " + driver.getAutosave());
			try (ResultSet settings = statement
				.executeQuery("SELECT name, setting || ' (' || source || ')' FROM pg_settings")) {
				while (settings.next()) {
					found.put(settings.getString(1), settings.getString(2));
				}
			}
			found.put("roles",
					value(statement, "SELECT concat_ws(' ', session_user, current_user, current_setting('role'))"));
			found.put("custom", value(statement, "SELECT concat(current_setting('app.tenant', true))"));
			found.put("temporary tables",
					value(statement, "SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()"));
			found.put("locks", value(statement,
					"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"));
			found.put("backend", value(statement, "SELECT pg_backend_pid()"));
			if (!connection.getAutoCommit()) {
				// Hikari sets the schema in a transaction that the first borrower ends.
				connection.commit();
			}
			return found;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Extensions that are loaded meanwhile bring settings of their own. */
	private static List<String> changes(Map<String, String> before, Map<String, String> after) {
		return after.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().equals(before.getOrDefault(entry.getKey(), entry.getValue())))
			.map((entry) -> entry.getKey() + ": " + before.get(entry.getKey()) + " -> " + entry.getValue())
			.toList();
	}

	private static String value(Statement statement, String sql) throws SQLException {
		try (ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getString(1);
		}
	}

	private TestDatabase database() {
		return this.database;
	}

	private MemoryScripts scripts() {
		return this.scripts;
	}

	/**
	 * A data source whose connections hide the driver's.
	 */
	@Nested
	class HiddenDriver {

		private final DataSource hidden = hiding((hint) -> {
			throw new SQLFeatureNotSupportedException("Not for you");
		});

		@Test
		void migrateAppliesOneStatementAtATime() {
			scripts().with("1_a.sql", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\n" + VANDALISM)
				.with("2_f.sql", """
						CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
						CREATE FUNCTION g() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN '?;'; END $$;
						CREATE RULE r AS ON INSERT TO a DO ALSO (SELECT 1; SELECT 2);
						""");
			MigrationReport report = migrator(this.hidden).migrate();
			assertThat(report.steps()).extracting("name", "statements")
				.containsExactly(tuple("1_a.sql", 14L), tuple("2_f.sql", 3L));
			assertThat(migrator(this.hidden).migrate().steps()).isEmpty();
			assertThat(database().value("SELECT f() || g()")).isEqualTo("2?;");
		}

		@ParameterizedTest
		@ValueSource(strings = { "SELECT 1;\nSELEC 2;", "SELECT 1;\n\n  SELECT nothing\n  FROM pg_class;",
				"SELECT '\uD83D\uDE00', 'é'; SELECT '\uD83D\uDE00' || nothing;", "SELECT 1;\nSELECT 2;\nSELECT 1 / 0;",
				"CREATE TABLE a (id int UNIQUE DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO a VALUES (1), (1);",
				"DO $$\nBEGIN\n  PERFORM nothing();\nEND $$;",
				"CREATE TABLE b (id int);\n\tINSERT INTO b VALUES ('x');",
				"CREATE TABLE b (id int CHECK (id > 0)); INSERT INTO b VALUES (1); INSERT INTO b\nVALUES (0);" })
		void migrateWhenStatementFailsTellsTheSameAsTheDriverItself(String script) {
			scripts().with("1_a.sql", script);
			StatementFailedException expected = catchThrowableOfType(StatementFailedException.class,
					() -> migrator(database().dataSource()).migrate());
			StatementFailedException actual = catchThrowableOfType(StatementFailedException.class,
					() -> migrator(this.hidden).migrate());
			assertThat(actual).hasMessage(expected.getMessage());
			assertThat(actual.location()).isEqualTo(expected.location());
			assertThat(database().list("SELECT occurrences FROM migration_log")).containsExactly("2");
		}

		@Test
		void migrateWhenTheProxyClaimsToWrapNothingWorks() {
			scripts().with("1_a.sql", "CREATE TABLE a ();");
			DataSource plain = hiding((type) -> false);
			assertThat(migrator(plain).migrate().steps()).hasSize(1);
		}

		@Test
		void anInstanceSignsOnWithOneStatementAfterTheOther() {
			scripts().with("1_a.sql", "CREATE TABLE a ();");
			DataSource plain = hiding((type) -> false);
			for (int start = 1; start <= 2; start++) {
				MigratorInstance instance = migrator(plain).instance(plain,
						new InstanceSettings("shop", Duration.ofHours(1), Duration.ofHours(2), true),
						new NeverSuspended(), new Heartbeats());
				assertThat(instance.migrate().pending()).isEmpty();
				assertThat(database().value("SELECT count(*) FROM migration_instance WHERE lapses_at > now()"))
					.isEqualTo("1");
				instance.close();
			}
			assertThat(database().value("SELECT count(*) FROM migration_instance WHERE lapses_at > last_seen"))
				.isEqualTo("0");
		}

		private DataSource hiding(Refusal refusal) {
			return new AbstractDataSource() {

				@Override
				public Connection getConnection() throws SQLException {
					return hide(database().dataSource().getConnection(), refusal);
				}

				@Override
				public Connection getConnection(String username, String password) throws SQLException {
					return getConnection();
				}

			};
		}

		private static Connection hide(Connection connection, Refusal refusal) {
			List<String> wrapping = List.of("isWrapperFor", "unwrap");
			return (Connection) Proxy.newProxyInstance(SessionTests.class.getClassLoader(),
					new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
						if (wrapping.contains(method.getName())) {
							return refusal.answer((Class<?>) arguments[0]);
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

	}

	/**
	 * How a pool is configured.
	 */
	@FunctionalInterface
	interface Pool {

		void configure(HikariConfig config, String role);

	}

	/**
	 * What a proxy says when it is asked for what it wraps.
	 */
	@FunctionalInterface
	private interface Refusal {

		Object answer(Class<?> type) throws SQLException;

	}

}
