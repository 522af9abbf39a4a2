package dev.appmigrations.autoconfigure;

import dev.appmigrations.java.JavaMigrations;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;

/**
 * Applies, when the context is complete and the web server answers, the migrations that
 * have waited for that. Spring Boot says that the application is ready after its runners.
 */
final class LateMigrations implements ApplicationRunner, Ordered {

	private final MigrationInitializer initializer;

	private final JavaMigrations migrations;

	LateMigrations(MigrationInitializer initializer, JavaMigrations migrations) {
		this.initializer = initializer;
		this.migrations = migrations;
	}

	@Override
	public void run(ApplicationArguments args) {
		if (this.migrations.hasLate()) {
			this.initializer.startLate();
		}
	}

	// Other runners may need what they do.
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
