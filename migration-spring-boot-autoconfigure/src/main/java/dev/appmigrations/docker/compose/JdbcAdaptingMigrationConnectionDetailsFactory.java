package dev.appmigrations.docker.compose;

import dev.appmigrations.autoconfigure.MigrationConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Lets migrations run in the service that Docker Compose gives the application's data
 * source.
 */
final class JdbcAdaptingMigrationConnectionDetailsFactory
		implements ConnectionDetailsFactory<JdbcConnectionDetails, MigrationConnectionDetails> {

	@Override
	public MigrationConnectionDetails getConnectionDetails(JdbcConnectionDetails input) {
		return new MigrationConnectionDetails() {

			@Override
			public String getJdbcUrl() {
				return input.getJdbcUrl();
			}

			@Override
			public @Nullable String getUsername() {
				return input.getUsername();
			}

			@Override
			public @Nullable String getPassword() {
				return input.getPassword();
			}

		};
	}

}
