package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.plan.Policy;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Refuses the start where another migration tool is active in a schema that this one
 * migrates too. It looks at the other tool's bean when that has its data source and has
 * not run yet; the {@link MigrationInitializer} comes after those beans, so that neither
 * tool has touched the database. Another database or schema is the other tool's own
 * affair, and so is {@code app.migrations.startup=none}.
 *
 * @param <T> the type of the other tool's beans
 */
final class MigrationToolGuard<T> implements BeanPostProcessor {

	private static final VisibleLog logger = VisibleLog.of(MigrationToolGuard.class);

	private final String tool;

	private final Class<T> type;

	private final Function<T, Place> place;

	private final ObjectProvider<MigrationProperties> properties;

	private final ObjectProvider<Migrator> migrators;

	MigrationToolGuard(String tool, Class<T> type, Function<T, Place> place,
			ObjectProvider<MigrationProperties> properties, ObjectProvider<Migrator> migrators) {
		this.tool = tool;
		this.type = type;
		this.place = place;
		this.properties = properties;
		this.migrators = migrators;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (this.type.isInstance(bean) && isActive()) {
			Place other = this.place.apply(this.type.cast(bean));
			this.migrators.stream(ObjectProvider.UNFILTERED)
				.filter(other::isShared)
				.findFirst()
				.ifPresent((migrator) -> clash(beanName, SchemaOfSessions.of(migrator)));
		}
		return bean;
	}

	private boolean isActive() {
		MigrationProperties found = this.properties.getObject();
		return found.startup() != Startup.NONE && found.otherTools() != Policy.ALLOW;
	}

	private void clash(String beanName, String schema) {
		String description = this.tool + " (bean '" + beanName
				+ "') and App Migrations would both migrate the same database, in the schema '" + schema + "'.";
		if (this.properties.getObject().otherTools() == Policy.WARN) {
			logger.warn("{}", description);
			return;
		}
		throw new MigrationSetupException(description + " Nothing was run.",
				"Let one of them do it: set spring." + this.tool.toLowerCase(Locale.ROOT) + ".enabled=false (or remove "
						+ this.tool + " from the class path) to use App Migrations, or"
						+ " app.migrations.enabled=false to stay with " + this.tool + ". If each has tables of its own,"
						+ " give one of them a schema of its own (app.migrations.schema), or set"
						+ " app.migrations.other-tools=allow.");
	}

	/**
	 * Where another tool migrates.
	 *
	 * @param dataSource the data source, {@code null} if it has none
	 * @param schemas the schemas of its history and of what it changes; {@code null} for
	 * that of its sessions
	 */
	record Place(@Nullable DataSource dataSource, List<@Nullable String> schemas) {

		boolean isShared(Migrator migrator) {
			DataSource theirs = this.dataSource;
			if (theirs == null || !DatabaseIdentity.same(migrator.dataSource(), theirs)) {
				return false;
			}
			String ours = SchemaOfSessions.of(migrator);
			return this.schemas.stream()
				.map((schema) -> (schema != null) ? schema : SchemaOfSessions.of(theirs))
				.anyMatch(ours::equalsIgnoreCase);
		}

	}

}
