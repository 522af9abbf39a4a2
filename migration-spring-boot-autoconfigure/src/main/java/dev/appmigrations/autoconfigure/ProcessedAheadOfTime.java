package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.autoconfigure.databases.TenantProperties;
import dev.appmigrations.autoconfigure.instance.MigrationInstances;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Which beans there are is decided when an application is processed ahead of time. A
 * property that asks for others when it starts would have no effect: a database would be
 * left as it is, and nobody would be told.
 */
final class ProcessedAheadOfTime {

	private ProcessedAheadOfTime() {
	}

	/**
	 * Compares the properties with the beans that there are.
	 * @param beanFactory has the beans
	 * @param environment has the properties
	 * @throws MigrationSetupException if they ask for others
	 */
	static void check(ListableBeanFactory beanFactory, Environment environment) {
		List<String> late = new ArrayList<>();
		if (!isOn(environment, ".enabled")) {
			late.add(MigrationProperties.PREFIX + ".enabled");
		}
		if (isOn(environment, ".instances.enabled") == (beanFactory.getBeanNamesForType(MigrationInstances.class, true,
				false).length == 0)) {
			late.add(MigrationProperties.PREFIX + ".instances.enabled");
		}
		DatabaseSettings settings = DatabaseSettings.of(environment);
		for (String database : settings.names()) {
			if (DatabaseMigrators.isEnabled(environment, database) != beanFactory
				.containsBean(DatabaseSettings.beanName(database))) {
				late.add(DatabaseSettings.name(database));
			}
		}
		if (settings.hasTenants() && !beanFactory.containsBean(DatabaseMigratorsRegistrar.TENANTS)) {
			late.add(TenantProperties.PREFIX);
		}
		if (!late.isEmpty()) {
			throw new MigrationSetupException(
					"This application was processed ahead of time with other beans than these properties ask for now: "
							+ String.join(", ", late) + ".",
					"Set them also while it is processed, where a URL or a password may differ; or start it with"
							+ " -Dspring.aot.enabled=false. To leave the database as it is, set "
							+ MigrationProperties.PREFIX + ".startup=none.");
		}
	}

	private static boolean isOn(Environment environment, String property) {
		return environment.getProperty(MigrationProperties.PREFIX + property, Boolean.class, true);
	}

}
