package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Takes the scripts of the locations that are configured at build time into a native
 * image.
 */
final class MigrationLocationHints implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(MigrationInitializer.class, true, false).length == 0) {
			return null;
		}
		Environment environment = beanFactory.getBean(Environment.class);
		List<String> texts = new ArrayList<>(Binder.get(environment)
			.bind(MigrationProperties.PREFIX + ".locations", Bindable.listOf(String.class))
			.orElse(List.of(MigratorOptions.DEFAULT_LOCATION)));
		for (String database : DatabaseSettings.of(environment).names()) {
			texts.addAll(DatabaseMigrators.properties(environment, database).locations());
		}
		List<Location> locations = texts.stream()
			.map(Location::parse)
			.filter((location) -> location.kind() == Location.Kind.CLASSPATH)
			.distinct()
			.toList();
		return (generation, code) -> locations
			.forEach((location) -> generation.getRuntimeHints().resources().registerPattern(location.path() + "/**"));
	}

}
