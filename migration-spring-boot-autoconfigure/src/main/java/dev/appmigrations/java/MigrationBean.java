package dev.appmigrations.java;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;

/**
 * The bean of a migration in Java, which is created when it is needed.
 *
 * @param factory creates it
 * @param name its name
 * @param definition what its annotation says
 * @param complete tells whether the context is complete
 */
record MigrationBean(BeanFactory factory, String name, JavaMigrationDefinition definition, BooleanSupplier complete) {

	<T> T get(Class<T> type) {
		try {
			return this.factory.getBean(this.name, type);
		}
		catch (BeansException ex) {
			throw (ex.getMostSpecificCause() instanceof BeanCurrentlyInCreationException) ? circle(ex)
					: new MigrationException(ErrorCode.JAVA_MIGRATION_FAILED,
							"Migration " + this.definition.name() + " (" + this.definition.location()
									+ ") could not be created. Nothing of it was run.\n" + ex.getMessage(),
							"Correct the bean '" + this.name + "', and start again.", ex);
		}
	}

	private MigrationException circle(BeansException failure) {
		List<String> path = new ArrayList<>();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String bean = (cause instanceof BeanCreationException creation) ? creation.getBeanName() : null;
			if (bean != null && !path.contains(bean)) {
				path.add(bean);
			}
		}
		return new MigrationException(ErrorCode.JAVA_MIGRATION_FAILED,
				"Migration " + this.definition.name() + " (" + this.definition.location()
						+ ") needs beans that wait for the migrations: a circle. Nothing of it was run.\n\n  "
						+ String.join("\n  needs ", path),
				"Write afterContext = true in its @Migration: then it runs when all beans are there, and the"
						+ " application is ready after it. Or let it use the JdbcClient of its context only.",
				failure);
	}

}
