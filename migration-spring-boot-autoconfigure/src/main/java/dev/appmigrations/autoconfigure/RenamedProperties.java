package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * Properties whose names have changed. An old one would be read by nobody, so that it is
 * refused wherever it stands: in a file, in the environment or among the arguments.
 */
final class RenamedProperties {

	private static final List<Renamed> RENAMED = List.of(
			new Renamed("app.migrations.lock-timeout", "app.migrations.statements.lock-timeout"),
			new Renamed("app.migrations.lock-retry-timeout", "app.migrations.statements.lock-retry-timeout"),
			new Renamed("app.migrations.lock.wait-timeout", "app.migrations.advisory-lock.wait-timeout"),
			new Renamed("app.migrations.instances.beat", "app.migrations.instances.heartbeat-interval"),
			new Renamed("app.migrations.instances.lapse", "app.migrations.instances.heartbeat-expiry"));

	private RenamedProperties() {
	}

	/**
	 * Rejects old names.
	 * @param sources where properties are set
	 * @throws MigrationSetupException if one of them has an old name; it names all
	 */
	static void reject(Iterable<ConfigurationPropertySource> sources) {
		StringBuilder found = new StringBuilder();
		StringBuilder remedies = new StringBuilder();
		for (Renamed renamed : RENAMED) {
			ConfigurationPropertyName name = ConfigurationPropertyName.of(renamed.oldName());
			int before = found.length();
			for (ConfigurationPropertySource source : sources) {
				ConfigurationProperty property = source.getConfigurationProperty(name);
				if (property != null) {
					found.append("\n  ").append(renamed.oldName()).append(origin(property));
				}
			}
			if (found.length() > before) {
				remedies.append("\n  ").append(renamed.remedy());
			}
		}
		if (found.length() > 0) {
			throw new MigrationSetupException("Properties are set by names that they no longer have:" + found,
					"Write the new names:" + remedies);
		}
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? " (from " + property.getOrigin() + ")" : "";
	}

	private record Renamed(String oldName, String newName) {

		String remedy() {
			String variable = this.newName.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
			return this.newName + " (as an environment variable " + variable + ") instead of " + this.oldName;
		}

	}

}
