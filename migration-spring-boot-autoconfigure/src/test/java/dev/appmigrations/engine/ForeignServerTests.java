package dev.appmigrations.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.Wiretap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that speak PostgreSQL's protocol and are something else: a real server whose
 * queries are changed on their way to it.
 */
class ForeignServerTests {

	private static final String VERSION = "pg_catalog.version()";

	private static final String COCKROACH = "CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27)";

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a ();");

	@FreshDatabase
	private TestDatabase database;

	private Wiretap tap;

	@BeforeEach
	void setUp() {
		this.tap = new Wiretap(TestDatabase.port());
	}

	@AfterEach
	void tearDown() {
		this.tap.close();
	}

	private static UnaryOperator<String> saying(String version) {
		return (query) -> query.replace(VERSION, "CAST('" + version + "' AS pg_catalog.text)");
	}

	private DataSource dataSource() {
		return this.tap.dataSource(this.database.name());
	}

	private Migrator migrator() {
		return Migrator.builder(dataSource(), this.scripts).build();
	}

	private static void assertRefused(ThrowingCallable call, String... texts) {
		assertThatExceptionOfType(MigrationException.class).isThrownBy(call).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_UNSUPPORTED);
			assertThat(ex.description()).contains(texts);
			assertThat(ex.action()).contains("use no Migrator");
		});
	}

	private List<String> tables() {
		return this.database.list("SELECT relname FROM pg_class WHERE oid >= 16384 AND relkind = 'r'");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { COCKROACH, "PostgreSQL 15.2-YB-2.25.0.0-b0 on aarch64-unknown-linux-gnu, compiled by clang",
					"PostgreSQL 12.3, compiled by Visual C++ build 1914, 64-bit, QuestDB", "Unheard 1.0" })
	void everyOperationRefusesAnotherProductByNameAndWritesNothing(String version) {
		this.tap.rewrite(saying(version));
		Stream
			.<ThrowingCallable>of(() -> migrator().migrate(), () -> migrator().status(), () -> migrator().validate(),
					() -> migrator().safety().tryOut(null), () -> migrator().database().ping())
			.forEach((call) -> assertRefused(call, version, "PostgreSQL only", "Nothing was written"));
		assertThat(tables()).isEmpty();
	}

	@Test
	void anInstanceDoesNotSignOnAtAnotherProduct() {
		InstanceSettings settings = new InstanceSettings("shop", Duration.ofHours(1), Duration.ofHours(2), true);
		Migrator direct = Migrator.builder(this.database.dataSource(), this.scripts).build();
		try (MigratorInstance instance = direct.instance(this.database.dataSource(), settings, new NeverSuspended(),
				new Heartbeats())) {
			instance.migrate();
		}
		this.tap.rewrite(saying(COCKROACH));
		try (MigratorInstance instance = migrator().instance(dataSource(), settings, new NeverSuspended(),
				new Heartbeats())) {
			assertRefused(instance::migrate, "CockroachDB");
			assertThat(this.database.list("SELECT 1 FROM migration_instance WHERE lapses_at > now()")).isEmpty();
		}
	}

	static Stream<UnaryOperator<String>> strangers() {
		return Stream.of((query) -> query.replace("OPERATOR(", "OPERATER("),
				(query) -> query.replace("CASE WHEN", "CASE FOO"),
				(query) -> query.replace("BEGIN ISOLATION LEVEL", "BEGIN LEVEL OF"));
	}

	/** What a server says of a statement that it does not understand may be anything. */
	@ParameterizedTest
	@MethodSource("strangers")
	void migrateWhenTheServerDoesNotUnderstandTheJudgmentAsksItAlone(UnaryOperator<String> stranger) {
		this.tap.rewrite((query) -> stranger.apply(saying(COCKROACH).apply(query)));
		assertRefused(() -> migrator().migrate(), COCKROACH);
		try (MigratorInstance instance = migrator().instance(dataSource(),
				new InstanceSettings("shop", Duration.ofHours(1), Duration.ofHours(2), true), new NeverSuspended(),
				new Heartbeats())) {
			assertRefused(instance::migrate, COCKROACH);
		}
		assertThat(tables()).isEmpty();
	}

	@Test
	void migrateWhenTheServerDoesNotKnowItsVersionRefusesIt() {
		this.tap.rewrite((query) -> query.replace(VERSION, "pg_catalog.no_version()"));
		assertRefused(() -> migrator().migrate(), "another product", "server_version", "no_version");
		assertThat(tables()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PostgreSQL 14.5 (EnterpriseDB Advanced Server 14.5.0) on x86_64-pc-linux-gnu, 64-bit",
			"PostgreSQL 16.6 on aarch64-unknown-linux-gnu, compiled by gcc (GCC) 10.5.0, 64-bit" })
	void migrateOnAForkOfPostgresRuns(String version) {
		this.tap.rewrite(saying(version));
		assertThat(migrator().migrate().steps()).hasSize(1);
	}

	static Stream<Imitation> imitations() {
		String lock = "pg_catalog.pg_try_advisory_lock(";
		String view = "pg_catalog.pg_locks";
		return Stream.of(new Imitation("a lock that does nothing", lock, "imitation.try_lock(", "lock nothing"),
				new Imitation("an empty pg_locks", view, "imitation.locks", "lock nothing"),
				new Imitation("no such lock", lock, "pg_catalog.no_lock(", "does not have PostgreSQL's advisory locks"),
				new Imitation("no pg_locks", view, "imitation.nothing", "does not have PostgreSQL's advisory locks"));
	}

	/** What it says of its version is what PostgreSQL says. */
	@ParameterizedTest(name = "{0}")
	@MethodSource("imitations")
	void migrateWhenAdvisoryLocksAreImitatedRunsNothing(Imitation imitation) {
		this.database
			.execute("CREATE SCHEMA imitation; CREATE VIEW imitation.locks AS SELECT * FROM pg_locks WHERE false;"
					+ " CREATE FUNCTION imitation.try_lock(bigint) RETURNS bool LANGUAGE sql VOLATILE AS 'SELECT true';"
					+ " CREATE FUNCTION imitation.try_lock(int, int) RETURNS bool LANGUAGE sql VOLATILE AS 'SELECT true'");
		this.tap.rewrite((query) -> query.replace(imitation.text(), imitation.by()));
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().migrate()).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_UNSUPPORTED);
			assertThat(ex.description()).contains(imitation.told());
		});
		assertThat(tables()).isEmpty();
		this.tap.rewrite(UnaryOperator.identity());
		assertThat(migrator().migrate().steps()).hasSize(1);
	}

	@Test
	void migrateWhenTheRoleMayNotSeeLocksSaysWhatToGrant() {
		String role = this.database.name() + "_blind";
		this.database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'postgres'; GRANT ALL ON SCHEMA public TO "
				+ role + "; REVOKE SELECT ON pg_catalog.pg_locks FROM PUBLIC");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> Migrator.builder(this.database.dataSource(role), this.scripts).build().migrate())
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
				assertThat(ex.action()).contains("GRANT SELECT ON pg_catalog.pg_locks");
			});
		this.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
	}

	/**
	 * What a server does not have of PostgreSQL.
	 *
	 * @param text what a query contains
	 * @param by what it contains instead
	 * @param told what the refusal says
	 */
	private record Imitation(String name, String text, String by, String told) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
