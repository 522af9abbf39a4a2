package dev.appmigrations.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * How to connect to the database to migrate. A bean of this type, as Testcontainers and
 * Docker Compose bring it, stands in for {@code app.migrations.url}, {@code username} and
 * {@code password}, so that a test never reaches the database that these name.
 */
public interface MigrationConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the JDBC URL.
	 * @return the URL; {@code null} for that of the application's data source
	 */
	@Nullable String getJdbcUrl();

	/**
	 * Returns the user.
	 * @return the user; {@code null} if there is nothing to say about it
	 */
	@Nullable String getUsername();

	/**
	 * Returns the password.
	 * @return the password; {@code null} if there is nothing to say about it
	 */
	@Nullable String getPassword();

	/**
	 * Returns the driver for the URL.
	 * @return the name of its class; {@code null}, unless it is overridden, for the one
	 * that is found by the URL
	 */
	default @Nullable String getDriverClassName() {
		return null;
	}

	/**
	 * Tells whether this process has started the server for itself alone, embedded or in
	 * a container, so that whatever is in it is for development. Not so for a server that
	 * was found running, wherever that is.
	 * @return whether it has; {@code false}, unless it is overridden
	 */
	default boolean isStartedHere() {
		return false;
	}

	/**
	 * Returns where the connection leads, in words for people who run a command.
	 * @return a few words; the name of the class, unless it is overridden
	 */
	default String getDescription() {
		return getClass().getName();
	}

}
