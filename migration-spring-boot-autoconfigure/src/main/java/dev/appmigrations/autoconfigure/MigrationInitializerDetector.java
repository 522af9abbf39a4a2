package dev.appmigrations.autoconfigure;

import java.util.Set;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Lets everything that needs the database wait for the {@link MigrationInitializer}.
 */
final class MigrationInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

	@Override
	protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
		return Set.of(MigrationInitializer.class);
	}

	// After Flyway (0 and 1) and Liquibase (0): where one of them is active on the same
	// database, the start is refused before anything of ours has run.
	@Override
	public int getOrder() {
		return 2;
	}

}
