package dev.appmigrations.actuate.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.ClassPathResource;

/**
 * Takes the parts of the page into a native image.
 */
final class MigrationsPageHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (String name : MigrationsPage.PARTS) {
			hints.resources().registerResource(new ClassPathResource(name, MigrationsPage.class));
		}
	}

}
