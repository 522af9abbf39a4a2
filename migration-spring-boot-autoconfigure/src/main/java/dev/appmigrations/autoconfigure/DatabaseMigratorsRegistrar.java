package dev.appmigrations.autoconfigure;

import dev.appmigrations.autoconfigure.databases.DatabaseSettings;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines a {@link Migrator} bean for each of {@code app.migrations.databases}, unless
 * there is a bean of that name, or the database is disabled; and a {@link Tenants} bean,
 * if {@code app.migrations.tenants} says something.
 */
final class DatabaseMigratorsRegistrar implements ImportBeanDefinitionRegistrar {

	static final String FACTORY = "migrationDatabases";

	static final String TENANTS = "migrationTenants";

	private final Environment environment;

	DatabaseMigratorsRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		DatabaseSettings settings = DatabaseSettings.of(this.environment);
		if (settings.hasTenants() && !registry.containsBeanDefinition(TENANTS)) {
			RootBeanDefinition tenants = new RootBeanDefinition(Tenants.class);
			tenants.setFactoryBeanName(FACTORY);
			tenants.setFactoryMethodName("tenants");
			registry.registerBeanDefinition(TENANTS, tenants);
		}
		for (String database : settings.names()) {
			String name = DatabaseSettings.beanName(database);
			if (DatabaseMigrators.isEnabled(this.environment, database) && !registry.containsBeanDefinition(name)) {
				registry.registerBeanDefinition(name, definition(database));
			}
		}
	}

	private static RootBeanDefinition definition(String database) {
		RootBeanDefinition definition = new RootBeanDefinition(Migrator.class);
		definition.setFactoryBeanName(FACTORY);
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, database);
		// None of them stands for the others: who wants one names it.
		definition.setFallback(true);
		return definition;
	}

}
