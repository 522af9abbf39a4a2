package dev.appmigrations.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.source.ResourceScriptSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The migrations by themselves, run as plain scripts: each has an exact rollback, and the
 * schema keeps the promises that its comments make.
 */
class MigrationFilesTests {

	private static final Path FOLDER = Path.of("src/main/resources/db/migration");

	private static final UUID ALICE = UUID.fromString("00000000-0000-4000-8000-00000000000a");

	private static final UUID BOB = UUID.fromString("00000000-0000-4000-8000-00000000000b");

	private static final UUID ACME = UUID.fromString("00000000-0000-4000-8000-000000000001");

	private static final UUID GLOBEX = UUID.fromString("00000000-0000-4000-8000-000000000002");

	private static final AtomicInteger databases = new AtomicInteger();

	private static EmbeddedPostgres server;

	private Connection connection;

	@BeforeAll
	static void startServer() throws IOException {
		server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
	}

	@AfterAll
	static void stopServer() throws IOException {
		server.close();
	}

	@BeforeEach
	void createDatabase() throws SQLException {
		String database = "migrations_" + databases.incrementAndGet();
		try (Connection postgres = server.getPostgresDatabase().getConnection();
				Statement statement = postgres.createStatement()) {
			statement.execute("CREATE DATABASE " + database);
		}
		this.connection = connect(database);
	}

	@AfterEach
	void closeConnection() throws SQLException {
		this.connection.close();
	}

	@Test
	void downWhenAppliedRestoresTheCatalogue() throws SQLException {
		Set<String> empty = catalogue();
		List<Path> migrations = migrations();
		for (Path migration : migrations) {
			Set<String> before = catalogue();
			run(migration);
			Set<String> after = catalogue();
			assertThat(after).as("after %s", migration).isNotEqualTo(before);
			run(down(migration));
			assertThat(catalogue()).as("after the rollback of %s", migration).isEqualTo(before);
			run(migration);
			assertThat(catalogue()).as("after %s a second time", migration).isEqualTo(after);
		}
		for (int i = migrations.size() - 1; i >= 0; i--) {
			run(down(migrations.get(i)));
		}
		assertThat(catalogue()).isEqualTo(empty);
	}

	@Test
	void rollbacksAreProven() throws SQLException {
		String database = strings("SELECT current_database()").get(0);
		Migrator migrator = Migrator
			.builder(server.getDatabase("postgres", database), new ResourceScriptSource(getClass().getClassLoader()))
			.build();
		assertThat(migrator.rollbacks().prove().assertAllProven().migrations()).hasSameSizeAs(migrations());
		migrator.rollbacks().run(new RollbackRequest.To(MigrationVersion.parse("0")));
	}

	@Test
	void compatibilityWhenTheServerIsSupabaseChangesNothing() throws SQLException {
		execute("CREATE SCHEMA auth");
		execute("CREATE TABLE auth.users (id uuid PRIMARY KEY, email varchar(255))");
		execute("CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid'");
		execute("CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text'");
		for (String role : List.of("anon", "authenticated", "service_role")) {
			execute("CREATE ROLE " + role);
		}
		try {
			Set<String> before = catalogue();
			Path migration = migrations().get(0);
			run(migration);
			assertThat(catalogue()).isEqualTo(before);
			run(down(migration));
			assertThat(catalogue()).isEqualTo(before);
		}
		finally {
			execute("DROP ROLE anon, authenticated, service_role");
		}
	}

	@Test
	void compatibilityWhenAnotherDatabaseUsesTheRolesLeavesThem() throws SQLException {
		Path migration = migrations().get(0);
		run(migration);
		Connection first = this.connection;
		createDatabase();
		Set<String> before = catalogue();
		run(migration);
		run(down(migration));
		assertThat(catalogue()).isEqualTo(before);
		run(migration);
		this.connection.close();
		this.connection = first;
		run(down(migration));
		assertThat(strings("SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role')"))
			.hasSize(3);
		// Clean-up: this database no longer owns what uses them, the other one still does
		try (Connection second = connect("migrations_" + databases.get());
				Statement statement = second.createStatement()) {
			statement.execute("DROP OWNED BY anon, authenticated, service_role");
		}
		execute("DROP ROLE anon, authenticated, service_role");
	}

	private static List<Path> migrations() {
		try (Stream<Path> files = Files.list(FOLDER)) {
			return files.filter((file) -> !file.toString().endsWith(".down.sql")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path down(Path migration) {
		return Path.of(migration.toString().replace(".sql", ".down.sql"));
	}

	private static Connection connect(String database) throws SQLException {
		return server.getDatabase("postgres", database).getConnection();
	}

	private void run(Path script) throws SQLException {
		this.connection.setAutoCommit(false);
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(Files.readString(script));
			this.connection.commit();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.connection.rollback();
			this.connection.setAutoCommit(true);
		}
	}

	private void execute(String sql, Object... arguments) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql.formatted(arguments));
		}
	}

	private List<String> strings(String sql, Object... arguments) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet rows = statement.executeQuery(sql.formatted(arguments))) {
			Stream.Builder<String> strings = Stream.builder();
			while (rows.next()) {
				strings.add(rows.getString(1));
			}
			return strings.build().toList();
		}
	}

	private Set<String> catalogue() throws SQLException {
		try {
			return new TreeSet<>(
					strings(Files.readString(Path.of("src/test/resources/catalogue.sql")).replace("%", "%%")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Nested
	class Applied {

		@BeforeEach
		void migrate() throws SQLException {
			for (Path migration : migrations()) {
				run(migration);
			}
			execute("INSERT INTO auth.users (id, email) VALUES ('%s', 'alice@acme.test'), ('%s', 'bob@globex.test')",
					ALICE, BOB);
			execute("INSERT INTO accounts (id, name, slug) VALUES ('%s', 'Acme', 'acme'), ('%s', 'Globex', 'globex')",
					ACME, GLOBEX);
			execute("INSERT INTO account_members VALUES ('%s', '%s', 'owner'), ('%s', '%s', 'member')", ACME, ALICE,
					GLOBEX, BOB);
		}

		@AfterEach
		void rollBack() throws SQLException {
			execute("RESET ROLE");
			List<Path> migrations = migrations();
			for (int i = migrations.size() - 1; i >= 0; i--) {
				run(down(migrations.get(i)));
			}
		}

		@Test
		void insertWhenUserIsNewCreatesProfileAndSettings() throws SQLException {
			assertThat(
					strings("SELECT display_name || ' ' || theme FROM profiles JOIN user_settings ON id = profile_id"))
				.containsExactlyInAnyOrder("alice system", "bob system");
		}

		@Test
		void policiesWhenSignedInShowTheUsersOwnAccounts() throws SQLException {
			signIn(ALICE);
			assertThat(strings("SELECT slug FROM accounts")).containsExactly("acme");
			assertThat(strings("SELECT display_name FROM profiles")).containsExactly("alice");
			assertThat(strings("SELECT role FROM account_members")).containsExactly("owner");
			signIn(BOB);
			assertThat(strings("SELECT slug FROM accounts")).containsExactly("globex");
		}

		@Test
		void policiesWhenOtherAccountIsWrittenRefuse() throws SQLException {
			signIn(ALICE);
			execute("INSERT INTO contacts (account_id, email) VALUES ('%s', 'carol@example.test')", ACME);
			assertThatExceptionOfType(PSQLException.class)
				.isThrownBy(() -> execute(
						"INSERT INTO contacts (account_id, email) VALUES ('%s', 'carol@example.test')", GLOBEX))
				.withMessageContaining("row-level security");
		}

		@Test
		void policiesWhenAgentActsAskForApproval() throws SQLException {
			assertThatExceptionOfType(PSQLException.class).isThrownBy(() -> execute(
					"INSERT INTO agent_tasks (account_id, kind, summary, status) VALUES ('%s', 'report', 'x', 'running')",
					ACME))
				.withMessageContaining("agent_tasks_work_was_approved");
			execute("INSERT INTO agent_tasks (account_id, kind, summary) VALUES ('%s', 'report', 'x')", ACME);
			String approval = "UPDATE agent_tasks SET status = 'approved', approved_by = auth.uid(), approved_at = now()";
			signIn(BOB);
			execute(approval);
			signIn(ALICE);
			assertThat(strings("SELECT status FROM agent_tasks")).containsExactly("proposed");
			execute(approval);
			assertThat(strings("SELECT status FROM agent_tasks")).containsExactly("approved");
		}

		@Test
		void insertWhenMessageIsNewTouchesItsConversation() throws SQLException {
			signIn(ALICE);
			execute("INSERT INTO agent_conversations (account_id, profile_id) VALUES ('%s', '%s')", ACME, ALICE);
			execute("INSERT INTO agent_messages (conversation_id, author, content) "
					+ "SELECT id, 'member', 'Hello' FROM agent_conversations");
			assertThat(strings("SELECT message_count FROM agent_conversations WHERE last_message_at IS NOT NULL"))
				.containsExactly("1");
		}

		@Test
		void updateWhenClientSendsUpdatedAtOverridesIt() throws SQLException {
			execute("UPDATE accounts SET name = 'Acme Inc.', updated_at = '2001-01-01' WHERE slug = 'acme'");
			assertThat(strings("SELECT updated_at > '2025-01-01' FROM accounts WHERE slug = 'acme'"))
				.containsExactly("t");
		}

		@Test
		void claimJobsWhenAnotherWorkerClaimsDoesNotWaitForIt() throws SQLException {
			execute("INSERT INTO jobs (kind, priority) VALUES ('urgent', 1), ('normal', 0)");
			try (Connection other = connect(database()); Statement statement = other.createStatement()) {
				other.setAutoCommit(false);
				try (ResultSet claimed = statement.executeQuery("SELECT kind FROM claim_jobs('other')")) {
					assertThat(claimed.next()).isTrue();
					assertThat(claimed.getString(1)).isEqualTo("urgent");
				}
				execute("SET lock_timeout = '1s'");
				assertThat(strings("SELECT kind FROM claim_jobs('me', max_jobs => 5)")).containsExactly("normal");
				other.rollback();
			}
			assertThat(strings("SELECT kind FROM claim_jobs('me', max_jobs => 5)")).containsExactly("urgent");
		}

		@Test
		void claimJobsWhenLeaseRanOutGivesTheJobToTheNextUntilAttemptsRunOut() throws SQLException {
			execute("INSERT INTO jobs (kind, max_attempts) VALUES ('send', 2)");
			assertThat(strings("SELECT attempts FROM claim_jobs('one', lease => '-1s')")).containsExactly("1");
			assertThat(strings("SELECT attempts FROM claim_jobs('two', lease => '-1s')")).containsExactly("2");
			assertThat(strings("SELECT complete_job(id, 'one') FROM jobs")).containsExactly("f");
			assertThat(strings("SELECT kind FROM claim_jobs('three')")).isEmpty();
			assertThat(strings("SELECT status || ': ' || last_error FROM jobs"))
				.containsExactly("failed: The lease of worker two ran out");
		}

		@Test
		void failJobWhenAttemptsRemainDelaysTheNext() throws SQLException {
			execute("INSERT INTO jobs (kind, max_attempts) VALUES ('send', 2)");
			strings("SELECT id FROM claim_jobs('me')");
			assertThat(strings("SELECT fail_job(id, 'me', 'smtp 421') FROM jobs")).containsExactly("t");
			assertThat(strings("SELECT status FROM jobs WHERE run_at BETWEEN now() + '20s' AND now() + '40s'"))
				.containsExactly("queued");
			execute("UPDATE jobs SET run_at = now()");
			strings("SELECT id FROM claim_jobs('me')");
			strings("SELECT fail_job(id, 'me', 'smtp 550') FROM jobs");
			assertThat(strings("SELECT status || ' ' || last_error FROM jobs")).containsExactly("failed smtp 550");
		}

		@Test
		void suppressionWhenBouncesSoftlyComesWithTheThirdAndWeakensNothing() throws SQLException {
			execute("INSERT INTO contacts (account_id, email) VALUES ('%s', 'Dave@example.test')", ACME);
			bounce(1, "soft");
			bounce(2, "soft");
			assertThat(strings("SELECT is_suppressed('%s', 'DAVE@example.test')", ACME)).containsExactly("f");
			bounce(3, "soft");
			assertThat(strings("SELECT reason FROM email_suppressions WHERE expires_at IS NOT NULL"))
				.containsExactly("soft_bounces");
			bounce(4, "hard");
			bounce(5, "soft");
			assertThat(strings("SELECT reason FROM email_suppressions WHERE expires_at IS NULL"))
				.containsExactly("hard_bounce");
			assertThat(strings("SELECT is_suppressed('%s', 'DAVE@example.test')", ACME)).containsExactly("t");
			assertThat(strings("SELECT count(*) FROM contacts WHERE bounced_at IS NOT NULL")).containsExactly("1");
			assertThatExceptionOfType(PSQLException.class).isThrownBy(() -> bounce(5, "soft"))
				.withMessageContaining("email_events_provider_event_key");
		}

		@Test
		void wantsNotificationWhenUserHasChosenFollowsTheChoice() throws SQLException {
			String question = "SELECT wants_notification('%s', 'agent_question', 'email')";
			assertThat(strings(question, ALICE)).containsExactly("t");
			signIn(ALICE);
			execute("INSERT INTO notification_settings VALUES ('%s', 'agent_question', 'email', false)", ALICE);
			assertThat(strings(question, ALICE)).containsExactly("f");
		}

		private void bounce(int number, String type) throws SQLException {
			execute("""
					INSERT INTO email_events
					(account_id, provider, provider_event_id, event_type, bounce_type, email, smtp_status, occurred_at)
					VALUES ('%s', 'mailer', '%s', 'bounced', '%s', 'dave@example.test', '5.1.1', now())""", ACME,
					number, type);
		}

		private String database() throws SQLException {
			return strings("SELECT current_database()").get(0);
		}

		private void signIn(UUID user) throws SQLException {
			execute("SET ROLE authenticated; SET request.jwt.claims = '{\"sub\": \"%s\", \"role\": \"authenticated\"}'",
					user);
		}

	}

}
