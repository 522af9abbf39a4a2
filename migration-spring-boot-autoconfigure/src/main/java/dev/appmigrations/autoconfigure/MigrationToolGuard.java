package dev.appmigrations.autoconfigure;

import java.util.Locale;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Refuses the start where another migration tool is active on a database that this one
 * migrates too. It looks at the other tool's bean when that has its data source and has
 * not run yet; the {@link MigrationInitializer} comes after those beans, so that neither
 * tool has touched the database. Another database is the other tool's own affair, and so
 * is {@code app.migrations.startup=none}.
 *
 * @param <T> the type of the other tool's beans
 */
final class MigrationToolGuard<T> implements BeanPostProcessor {

	private final String tool;

	private final Class<T> type;

	private final Function<T, @Nullable DataSource> dataSource;

	private final ObjectProvider<MigrationProperties> properties;

	private final ObjectProvider<Migrator> migrators;

	MigrationToolGuard(String tool, Class<T> type, Function<T, @Nullable DataSource> dataSource,
			ObjectProvider<MigrationProperties> properties, ObjectProvider<Migrator> migrators) {
		this.tool = tool;
		this.type = type;
		this.dataSource = dataSource;
		this.properties = properties;
		this.migrators = migrators;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (this.type.isInstance(bean) && isActive()) {
			DataSource other = this.dataSource.apply(this.type.cast(bean));
			if (other != null && this.migrators.stream(ObjectProvider.UNFILTERED)
				.anyMatch((migrator) -> DatabaseIdentity.same(migrator.dataSource(), other))) {
				throw clash(beanName);
			}
		}
		return bean;
	}

	private boolean isActive() {
		return this.properties.getObject().startup() != Startup.NONE;
	}

	private MigrationSetupException clash(String beanName) {
		return new MigrationSetupException(
				this.tool + " (bean '" + beanName + "') and App Migrations would both migrate the same database."
						+ " Nothing was run.",
				"Let one of them do it: set spring." + this.tool.toLowerCase(Locale.ROOT) + ".enabled=false (or remove "
						+ this.tool + " from the class path) to use App Migrations, or"
						+ " app.migrations.enabled=false to stay with " + this.tool + ".");
	}

}
