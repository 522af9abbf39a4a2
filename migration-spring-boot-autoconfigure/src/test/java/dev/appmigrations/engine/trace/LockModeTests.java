package dev.appmigrations.engine.trace;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The modes of table locks, compared with the server.
 */
class LockModeTests {

	@FreshDatabase
	private TestDatabase database;

	@ParameterizedTest
	@EnumSource
	void conflictsAreThoseOfServer(LockMode mode) {
		this.database.execute("CREATE EXTENSION dblink");
		String connection = "'host=localhost port=" + TestDatabase.port() + " user=postgres password=postgres dbname="
				+ this.database.name() + "'";
		List<LockMode> expected = new ArrayList<>();
		List<LockMode> found = new ArrayList<>();
		for (LockMode other : LockMode.values()) {
			if (mode.conflictsWith(other)) {
				expected.add(other);
			}
			// One for each: the sessions of the one before may not have ended yet.
			String table = "t_" + other;
			this.database.execute("CREATE TABLE " + table + " (id int)");
			if ("t".equals(this.database.value("SELECT bool_or(dblink_exec(c, 'BEGIN') IS NULL"
					+ " OR dblink_exec(c, s, false) = 'ERROR') FROM (VALUES ('one', 'LOCK TABLE " + table + " IN "
					+ mode.sql() + " MODE'), ('two', 'LOCK TABLE " + table + " IN " + other.sql()
					+ " MODE NOWAIT')) v (c, s) WHERE dblink_connect(c, " + connection + ") = 'OK'"))) {
				found.add(other);
			}
		}
		assertThat(found).isEqualTo(expected);
	}

	@Test
	void modesAreNamedAsServerNamesThem() {
		assertThat(LockMode.of("AccessShareLock")).isEqualTo(LockMode.ACCESS_SHARE);
		assertThat(LockMode.of("ShareRowExclusiveLock")).isEqualTo(LockMode.SHARE_ROW_EXCLUSIVE);
		assertThat(LockMode.of("SIReadLock")).isNull();
		assertThat(LockMode.SHARE_UPDATE_EXCLUSIVE.sql()).isEqualTo("SHARE UPDATE EXCLUSIVE");
	}

	@Test
	void readsAndWritesWaitAsManualSays() {
		assertThat(LockMode.values()).filteredOn(LockMode::blocksReads).containsExactly(LockMode.ACCESS_EXCLUSIVE);
		assertThat(LockMode.values()).filteredOn(LockMode::blocksWrites)
			.containsExactly(LockMode.SHARE, LockMode.SHARE_ROW_EXCLUSIVE, LockMode.EXCLUSIVE,
					LockMode.ACCESS_EXCLUSIVE);
	}

}
