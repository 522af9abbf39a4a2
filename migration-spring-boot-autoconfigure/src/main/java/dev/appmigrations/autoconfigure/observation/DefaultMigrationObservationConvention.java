package dev.appmigrations.autoconfigure.observation;

import dev.appmigrations.engine.text.VisibleText;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The observation {@code app.migrations.migration}, with the keys {@code migrator},
 * {@code direction}, {@code phase} and {@code outcome}, and in traces {@code migration}.
 */
public class DefaultMigrationObservationConvention implements MigrationObservationConvention {

	@Override
	public String getName() {
		return "app.migrations.migration";
	}

	@Override
	public String getContextualName(MigrationObservationContext context) {
		return ((context.isRollback()) ? "undo " : "apply ") + VisibleText.line(context.getMigration().name());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MigrationObservationContext context) {
		return KeyValues.of(KeyValue.of("migrator", context.getMigrator()),
				KeyValue.of("direction", (context.isRollback()) ? "down" : "up"),
				KeyValue.of("phase", context.getMigration().phase().label()), KeyValue.of("outcome", outcome(context)));
	}

	private static String outcome(MigrationObservationContext context) {
		if (context.getError() != null) {
			return "failed";
		}
		return (context.isDone()) ? "done" : "unfinished";
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MigrationObservationContext context) {
		return KeyValues.of(KeyValue.of("migration", VisibleText.line(context.getMigration().name())));
	}

}
