package dev.appmigrations.java;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Takes the class files into a native image whose checksums are compared.
 */
final class JavaMigrationHints implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Collection<String> files = new JavaMigrations(beanFactory).checkedClassFiles();
		return (files.isEmpty()) ? null : (generation, code) -> files
			.forEach((file) -> generation.getRuntimeHints().resources().registerPattern(file));
	}

}
