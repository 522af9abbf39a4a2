package dev.appmigrations.autoconfigure;

import dev.appmigrations.actuate.info.MigrationsInfoContributor;
import dev.appmigrations.autoconfigure.state.DatabaseStates;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what {@code /actuator/info} says of migrations.
 */
@AutoConfiguration(after = MigrationAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnEnabledInfoContributor("migrations")
public final class MigrationsInfoAutoConfiguration {

	@Bean
	@ConditionalOnBean(DatabaseStates.class)
	@ConditionalOnMissingBean
	MigrationsInfoContributor migrationsInfoContributor(DatabaseStates states) {
		return new MigrationsInfoContributor(states.watch());
	}

}
