package dev.appmigrations.autoconfigure;

import java.sql.Connection;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A data source that leads nowhere, because no property says where. Commands that read
 * files alone need no more.
 */
final class UnconfiguredDataSource extends AbstractDataSource {

	@Override
	public Connection getConnection() {
		throw new MigrationSetupException(
				"No property says where the database is, and a command starts no application context that could"
						+ " tell: neither app.migrations.url nor spring.datasource.url is set.",
				"Set app.migrations.url, or spring.datasource.url, for the active profiles; or add --context, so"
						+ " that the command uses the DataSource bean of the application.");
	}

	@Override
	public Connection getConnection(@Nullable String username, @Nullable String password) {
		return getConnection();
	}

}
