package dev.appmigrations.engine.execute;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HeldLock}.
 */
class HeldLockTests {

	private static final HistoryTables TABLES = new HistoryTables("public", "migration_history");

	private static final String HOLDERS = "SELECT coalesce(a.backend_xmin::text, 'no snapshot') FROM pg_locks l"
			+ " JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted"
			+ " AND a.datname = current_database()";

	private TestDatabase database;

	@BeforeEach
	void createDatabase() {
		this.database = TestDatabase.create();
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	private Session session(String options) throws SQLException {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) this.database.dataSource();
		dataSource.setOptions(options);
		return Session.open(dataSource, (notice) -> {
		});
	}

	private static HeldLock take(Session session) throws BatchFailedException {
		return HeldLock.take(session, MigrationLock.of(session, TABLES, true));
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

	@Test
	void takeWhenSomebodyElseHasItFails() throws Exception {
		try (HeldLock held = take(session(""))) {
			assertThat(held).isNotNull();
			Session other = session("");
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> take(other));
		}
	}

}
