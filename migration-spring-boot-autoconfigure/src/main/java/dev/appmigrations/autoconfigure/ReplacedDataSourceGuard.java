package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Refuses a start in which {@code app.migrations.url} leads to another database than the
 * data source that a test or a container has put in place. Such a URL may come from a
 * variable that somebody has exported for production, and the test would migrate that.
 * <p>
 * In production the two may differ: a pooler in front of the database has an address of
 * its own. In a test they may if the test itself sets the URL, or if one property source
 * sets both and the test has replaced neither.
 */
final class ReplacedDataSourceGuard {

	private static final String MIGRATIONS = MigrationProperties.PREFIX + ".url";

	private static final String APPLICATION = "spring.datasource.url";

	/** The property sources of tests: see Spring's TestPropertySourceUtils. */
	private static final Set<String> OF_TESTS = Set.of("test", "Inlined Test Properties", "Dynamic Test Properties",
			"commandLineArgs");

	/** Connection details that stand for a container, by the names of their packages. */
	private static final List<String> CONTAINERS = List.of("org.springframework.boot.testcontainers.",
			"org.springframework.boot.docker.compose.");

	private final ObjectProvider<DataSource> application;

	private final ObjectProvider<JdbcConnectionDetails> connectionDetails;

	private final Environment environment;

	ReplacedDataSourceGuard(ObjectProvider<DataSource> application,
			ObjectProvider<JdbcConnectionDetails> connectionDetails, Environment environment) {
		this.application = application;
		this.connectionDetails = connectionDetails;
		this.environment = environment;
	}

	/**
	 * Looks at the data sources, and connects to none.
	 * @param migrations where {@code app.migrations.url} leads
	 * @throws MigrationSetupException if the start is to be refused
	 */
	void check(DataSource migrations) {
		refuse(migrations, MIGRATIONS);
	}

	/**
	 * Looks at the URL of one of several databases. A test that sets it means it, also
	 * where another database is a container.
	 * @param migrations where the URL leads
	 * @param property the name of the property that has it
	 * @throws MigrationSetupException if the start is to be refused
	 */
	void check(DataSource migrations, String property) {
		if (!OF_TESTS.contains(sourceOf(property))) {
			refuse(migrations, property);
		}
	}

	private void refuse(DataSource migrations, String property) {
		String who = (isContainer()) ? "a container"
				: (TestFrameworks.areRunning() && !OF_TESTS.contains(sourceOf(property))) ? "a test" : null;
		if (who == null) {
			return;
		}
		List<DataSource> others = this.application.stream(ObjectProvider.UNFILTERED).toList();
		for (DataSource other : others) {
			if (DatabaseIdentity.same(migrations, other) || (!isContainer() && isSetWithUrl(other, property))) {
				return;
			}
		}
		if (!others.isEmpty()) {
			throw clash(who, property, migrations, others.get(0));
		}
	}

	private boolean isContainer() {
		JdbcConnectionDetails details = this.connectionDetails.getIfUnique();
		for (Class<?> type = (details != null) ? details.getClass() : null; type != null; type = type.getSuperclass()) {
			String name = type.getName();
			if (CONTAINERS.stream().anyMatch(name::startsWith)) {
				return true;
			}
		}
		return false;
	}

	/** Tells whether one source has both URLs, and the data source is made of them. */
	private boolean isSetWithUrl(DataSource other, String property) {
		String source = sourceOf(APPLICATION);
		return source != null && source.equals(sourceOf(property))
				&& DatabaseIdentity.leadsTo(other, String.valueOf(this.environment.getProperty(APPLICATION)));
	}

	/** Returns the name of the property source, before URIs were read. */
	private @Nullable String sourceOf(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.getUnderlyingSource() instanceof PropertySource<?> underlying
					&& !Objects.equals(underlying.getName(), "postgresUri")
					&& source.getConfigurationProperty(name) != null) {
				return underlying.getName();
			}
		}
		return null;
	}

	private static MigrationSetupException clash(String who, String property, DataSource migrations, DataSource other) {
		return new MigrationSetupException(
				property + " leads to " + DatabaseIdentity.describe(migrations) + ", but " + who
						+ " has put a data source in place that leads to " + DatabaseIdentity.describe(other)
						+ ". Neither has been connected to.",
				"Set " + property + " to nothing in the test (" + property
						+ "=), so that its data source is migrated; or set it there to what the test is to migrate. If"
						+ " the URL comes from an environment variable, that variable is set in this shell.");
	}

}
