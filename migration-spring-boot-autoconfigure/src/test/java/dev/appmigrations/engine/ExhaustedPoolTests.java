package dev.appmigrations.engine;

import java.sql.Connection;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A pool all of whose connections are lent.
 */
class ExhaustedPoolTests {

	@FreshDatabase
	private TestDatabase database;

	@Test
	void statusWhenAllConnectionsAreLentSaysThatTheDatabaseWasNotAsked() throws Exception {
		try (HikariDataSource pool = Pools.of(this.database, (config) -> config.setConnectionTimeout(300));
				Connection lent = pool.getConnection()) {
			assertThat(lent.isValid(1)).isTrue();
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> Migrator.builder(pool, new MemoryScripts()).build().status())
				.satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
					assertThat(ex.description())
						.startsWith("The pool has no free connection; the database was not asked.")
						.contains("request timed out after");
					assertThat(ex.action().toString()).contains("Find out who keeps connections");
				});
		}
	}

}
