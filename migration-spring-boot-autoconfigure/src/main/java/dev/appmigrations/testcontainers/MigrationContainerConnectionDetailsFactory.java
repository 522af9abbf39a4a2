package dev.appmigrations.testcontainers;

import dev.appmigrations.autoconfigure.MigrationConnectionDetails;
import org.testcontainers.containers.JdbcDatabaseContainer;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Lets migrations run in the container of a field or bean that is annotated with
 * {@code @ServiceConnection}.
 */
final class MigrationContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<JdbcDatabaseContainer<?>, MigrationConnectionDetails> {

	@Override
	protected MigrationConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<JdbcDatabaseContainer<?>> source) {
		return new Details(source);
	}

	/**
	 * The details, asked of the container when they are needed.
	 */
	private static final class Details extends ContainerConnectionDetails<JdbcDatabaseContainer<?>>
			implements MigrationConnectionDetails {

		Details(ContainerConnectionSource<JdbcDatabaseContainer<?>> source) {
			super(source);
		}

		@Override
		public String getJdbcUrl() {
			return getContainer().getJdbcUrl();
		}

		@Override
		public String getUsername() {
			return getContainer().getUsername();
		}

		@Override
		public String getPassword() {
			return getContainer().getPassword();
		}

	}

}
