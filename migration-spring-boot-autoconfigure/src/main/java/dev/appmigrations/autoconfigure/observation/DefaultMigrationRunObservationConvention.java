package dev.appmigrations.autoconfigure.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The observation {@code app.migrations.run}, with the keys {@code migrator} and
 * {@code outcome}.
 */
public class DefaultMigrationRunObservationConvention implements MigrationRunObservationConvention {

	@Override
	public String getName() {
		return "app.migrations.run";
	}

	@Override
	public String getContextualName(MigrationRunObservationContext context) {
		return "migrate " + context.getMigrator();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MigrationRunObservationContext context) {
		String outcome = (context.getApplied() > 0) ? "applied" : "nothing";
		return KeyValues.of(KeyValue.of("migrator", context.getMigrator()),
				KeyValue.of("outcome", (context.getError() != null) ? "failed" : outcome));
	}

}
