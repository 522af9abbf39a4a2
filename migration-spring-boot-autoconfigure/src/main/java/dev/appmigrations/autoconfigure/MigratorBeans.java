package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.MigratorBuilder;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.event.MigrationVeto;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.java.JavaMigrations;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;

/**
 * The migrators of an application context, and all that goes into another one.
 *
 * @param beanFactory the context's beans
 */
record MigratorBeans(ListableBeanFactory beanFactory) {

	/** The name of the one that the properties describe. */
	static final String DEFAULT = "migrator";

	/** The name of the bean that knows the migrations in Java, if there are any. */
	static final String JAVA = "javaMigrations";

	/**
	 * Creates a migrator with the listeners, vetoes, scripts and migrations in Java of
	 * the context.
	 * @param database the name of its database; empty for the application's own
	 * @param properties its settings
	 * @param dataSource gives connections
	 * @param change changes its options
	 * @return the migrator
	 */
	Migrator create(String database, MigrationProperties properties, DataSource dataSource,
			UnaryOperator<MigratorOptions> change) {
		return builder(properties, dataSource, change, (java) -> java.of(database)).build();
	}

	/**
	 * Prepares what migrates tenants with the listeners, vetoes, scripts and migrations
	 * in Java of the context.
	 * @param properties the settings
	 * @param dataSource gives connections to what tenants share
	 * @param change changes the options
	 * @return what knows everything but the schemas
	 */
	MigratorBuilder ofTenants(MigrationProperties properties, DataSource dataSource,
			UnaryOperator<MigratorOptions> change) {
		return builder(properties, dataSource, change, JavaMigrations::ofTenants);
	}

	private MigratorBuilder builder(MigrationProperties properties, DataSource dataSource,
			UnaryOperator<MigratorOptions> change, Function<JavaMigrations, List<Migration>> inJava) {
		BuildProperties build = this.beanFactory.getBeanProvider(BuildProperties.class).getIfAvailable();
		MigratorBuilder builder = new MigratorFactory(properties, this.beanFactory.getBean(Environment.class)).builder(
				dataSource, this.beanFactory.getBean(ScriptSource.class), all(MigrationListener.class),
				all(MigrationVeto.class), (build != null) ? build.getVersion() : null, change);
		all(MigratorBuilderCustomizer.class).forEach((customizer) -> customizer.customize(builder));
		// By its name, so that an application without any loads no class for them.
		if (this.beanFactory.containsBean(JAVA)) {
			inJava.apply(this.beanFactory.getBean(JAVA, JavaMigrations.class)).forEach(builder::migration);
		}
		return builder;
	}

	/** Returns the beans of a type, none of which may wait for the migrations. */
	private <T> List<T> all(Class<T> type) {
		try {
			return this.beanFactory.getBeanProvider(type).orderedStream().toList();
		}
		catch (BeanCreationException ex) {
			if (ex.getMostSpecificCause() instanceof BeanCurrentlyInCreationException) {
				throw circle(type, ex);
			}
			throw ex;
		}
	}

	private static MigrationSetupException circle(Class<?> type, BeanCreationException failure) {
		return new MigrationSetupException(
				"The " + type.getSimpleName() + " bean '" + failure.getBeanName()
						+ "' needs a bean that waits for the migrations, and the migrations wait for it: a circle.",
				"Let it ask for that bean when it uses it (ObjectProvider)"
						+ ((type == MigrationListener.class) ? ", or let a method with @EventListener receive the "
								+ MigrationsCompletedEvent.class.getSimpleName()
								+ ", which comes when all beans are there." : "."),
				failure);
	}

	/**
	 * Tells whether there are others than the one that the properties describe.
	 * @return whether the application, or its parent, has some
	 */
	boolean hasOthers() {
		return others().findAny().isPresent();
	}

	/**
	 * Tells whether another one does what this one would do.
	 * @param migrator the one that the properties describe
	 * @return whether another one has the same database and the same history
	 */
	boolean isCovered(Migrator migrator) {
		return others().anyMatch((other) -> isSame(other, migrator));
	}

	static boolean isSame(Migrator one, Migrator other) {
		return DatabaseIdentity.same(one.dataSource(), other.dataSource())
				&& SchemaOfSessions.of(one).equals(SchemaOfSessions.of(other))
				&& one.history().place().table().equals(other.history().place().table());
	}

	private Stream<Migrator> others() {
		Stream<Migrator> own = Stream.of(this.beanFactory.getBeanNamesForType(Migrator.class, true, false))
			.filter((name) -> !name.equals(DEFAULT))
			.map((name) -> this.beanFactory.getBean(name, Migrator.class));
		return (this.beanFactory instanceof HierarchicalBeanFactory child
				&& child.getParentBeanFactory() instanceof ListableBeanFactory parent) ? Stream.concat(own,
						BeanFactoryUtils.beansOfTypeIncludingAncestors(parent, Migrator.class).values().stream()) : own;
	}

}
