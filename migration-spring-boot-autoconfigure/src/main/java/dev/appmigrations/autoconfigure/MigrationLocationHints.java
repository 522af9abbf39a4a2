package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.source.ResourceScriptSource;
import dev.appmigrations.engine.source.ScriptIndex;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.ResourceHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Takes the scripts of the locations that are configured at build time into a native
 * image, and writes an index of them, because the class path of an image has no folders
 * to look into.
 */
final class MigrationLocationHints implements BeanFactoryInitializationAotProcessor {

	private static final VisibleLog logger = VisibleLog.of(MigrationLocationHints.class);

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Environment environment = beanFactory.getBean(Environment.class);
		if (beanFactory.getBeanNamesForType(MigrationInitializer.class, true, false).length == 0) {
			if (environment.getProperty(MigrationProperties.PREFIX + ".enabled", Boolean.class, true)) {
				logger
					.warn("Processed ahead of time, this application will not migrate, whatever is set when it starts:"
							+ " there is neither a DataSource bean nor a URL of a database");
			}
			return null;
		}
		List<Location> locations = locations(environment).stream()
			.filter((location) -> location.kind() == Location.Kind.CLASSPATH)
			.distinct()
			.toList();
		List<Script> scripts = scripts(new ResourceScriptSource(beanFactory.getBeanClassLoader()), locations);
		return (generation, code) -> contribute(generation, locations, scripts);
	}

	private static void contribute(GenerationContext generation, List<Location> locations, List<Script> scripts) {
		ResourceHints resources = generation.getRuntimeHints().resources();
		locations.forEach((location) -> resources.registerPattern(location.path() + "/**"));
		if (!scripts.isEmpty()) {
			generation.getGeneratedFiles().addResourceFile(ScriptIndex.LOCATION, ScriptIndex.of(scripts));
			resources.registerPattern(ScriptIndex.LOCATION);
		}
	}

	private static List<Location> locations(Environment environment) {
		List<String> texts = new ArrayList<>(Binder.get(environment)
			.bind(MigrationProperties.PREFIX + ".locations", Bindable.listOf(String.class))
			.orElse(List.of(MigratorOptions.DEFAULT_LOCATION)));
		DatabaseSettings settings = DatabaseSettings.of(environment);
		for (String database : settings.names()) {
			texts.addAll(DatabaseMigrators.properties(environment, database).locations());
		}
		if (settings.hasTenants()) {
			texts.addAll(DatabaseMigrators.tenants(environment).locations());
		}
		return texts.stream().map(Location::parse).toList();
	}

	private static List<Script> scripts(ResourceScriptSource source, List<Location> locations) {
		List<Script> scripts = new ArrayList<>();
		try {
			for (Location location : locations) {
				source.find(location).ifPresent(scripts::addAll);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The migrations cannot be listed", ex);
		}
		return scripts;
	}

}
