package dev.appmigrations.autoconfigure;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.instance.OwnConnections;
import dev.appmigrations.autoconfigure.uri.InvalidPostgresUriException;
import dev.appmigrations.autoconfigure.uri.PostgresUri;
import dev.appmigrations.engine.jdbc.DatabaseServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/**
 * Finds the server that a data source leads to, by its URL.
 */
public final class DatabaseServers {

	private DatabaseServers() {
	}

	/**
	 * Returns the server of a data source.
	 * @param dataSource the data source; it is asked for nothing
	 * @return the server
	 */
	public static DatabaseServer of(DataSource dataSource) {
		boolean startedHere = DataSourceUnwrapper.unwrap(dataSource, StartedHereDataSource.class) != null;
		return new UrlServer(dataSource, startedHere);
	}

	/**
	 * Returns the server of a URL that a person has given for it.
	 * @param option the option that holds the URL, which messages name instead of it
	 * @param url a JDBC URL, or a connection URI
	 * @return the server
	 * @throws MigrationSetupException if the URL cannot be used
	 * @throws InvalidPostgresUriException if it is a URI that cannot be used
	 */
	public static DatabaseServer ofUrl(String option, String url) {
		if (!PostgresUri.matches(url)) {
			return of(new ConnectionUrl(option, url).dataSource(null, null));
		}
		try {
			PostgresUri uri = PostgresUri.parse(url);
			return of(new ConnectionUrl(option, uri.jdbcUrl()).dataSource(uri.username(), uri.password()));
		}
		catch (InvalidPostgresUriException ex) {
			throw ex.in(option, null);
		}
	}

	/**
	 * A server that is known by a URL.
	 *
	 * @param shared leads to a database of the server
	 * @param startedHere whether this process has started the server
	 */
	private record UrlServer(DataSource shared, boolean startedHere) implements DatabaseServer {

		@Override
		public @Nullable String database() {
			AbstractDriverBasedDataSource own = OwnConnections.unpooled(this.shared);
			String url = (own != null) ? own.getUrl() : null;
			if (own == null || url == null) {
				return null;
			}
			String named = DatabaseInUrl.nameIn(url);
			return (named != null) ? named : own.getUsername();
		}

		@Override
		public DataSource to(String database) {
			DataSource other = OwnConnections.toOther(this.shared, (url) -> DatabaseInUrl.replace(url, database));
			if (other == null) {
				throw new MigrationSetupException(
						"The data source does not tell its URL, or runs SQL of its own in every new connection, so that"
								+ " no connection to another database of its server can be derived from it.",
						"Set app.migrations.url for this command.");
			}
			return other;
		}

	}

}
