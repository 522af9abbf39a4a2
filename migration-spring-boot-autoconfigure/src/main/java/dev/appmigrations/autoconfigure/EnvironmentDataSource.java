package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.StringUtils;

/**
 * The data source of an application that has no context, the first of these that there
 * is:
 * <ol>
 * <li>{@code app.migrations.url};
 * <li>{@code spring.datasource.url}, with what {@code spring.datasource.hikari} tells the
 * driver;
 * <li>what a {@code ConnectionDetailsFactory} for {@code Environment} and
 * {@link MigrationConnectionDetails} brings, if the application has registered one.
 * </ol>
 * A user and a password in {@code app.migrations} go before all others.
 */
final class EnvironmentDataSource {

	private static final String HIKARI = "spring.datasource.hikari";

	/** Without the pool nobody would run these. */
	private static final List<String> INITIAL_SQL = List.of(HIKARI + ".connection-init-sql",
			"spring.datasource.tomcat.init-sql", "spring.datasource.dbcp2.connection-init-sqls");

	private final MigrationProperties properties;

	private final String prefix;

	private final Environment environment;

	private final ClassLoader classLoader;

	EnvironmentDataSource(MigrationProperties properties, String prefix, Environment environment,
			ClassLoader classLoader) {
		this.properties = properties;
		this.prefix = prefix;
		this.environment = environment;
		this.classLoader = classLoader;
	}

	/**
	 * Creates the data source, and says where it leads before anybody connects.
	 * @param announcement receives the database, and where its URL comes from
	 * @return the data source. Where no property leads to a database, one that says so to
	 * who wants a connection: not every command does
	 */
	DataSource create(Consumer<String> announcement) {
		if (this.properties.url() != null) {
			String property = this.prefix + ".url";
			return announced(named(new ConnectionUrl(property, this.properties.url(), this.properties.driverClassName())
				.dataSource(this.properties.username(), this.properties.password())), property, announcement);
		}
		String url = property("spring.datasource.url");
		if (StringUtils.hasText(url)) {
			rejectInitialSql();
			return announced(named(ofApplication(url)), "spring.datasource.url", announcement);
		}
		MigrationConnectionDetails details = details();
		if (details == null) {
			details = R2dbcConnectionDetails.of(this.environment);
		}
		String detailsUrl = (details != null) ? details.getJdbcUrl() : null;
		if (details == null || detailsUrl == null) {
			return new UnconfiguredDataSource();
		}
		DataSource dataSource = named(
				withOwnUser(new ConnectionUrl(details.getClass().getName(), detailsUrl, details.getDriverClassName()),
						details.getUsername(), details.getPassword()));
		return announced((details.isStartedHere()) ? new StartedHereDataSource(dataSource) : dataSource,
				details.getDescription(), announcement);
	}

	private DataSource named(SimpleDriverDataSource dataSource) {
		return CommandSessionName.of(this.environment.getProperty("spring.application.name")).give(dataSource);
	}

	private static DataSource announced(DataSource dataSource, String origin, Consumer<String> announcement) {
		announcement.accept(DatabaseIdentity.describe(dataSource) + " (" + origin + ")");
		return dataSource;
	}

	private @Nullable MigrationConnectionDetails details() {
		return (MigrationConnectionDetails) new ConnectionDetailsFactories(this.classLoader)
			.getConnectionDetails(this.environment, false)
			.get(MigrationConnectionDetails.class);
	}

	private void rejectInitialSql() {
		for (String property : INITIAL_SQL) {
			if (Binder.get(this.environment).bind(property, Bindable.listOf(String.class)).isBound()) {
				throw new MigrationSetupException(
						"The application's pool runs SQL in every new connection (" + property
								+ "), and a command has no pool.",
						"Add --context, so that the command uses the application's pool; or set app.migrations.url"
								+ " to a connection that needs no such SQL.");
			}
		}
	}

	private SimpleDriverDataSource ofApplication(String url) {
		SimpleDriverDataSource dataSource = withOwnUser(
				new ConnectionUrl("spring.datasource.url", url, property("spring.datasource.driver-class-name")),
				property("spring.datasource.username"), property("spring.datasource.password"));
		Map<String, String> parameters = Binder.get(this.environment)
			.bind(HIKARI + ".data-source-properties", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
		if (!parameters.isEmpty()) {
			Properties connectionProperties = new Properties();
			connectionProperties.putAll(parameters);
			dataSource.setConnectionProperties(connectionProperties);
		}
		dataSource.setSchema(property(HIKARI + ".schema"));
		return dataSource;
	}

	/** The binder leaves a placeholder that nothing replaces as it is. */
	private @Nullable String property(String name) {
		return Binder.get(this.environment).bind(name, String.class).orElse(null);
	}

	private SimpleDriverDataSource withOwnUser(ConnectionUrl url, @Nullable String username,
			@Nullable String password) {
		return (this.properties.username() != null)
				? url.dataSource(this.properties.username(), this.properties.password())
				: url.dataSource(username, password);
	}

}
