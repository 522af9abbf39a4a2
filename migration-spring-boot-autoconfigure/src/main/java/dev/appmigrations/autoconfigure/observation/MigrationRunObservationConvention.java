package dev.appmigrations.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Decides about the name and the keys of the observation of a run. A bean replaces
 * {@link DefaultMigrationRunObservationConvention}.
 */
public interface MigrationRunObservationConvention extends ObservationConvention<MigrationRunObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MigrationRunObservationContext;
	}

}
