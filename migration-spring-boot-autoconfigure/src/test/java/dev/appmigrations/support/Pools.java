package dev.appmigrations.support;

import java.util.function.Consumer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Connection pools of one connection: what a borrower leaves behind, the next one finds.
 */
public final class Pools {

	private Pools() {
	}

	public static HikariDataSource of(TestDatabase database, Consumer<HikariConfig> settings) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(database.url());
		config.setUsername(database.username());
		config.setPassword(database.password());
		config.setMaximumPoolSize(1);
		settings.accept(config);
		return new HikariDataSource(config);
	}

}
