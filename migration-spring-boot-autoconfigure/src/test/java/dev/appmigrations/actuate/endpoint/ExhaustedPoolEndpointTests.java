package dev.appmigrations.actuate.endpoint;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.Pools;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of an application all of whose connections are lent.
 */
class ExhaustedPoolEndpointTests {

	@FreshDatabase
	private TestDatabase database;

	@Test
	void migrationsWhenAllConnectionsAreLentSaysSoWithoutWaitingForOne() throws Exception {
		try (HikariDataSource pool = Pools.of(this.database, (config) -> config.setConnectionTimeout(20_000));
				GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean("migrator", Migrator.class, () -> Migrator.builder(pool, new MemoryScripts()).build());
			context.refresh();
			MigrationsEndpoint endpoint = new MigrationsEndpoint(context, List.of(), Show.ALWAYS);
			assertThat(state(endpoint).state()).isEqualTo("current");
			long before = System.nanoTime();
			try (Connection lent = pool.getConnection()) {
				assertThat(lent.isValid(1)).isTrue();
				MigratorDescriptor found = state(endpoint);
				assertThat(found.state()).isEqualTo("unavailable");
				assertThat(found.error()).isNotNull();
				assertThat(found.error().description()).contains("no free connection", "was not asked");
			}
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
			assertThat(state(endpoint).state()).isEqualTo("current");
		}
	}

	private static MigratorDescriptor state(MigrationsEndpoint endpoint) {
		return endpoint.migrations(null, null).contexts().values().iterator().next().migrators().get("migrator");
	}

}
