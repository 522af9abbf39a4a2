package dev.appmigrations.autoconfigure;

import dev.appmigrations.actuate.health.MigrationsHealthIndicator;
import dev.appmigrations.autoconfigure.state.DatabaseStates;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of {@code migrations}, where the application has any
 * health to tell.
 */
@AutoConfiguration(after = MigrationAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("migrations")
public final class MigrationsHealthAutoConfiguration {

	@Bean
	@ConditionalOnBean(DatabaseStates.class)
	@ConditionalOnMissingBean(name = "migrationsHealthIndicator")
	HealthIndicator migrationsHealthIndicator(DatabaseStates states) {
		return new MigrationsHealthIndicator(states.watch());
	}

}
