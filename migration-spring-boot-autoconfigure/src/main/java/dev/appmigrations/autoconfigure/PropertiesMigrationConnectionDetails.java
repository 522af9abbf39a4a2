package dev.appmigrations.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The connection that the properties tell.
 */
final class PropertiesMigrationConnectionDetails implements MigrationConnectionDetails {

	private final MigrationProperties properties;

	PropertiesMigrationConnectionDetails(MigrationProperties properties) {
		this.properties = properties;
	}

	@Override
	public @Nullable String getJdbcUrl() {
		return this.properties.url();
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.username();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.password();
	}

	@Override
	public @Nullable String getDriverClassName() {
		return this.properties.driverClassName();
	}

}
