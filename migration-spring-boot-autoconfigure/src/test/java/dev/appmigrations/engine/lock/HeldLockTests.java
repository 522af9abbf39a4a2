package dev.appmigrations.engine.lock;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.PgBouncer;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link HeldLock}.
 */
class HeldLockTests {

	private static final HistoryTables TABLES = new HistoryTables("public", "migration_history");

	private static final String HOLDERS = "SELECT coalesce(a.backend_xmin::text, 'no snapshot') FROM pg_locks l"
			+ " JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted"
			+ " AND a.datname = current_database()";

	@TempDir
	private Path folder;

	@FreshDatabase
	private TestDatabase database;

	private Session session(String options) throws SQLException {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setOptions(options);
		return Session.open(dataSource, (notice) -> {
		});
	}

	private static HeldLock take(Session session) throws BatchFailedException {
		return HeldLock.take(session, new AdvisoryLock(session, TABLES, true));
	}

	@Test
	void takeHoldsTheLockWhateverLimitsTheSessionHas() throws Exception {
		boolean limitsTransactions = "1"
			.equals(this.database.value("SELECT count(*) FROM pg_settings WHERE name = 'transaction_timeout'"));
		String limits = "-c idle_in_transaction_session_timeout=200ms -c statement_timeout=200ms"
				+ ((limitsTransactions) ? " -c transaction_timeout=200ms" : "");
		try (HeldLock held = take(session(limits))) {
			assertThat(held).isNotNull();
			TimeUnit.MILLISECONDS.sleep(600);
			assertThat(this.database.list(HOLDERS)).containsExactly("no snapshot");
		}
		assertThat(this.database.list(HOLDERS)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "transaction" })
	void takeThroughAPoolerEndsWhenTheClientVanishes(String mode) throws Exception {
		assumeTrue(PgBouncer.program().isPresent(), "PgBouncer is not installed");
		List<Connection> opened = new ArrayList<>();
		try (PgBouncer bouncer = PgBouncer.start(this.folder, this.database, mode, 2, "SELECT 1");
				HikariDataSource pool = bouncer.pool("shop", 1);
				HeldLock held = take(Session.open(new DelegatingDataSource(pool) {

					@Override
					public Connection getConnection() throws SQLException {
						Connection connection = super.getConnection();
						opened.add(connection);
						return connection;
					}

				}, (notice) -> {
				}))) {
			assertThat(held).isNotNull();
			assertThat(this.database.list(HOLDERS)).hasSize(1);
			// As the process ends: the socket closes, and nothing is said.
			opened.get(0).unwrap(BaseConnection.class).abort(Runnable::run);
			await().atMost(30, TimeUnit.SECONDS).until(() -> this.database.list(HOLDERS).isEmpty());
		}
	}

	@Test
	void takeWhenSomebodyElseHasItFails() throws Exception {
		try (HeldLock held = take(session(""))) {
			assertThat(held).isNotNull();
			Session other = session("");
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> take(other));
		}
	}

}
