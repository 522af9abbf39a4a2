package dev.appmigrations.engine;

import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.DevelopmentProof;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.run.RunIdentity;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is allowed on a database for development only, and when a database is one.
 */
class DevelopmentTests {

	private static final RollbackRequest LAST = new RollbackRequest.Last(1);

	@FreshDatabase
	TestDatabase database;

	private final MemoryScripts scripts = new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id integer);")
		.with("1_a.down.sql", "DROP TABLE a;")
		.with("2_b.sql", "CREATE TABLE b (id integer);")
		.with("2_b.down.sql", "DROP TABLE b;");

	private Migrator migrator() {
		return migrator(this.database.dataSource(), "1.0");
	}

	private Migrator migrator(DataSource dataSource, String release) {
		return Migrator.builder(dataSource, this.scripts)
			.options(MigratorOptions.defaults().with(new MigratorOptions.Identity("shop", release)))
			.build();
	}

	private DevelopmentProof proof() {
		return DevelopmentProof.of(new Server(this.database.name(), false));
	}

	private DevelopmentProof confirmed(String name) {
		return new DevelopmentProof(new Server(this.database.name(), false), name);
	}

	private void refused(Consumer<Migrator> work, String... reasons) {
		List<@Nullable String> before = content();
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> work.accept(migrator()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.NOT_FOR_DEVELOPMENT))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(reasons));
		assertThat(content()).isEqualTo(before);
	}

	private List<@Nullable String> content() {
		return this.database.list("SELECT oid || relname FROM pg_class WHERE relkind = 'r' AND oid >= 16384"
				+ " UNION ALL SELECT shobj_description(oid, 'pg_database') FROM pg_database"
				+ " WHERE datname = current_database() ORDER BY 1");
	}

	private @Nullable String comment() {
		return this.database.value("SELECT shobj_description(oid, 'pg_database') FROM pg_database"
				+ " WHERE datname = current_database()");
	}

	private static DataSource server(String name) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://localhost:" + TestDatabase.port() + "/" + name);
		dataSource.setUser("postgres");
		return dataSource;
	}

	/**
	 * Marking a database.
	 */
	@Nested
	class Mark {

		@Test
		void markKeepsTheCommentAndIsWrittenOnce() {
			DevelopmentTests.this.database
				.execute("COMMENT ON DATABASE " + DevelopmentTests.this.database.name() + E_COMMENT);
			assertThat(migrator().database().mark(proof())).isTrue();
			assertThat(migrator().database().mark(proof())).isFalse();
			assertThat(comment()).startsWith("the 'shop'\nof \\ ours\nmigrations: development database ")
				.hasLineCount(3);
		}

		@Test
		void markWhenItIsThatOfAnotherDatabaseIsReplaced() {
			DevelopmentTests.this.database.execute("COMMENT ON DATABASE " + DevelopmentTests.this.database.name()
					+ " IS 'shop\nmigrations: development database shop_dev (1, server 2)\nours'");
			migrator().migrate();
			refused((migrator) -> migrator.rollbacks().redo(LAST, proof()), "marks another database", "restored dump");
			assertThat(migrator().database().mark(proof())).isTrue();
			assertThat(comment()).startsWith("shop\nours\nmigrations: development database ")
				.doesNotContain("shop_dev");
			assertThat(migrator().rollbacks().redo(LAST, proof()).steps()).hasSize(2);
		}

		@Test
		void markWhenTablesHaveNoHistoryIsRefused() {
			DevelopmentTests.this.database.execute("CREATE TABLE customers (id integer)");
			refused((migrator) -> migrator.database().mark(proof()), "customers", "no history");
			assertThat(migrator().database().mark(confirmed(DevelopmentTests.this.database.name()))).isTrue();
		}

		@Test
		void markWhenRoleDoesNotOwnTheDatabaseIsDenied() {
			String role = DevelopmentTests.this.database.name() + "_user";
			DevelopmentTests.this.database
				.execute("CREATE ROLE " + role + " LOGIN; GRANT CREATE ON SCHEMA public TO " + role);
			try {
				Migrator migrator = migrator(DevelopmentTests.this.database.dataSource(role), "1.0");
				assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator.database().mark(proof()))
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
					.withMessageContaining("COMMENT ON DATABASE")
					.withMessageContaining("postgres");
				assertThat(comment()).isNull();
			}
			finally {
				DevelopmentTests.this.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
			}
		}

		private static final String E_COMMENT = " IS 'the ''shop''\nof \\ ours'";

	}

	/**
	 * Servers that do not say who they are.
	 */
	@Nested
	class Unidentified {

		@Test
		void markWhenTheServerDoesNotSayWhoItIsIsDenied() {
			String role = DevelopmentTests.this.database.name() + "_owner";
			DevelopmentTests.this.database.execute("CREATE ROLE " + role + " LOGIN");
			DevelopmentTests.this.database
				.execute("ALTER DATABASE " + DevelopmentTests.this.database.name() + " OWNER TO " + role
						+ "; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC; ALTER SCHEMA public OWNER TO "
						+ role);
			try {
				Migrator migrator = migrator(DevelopmentTests.this.database.dataSource(role), "1.0");
				migrator.migrate();
				assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator.database().mark(proof()))
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
					.withMessageContaining("pg_control_system()");
				assertThatExceptionOfType(MigrationException.class)
					.isThrownBy(() -> migrator.rollbacks().redo(LAST, proof()))
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.NOT_FOR_DEVELOPMENT));
				assertThat(migrator.database()
					.create(new Server(DevelopmentTests.this.database.name(), false), true)
					.marked()).isFalse();
			}
			finally {
				DevelopmentTests.this.database.execute(
						"REASSIGN OWNED BY " + role + " TO postgres; DROP OWNED BY " + role + "; DROP ROLE " + role);
			}
		}

	}

	/**
	 * What is allowed where the database is marked, and nowhere else.
	 */
	@Nested
	class Marked {

		@BeforeEach
		void migrate() {
			migrator().migrate();
		}

		private void mark() {
			assertThat(migrator().database().mark(proof())).isTrue();
		}

		@Test
		void redoWhenUnmarkedIsRefused() {
			refused((migrator) -> migrator.rollbacks().redo(LAST, proof()), "does not mark it", "mark");
			refused((migrator) -> migrator.database().drop(proof(), true), "does not mark it");
		}

		@Test
		void redoWhenNameIsTypedGoesOnAndWithAnotherNameDoesNot() {
			refused((migrator) -> migrator.rollbacks().redo(LAST, confirmed("")), "not the name");
			refused((migrator) -> migrator.rollbacks().redo(LAST, confirmed("postgres")), "not the name");
			assertThat(migrator().rollbacks().redo(LAST, confirmed(DevelopmentTests.this.database.name())).steps())
				.hasSize(2);
		}

		@Test
		void redoAppliesTheFileAsItIsNow() {
			mark();
			DevelopmentTests.this.database.execute("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)");
			DevelopmentTests.this.scripts.with("2_b.sql", "CREATE TABLE b (id integer, name text);");
			migrator().rollbacks().redo(LAST, proof());
			assertThat(DevelopmentTests.this.database.list("SELECT name FROM b")).isEmpty();
			assertThat(DevelopmentTests.this.database.list("SELECT id FROM a")).hasSize(1);
			assertThat(migrator().validate().problems()).isEmpty();
		}

		@Test
		void redoWhenOthersStandOnItIsRefusedOrRedoesThemToo() {
			mark();
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> migrator().rollbacks().redo(new RollbackRequest.Single("1", false), proof()));
			DevelopmentTests.this.scripts.with("1_a.sql", "CREATE TABLE a (id bigint);")
				.with("2_b.sql", "CREATE TABLE b (id bigint);");
			migrator().rollbacks().redo(new RollbackRequest.Single("1_a.sql", true), proof());
			assertThat(DevelopmentTests.this.database.list("SELECT migration_name FROM migration_history ORDER BY id"))
				.containsExactly("1_a.sql", "2_b.sql");
			assertThat(migrator().validate().problems()).isEmpty();
		}

		@Test
		void redoWhenFilesAreWrongUndoesNothing() {
			mark();
			DevelopmentTests.this.scripts.with("1_a.sql", "CREATE TABLE a (id bigint);");
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> migrator().rollbacks().redo(LAST, proof()))
				.withMessageContaining("1_a.sql");
			DevelopmentTests.this.scripts.with("1_a.sql", "CREATE TABLE a (id integer);")
				.with("2_b.sql", "SELECT 'open");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator().rollbacks().redo(LAST, proof()));
			DevelopmentTests.this.scripts.without("2_b.sql").without("2_b.down.sql");
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> migrator().rollbacks().redo(LAST, proof()));
			assertThat(DevelopmentTests.this.database.value("SELECT to_regclass('b')")).isEqualTo("b");
		}

		@Test
		void redoWhenTheNewFileFailsLeavesItPending() {
			mark();
			DevelopmentTests.this.scripts.with("2_b.sql", "CREATE TABLE b (id nonsense);");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator().rollbacks().redo(LAST, proof()))
				.withMessageContaining("nonsense");
			DevelopmentTests.this.scripts.with("2_b.sql", "CREATE TABLE b (id bigint);");
			migrator().migrate();
			assertThat(migrator().validate().problems()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "applied_from = 'web-1 (shop)'", "applied_from = NULL",
				"applied_from = split_part(applied_from, ' ', 1) || ' (other)'", "release = '0.9'", "release = NULL" })
		void redoWhenARowIsOfOthersIsRefused(String change) {
			mark();
			DevelopmentTests.this.database
				.execute("UPDATE migration_history SET " + change + " WHERE migration_name = '1_a.sql'");
			refused((migrator) -> migrator.rollbacks().redo(LAST, proof()), "1_a.sql was applied ");
			refused((migrator) -> migrator.database().drop(proof(), true), "1_a.sql was applied ");
		}

		@Test
		void redoWhenAnInstanceIsRunningIsRefused() {
			mark();
			instance(RunIdentity.host(), "1 minute");
			refused((migrator) -> migrator.rollbacks().redo(LAST, proof()), "is running");
			DevelopmentTests.this.database.execute("UPDATE migration_instance SET lapses_at = now()");
			assertThat(migrator().rollbacks().redo(LAST, proof()).steps()).hasSize(2);
		}

		@Test
		void redoWhenAnInstanceHasRunOnAnotherHostIsRefused() {
			mark();
			instance("web-1", "-2 days");
			refused((migrator) -> migrator.rollbacks().redo(LAST, proof()), "instance web-1", "was running");
		}

		private void instance(String host, String lapse) {
			InstanceDdl.create(new HistoryTables("public", HistoryTables.DEFAULT_HISTORY))
				.forEach(DevelopmentTests.this.database::execute);
			DevelopmentTests.this.database.execute("INSERT INTO migration_instance (id, application, release, host,"
					+ " application_name, contract_migrations, started_at, last_seen, lapses_at) VALUES"
					+ " (gen_random_uuid(), 'shop', '1.0', '" + host + "', 'shop 1', '{}', now()," + " now() + '"
					+ lapse + "'::interval - interval '1 minute', now() + '" + lapse + "'::interval)");
		}

		@Test
		void redoWhenThisProcessHasStartedTheServerNeedsNoMark() {
			DevelopmentProof own = DevelopmentProof.of(new Server(DevelopmentTests.this.database.name(), true));
			assertThat(migrator().rollbacks().redo(LAST, own).steps()).hasSize(2);
			DevelopmentTests.this.database.execute("UPDATE migration_history SET applied_from = 'web-1 (shop)'");
			refused((migrator) -> migrator.rollbacks().redo(LAST, own), "web-1 (shop)");
		}

		@Test
		void dropWhenOthersAreConnectedNamesThemAndEndsThemOnRequest() throws Exception {
			mark();
			PGSimpleDataSource other = (PGSimpleDataSource) DevelopmentTests.this.database.dataSource();
			other.setApplicationName("a report");
			try (Connection connection = other.getConnection()) {
				assertThat(connection.isValid(5)).isTrue();
				assertThatExceptionOfType(MigrationException.class)
					.isThrownBy(() -> migrator().database().drop(proof(), false))
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_IN_USE))
					.withMessageContaining("a report");
				assertThat(migrator().database().drop(proof(), true)).hasSize(1)
					.first()
					.asString()
					.contains("a report");
			}
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator().database().drop(proof(), false))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_MISSING));
		}

		@Test
		void dropWhenAnotherDatabaseOfTheNameIsFoundIsRefused() {
			mark();
			String name = DevelopmentTests.this.database.name();
			Server elsewhere = new Server(name, false);
			DatabaseServer several = new DatabaseServer() {
				@Override
				public String database() {
					return name;
				}

				@Override
				public DataSource to(String other) {
					migrator().database().drop(DevelopmentProof.of(elsewhere), true);
					migrator().database().create(elsewhere, true);
					return server(other);
				}
			};
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> migrator().database().drop(DevelopmentProof.of(several), false))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.NOT_FOR_DEVELOPMENT))
				.withMessageContaining("Nothing was dropped");
			assertThat(migrator().status().applied()).isEmpty();
		}

		@Test
		void dropWhenTheServersOwnDatabaseIsRefused() {
			Migrator own = migrator(server("postgres"), "1.0");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(
						() -> own.database().drop(new DevelopmentProof(new Server("postgres", true), "postgres"), true))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.NOT_FOR_DEVELOPMENT));
		}

	}

	/**
	 * What a rollback would lose.
	 */
	@Nested
	class Losses {

		private List<String> losses(String down) {
			DevelopmentTests.this.scripts.with("2_b.down.sql", down);
			List<@Nullable String> before = content();
			List<String> losses = migrator().rollbacks()
				.losses(LAST, DevelopmentProof.of(new Server(DevelopmentTests.this.database.name(), true)));
			assertThat(content()).isEqualTo(before);
			return losses;
		}

		@BeforeEach
		void migrate() {
			migrator().migrate();
			DevelopmentTests.this.database
				.execute("CREATE TABLE c (id integer, name text, empty text); INSERT INTO c VALUES (1, 'x')");
		}

		@ParameterizedTest
		@ValueSource(strings = { "DROP TABLE b", "DROP TABLE IF EXISTS nowhere", "ALTER TABLE c DROP COLUMN empty",
				"ALTER TABLE b DROP COLUMN id", "TRUNCATE b", "DELETE FROM b", "CREATE VIEW v AS SELECT 1",
				"BEGIN; DROP TABLE b; COMMIT" })
		void lossesWhenNoRowsAreLostAreNone(String down) {
			assertThat(losses(down)).isEmpty();
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
				DROP TABLE c | drops table "public"."c", which has rows
				ALTER TABLE c DROP COLUMN name | drops column "name" of table "public"."c"
				DO $$ BEGIN EXECUTE concat('DROP TABLE ', 'c'); END $$ | drops table "public"."c"
				TRUNCATE c | empties or rewrites table "public"."c"
				ALTER TABLE c ALTER name TYPE integer USING 0 | empties or rewrites table "public"."c"
				DELETE FROM c WHERE id = 1 | changes or deletes 1 row.
				CREATE SCHEMA s; ALTER TABLE c SET SCHEMA s; DROP SCHEMA s CASCADE | drops table "public"."c"
				ALTER TABLE c DROP name, ADD name text | drops column "name"
				VACUUM c | not known beforehand
				""")
		void lossesWhenRowsAreLostSayOfWhat(String down, String loss) {
			assertThat(losses(down)).anySatisfy((text) -> assertThat(text).contains(loss));
		}

		@Test
		void lossesWhenTheRollbackFailsAreNotGuessed() {
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> losses("DROP TABLE c;\nSELECT nonsense"))
				.withMessageContaining("2_b.down.sql:2:8");
		}

		@Test
		void lossesOfSeveralAreAllFoundWhateverOneHasSet() {
			DevelopmentTests.this.scripts.with("2_b.down.sql", "DROP TABLE b; SET search_path = pg_catalog")
				.with("1_a.down.sql", "DROP TABLE a; DROP TABLE c");
			DevelopmentTests.this.database.execute("INSERT INTO a VALUES (1)");
			DevelopmentProof own = DevelopmentProof.of(new Server(DevelopmentTests.this.database.name(), true));
			assertThat(migrator().rollbacks().losses(new RollbackRequest.Last(2), own)).hasSize(2);
		}

		@Test
		void lossesWhenPoliciesHideRowsAreNotOverlooked() {
			DevelopmentTests.this.database
				.execute("ALTER TABLE c ENABLE ROW LEVEL SECURITY; ALTER TABLE c FORCE ROW LEVEL SECURITY");
			assertThat(losses("DROP TABLE c")).hasSize(1);
		}

		@Test
		void lossesWhenDatabaseIsNotForDevelopmentAreNotTried() {
			refused((migrator) -> migrator.rollbacks().losses(LAST, proof()), "does not mark it");
		}

		@Test
		void changedNamesThoseWhoseTextIsAnother() {
			assertThat(migrator().rollbacks().changed()).isEmpty();
			DevelopmentTests.this.scripts.with("2_b.sql", "CREATE TABLE b (id bigint);")
				.with("1_a.sql", "CREATE TABLE a (id integer); -- a comment");
			assertThat(migrator().rollbacks().changed()).containsExactly("2_b.sql");
		}

	}

	/**
	 * The server of the tests.
	 *
	 * @param database the database
	 * @param startedHere whether it counts as this process's own
	 */
	private record Server(String database, boolean startedHere) implements DatabaseServer {

		@Override
		public DataSource to(String other) {
			return server(other);
		}

	}

}
