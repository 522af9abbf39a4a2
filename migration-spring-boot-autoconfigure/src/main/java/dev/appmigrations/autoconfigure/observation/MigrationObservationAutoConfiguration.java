package dev.appmigrations.autoconfigure.observation;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.autoconfigure.state.NamedListenerFactory;
import dev.appmigrations.engine.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of observations and meters, where Micrometer is there. Registries
 * are created when they are first needed: migrations run before most other beans.
 */
@AutoConfiguration(after = MigrationAutoConfiguration.class,
		afterName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnBean(DatabaseStates.class)
@ConditionalOnClass(ObservationRegistry.class)
public final class MigrationObservationAutoConfiguration {

	@Bean
	@ConditionalOnBean(ObservationRegistry.class)
	NamedListenerFactory migrationObservations(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<MigrationRunObservationConvention> runs,
			ObjectProvider<MigrationObservationConvention> migrations) {
		SingletonSupplier<ObservationRegistry> observed = SingletonSupplier
			.of(() -> registry.getIfUnique(() -> ObservationRegistry.NOOP));
		return (migrator) -> new ObservationListener(migrator, observed::obtain, runs::getIfAvailable,
				migrations::getIfAvailable);
	}

	/**
	 * Meters beside those of the observations.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		NamedListenerFactory migrationMeters(ObjectProvider<MeterRegistry> registry) {
			SingletonSupplier<MeterRegistry> meters = SingletonSupplier.of(registry::getObject);
			return (migrator) -> new MeterListener(migrator, meters::obtain);
		}

		@Bean
		MigrationMetrics migrationMetrics(DatabaseStates states, ObjectProvider<Tenants> tenants) {
			return new MigrationMetrics(states, tenants.getIfAvailable() != null);
		}

	}

}
