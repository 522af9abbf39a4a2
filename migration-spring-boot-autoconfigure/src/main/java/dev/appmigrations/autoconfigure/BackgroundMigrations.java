package dev.appmigrations.autoconfigure;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;

/**
 * Runs migrations when the context is complete and the web server answers. Spring Boot
 * says that the application is alive before its runners, and that it is ready after them;
 * a runner that fails stops the application with the same analysis as a bean that fails.
 */
final class BackgroundMigrations implements ApplicationRunner, Ordered {

	private final MigrationInitializer initializer;

	BackgroundMigrations(MigrationInitializer initializer) {
		this.initializer = initializer;
	}

	@Override
	public void run(ApplicationArguments args) {
		this.initializer.start();
	}

	// Other runners may use the database.
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
