package dev.appmigrations.engine.lock;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdvisoryLock}.
 */
class AdvisoryLockTests {

	/** Instances of two releases, which may start together, must take the same lock. */
	@ParameterizedTest
	@CsvSource({ "public, migration_history, -4144877798851083257", "public, versions, 8157395568920875257",
			"übung, migration_history, 5072204420613976692" })
	void keyStaysTheSameFromReleaseToRelease(String schema, String table, long key) {
		assertThat(AdvisoryLock.key(new HistoryTables(schema, table).historyTable())).isEqualTo(key);
	}

	@Nested
	class OnServer {

		private static final HistoryTables TABLES = new HistoryTables("public", "migration_history");

		@FreshDatabase
		private TestDatabase database;

		private Session ours;

		private Session theirs;

		@BeforeEach
		void openSessions() throws SQLException {
			this.ours = open();
			this.theirs = open();
		}

		@AfterEach
		void closeSessions() {
			this.ours.close();
			this.theirs.close();
		}

		private Session open() throws SQLException {
			return Session.open(this.database.dataSource(), (notice) -> {
			});
		}

		private static MigrationLock lock(Session session) {
			return new AdvisoryLock(session, TABLES, false);
		}

		private static @Nullable String guardFailure(Session session, MigrationLock lock) {
			QueryResult result = session.query(List.of(lock.guard()));
			return (result.error() != null) ? result.error().sqlState() : null;
		}

		@Test
		void tryAcquireWhenAnotherSessionHoldsItReturnsFalseUntilItIsReleased() {
			MigrationLock held = lock(this.ours);
			MigrationLock wanted = lock(this.theirs);
			assertThat(held.tryAcquire()).isTrue();
			assertThat(wanted.tryAcquire()).isFalse();
			wanted.release();
			assertThat(wanted.tryAcquire()).isFalse();
			held.release();
			assertThat(wanted.tryAcquire()).isTrue();
			assertThat(held.tryAcquire()).isFalse();
		}

		@Test
		void tryAcquireWhenConnectionOfHolderEndsReturnsTrue() {
			assertThat(lock(this.ours).tryAcquire()).isTrue();
			this.database.value("SELECT pg_terminate_backend(" + this.ours.connection().backend() + ", 10000)");
			assertThat(lock(this.theirs).tryAcquire()).isTrue();
		}

		@Test
		void tryAcquireWhenTableIsAnotherIsNotInTheWay() {
			assertThat(lock(this.ours).tryAcquire()).isTrue();
			HistoryTables other = new HistoryTables("public", "versions");
			assertThat(new AdvisoryLock(this.theirs, other, false).tryAcquire()).isTrue();
		}

		@Test
		void tryAcquireWhenPoolerStandsBetweenKeepsNothing() {
			MigrationLock lock = new AdvisoryLock(this.ours, TABLES, true);
			assertThat(lock.tryAcquire()).isTrue();
			assertThat(lock(this.theirs).tryAcquire()).isTrue();
			assertThat(lock.tryAcquire()).isFalse();
			lock.release();
			assertThat(lock.tryAcquire()).isFalse();
		}

		@Test
		void guardLetsOnlyTheHolderPass() {
			MigrationLock held = lock(this.ours);
			MigrationLock other = lock(this.theirs);
			assertThat(held.tryAcquire()).isTrue();
			assertThat(guardFailure(this.ours, held)).isNull();
			assertThat(guardFailure(this.theirs, other)).isEqualTo("22012");
		}

		@Test
		void guardTakesTheLockForItsTransaction() {
			this.ours.query(List.of("BEGIN", lock(this.ours).guard())).orThrow();
			assertThat(lock(this.theirs).tryAcquire()).isFalse();
			this.ours.query(List.of("COMMIT")).orThrow();
			assertThat(lock(this.theirs).tryAcquire()).isTrue();
		}

		@Test
		void unbrokenPassesUntilTheLockWasGivenAway() {
			MigrationLock held = lock(this.ours);
			assertThat(held.tryAcquire()).isTrue();
			this.ours.query(List.of("BEGIN", held.unbroken(), "COMMIT", "BEGIN", held.unbroken(), "ROLLBACK"))
				.orThrow();
			assertThat(lock(this.theirs).tryAcquire()).isFalse();
			this.ours.query(List.of("SELECT pg_catalog.pg_advisory_unlock_all()")).orThrow();
			assertThat(unbrokenFailure(held)).isEqualTo("22012");
			assertThat(guardFailure(this.ours, held)).isNull();
			assertThat(unbrokenFailure(held)).isEqualTo("22012");
			held.release();
			assertThat(held.tryAcquire()).isTrue();
			assertThat(unbrokenFailure(held)).isNull();
		}

		@Test
		void unbrokenFailsWhereOnlyTheLockItselfWasGivenAway() {
			MigrationLock held = lock(this.ours);
			assertThat(held.tryAcquire()).isTrue();
			giveAwayTheLockItself();
			assertThat(unbrokenFailure(held)).isEqualTo("22012");
			held.release();
			assertThat(held.tryAcquire()).isTrue();
			giveAwayTheLockItself();
			this.ours.query(List.of("BEGIN", held.keep(), held.guard(), "COMMIT")).orThrow();
			assertThat(unbrokenFailure(held)).isEqualTo("22012");
			held.release();
			assertThat(held.tryAcquire()).isTrue();
			assertThat(unbrokenFailure(held)).isNull();
			held.release();
			assertThat(this.database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).isEqualTo("0");
		}

		private void giveAwayTheLockItself() {
			this.ours
				.query(List.of("SELECT pg_catalog.pg_advisory_unlock(" + AdvisoryLock.key(TABLES.historyTable()) + ")"))
				.orThrow();
		}

		private @Nullable String unbrokenFailure(MigrationLock lock) {
			DatabaseError error = this.ours.query(List.of("BEGIN", lock.unbroken())).error();
			this.ours.query(List.of("ROLLBACK")).orThrow();
			return (error != null) ? error.sqlState() : null;
		}

		@Test
		void releaseAndTheEndOfTheSessionLeaveNoLock() {
			MigrationLock held = lock(this.ours);
			assertThat(held.tryAcquire()).isTrue();
			this.ours.query(List.of("BEGIN", held.unbroken(), "COMMIT")).orThrow();
			held.release();
			assertThat(this.database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).isEqualTo("0");
		}

		@Test
		void releaseWhereTheLockWasTakenAnewTellsNobody() throws SQLException {
			List<String> notices = new ArrayList<>();
			try (Session session = Session.open(this.database.dataSource(),
					(notice) -> notices.add(notice.getMessage()))) {
				MigrationLock held = lock(session);
				assertThat(held.tryAcquire()).isTrue();
				session.query(List.of("SELECT pg_catalog.pg_advisory_unlock_all()", "BEGIN", held.keep(), "COMMIT"))
					.orThrow();
				notices.clear();
				held.release();
				assertThat(lock(this.theirs).tryAcquire()).isTrue();
			}
			assertThat(notices).isEmpty();
		}

		@Test
		void keepTakesTheLockAnewWhereItWasGivenAway() {
			MigrationLock held = lock(this.ours);
			assertThat(held.tryAcquire()).isTrue();
			this.ours.query(List.of("SELECT pg_catalog.pg_advisory_unlock_all()")).orThrow();
			this.ours.query(List.of("BEGIN", held.keep(), held.guard(), "COMMIT")).orThrow();
			this.ours.query(List.of("BEGIN", held.keep(), held.guard(), "COMMIT")).orThrow();
			assertThat(lock(this.theirs).tryAcquire()).isFalse();
			held.release();
			assertThat(lock(this.theirs).tryAcquire()).isTrue();
			assertThat(this.ours.query(List.of(held.keep())).error()).isNotNull()
				.returns("22012", (error) -> error.sqlState());
		}

		@Test
		void holderTellsWhoHoldsTheLock() {
			this.ours.query(List.of("SET application_name = 'shop'")).orThrow();
			MigrationLock held = lock(this.ours);
			assertThat(held.tryAcquire()).isTrue();
			this.ours.query(List.of("SELECT   1\n  AS one")).orThrow();
			LockHolder holder = lock(this.theirs).holder();
			assertThat(holder).isNotNull();
			assertThat(holder.backend()).isEqualTo(this.ours.connection().backend());
			assertThat(holder.application()).isEqualTo("shop");
			assertThat(holder.role()).isEqualTo("postgres");
			assertThat(holder.state()).isEqualTo("idle");
			assertThat(holder.query()).isEqualTo("SELECT ... AS one");
			assertThat(this.database.value(holder.endStatement())).isEqualTo("t");
		}

		@Test
		void holderWhenNobodyHoldsTheLockIsNull() {
			assertThat(lock(this.theirs).holder()).isNull();
		}

	}

}
