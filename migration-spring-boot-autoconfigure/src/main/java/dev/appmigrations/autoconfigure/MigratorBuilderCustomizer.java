package dev.appmigrations.autoconfigure;

import dev.appmigrations.engine.MigratorBuilder;

/**
 * Changes each migrator that the properties describe, and those that a
 * {@link MigratorFactoryBean} makes, before it is built. A bean; of several, the one that
 * is first in Spring's order is called first.
 */
@FunctionalInterface
public interface MigratorBuilderCustomizer {

	/**
	 * Changes a builder.
	 * @param builder has the options of the properties, and the listeners and vetoes of
	 * the context
	 */
	void customize(MigratorBuilder builder);

}
