package dev.appmigrations.autoconfigure;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;

/**
 * Runs migrations when the context is complete and the web server answers. Spring Boot
 * says that the application is alive before its runners, and that it is ready after them;
 * a runner that fails stops the application with the same analysis as a bean that fails.
 */
final class MigrationRunner implements ApplicationRunner, Ordered {

	private final Runnable migrations;

	MigrationRunner(Runnable migrations) {
		this.migrations = migrations;
	}

	@Override
	public void run(ApplicationArguments args) {
		this.migrations.run();
	}

	// Other runners may use the database.
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
