package dev.appmigrations.sample.postgres;

import dev.appmigrations.autoconfigure.MigrationConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Lets {@code migrations <command>}, which creates no application context, use the
 * embedded server: that of an application which runs on the same data at this moment, or
 * else one of its own, which ends with the command.
 */
final class EmbeddedPostgresConnectionDetailsFactory
		implements ConnectionDetailsFactory<Environment, MigrationConnectionDetails> {

	@Override
	public @Nullable MigrationConnectionDetails getConnectionDetails(Environment environment) {
		if (DatabaseUrl.isSet(environment)) {
			return null;
		}
		EmbeddedPostgresProperties properties = Binder.get(environment)
			.bindOrCreate("sample.postgres", EmbeddedPostgresProperties.class);
		return EmbeddedPostgresServer.urlOfRunning(properties.dataDirectory())
			.map((url) -> new Details(url, false))
			.orElseGet(() -> {
				EmbeddedPostgresServer server = EmbeddedPostgresServer.start(properties.dataDirectory(),
						properties.port());
				Runtime.getRuntime().addShutdownHook(new Thread(server::close, "embedded-postgres"));
				return new Details(server.jdbcUrl(), true);
			});
	}

	private record Details(String url, boolean startedHere) implements MigrationConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return this.url;
		}

		@Override
		public String getUsername() {
			return EmbeddedPostgresServer.USERNAME;
		}

		@Override
		public @Nullable String getPassword() {
			return null;
		}

		@Override
		public boolean isStartedHere() {
			return this.startedHere;
		}

		@Override
		public String getDescription() {
			return "embedded server";
		}

	}

}
