package dev.appmigrations.command;

import dev.appmigrations.engine.options.BackfillOptions;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Who runs backfills, by the application's properties.
 */
final class BackfillMode {

	private static final String PROPERTY = "app.migrations.backfill.mode";

	private BackfillMode() {
	}

	static BackfillOptions.Mode of(Environment environment) {
		return Binder.get(environment)
			.bind(PROPERTY, BackfillOptions.Mode.class)
			.orElse(BackfillOptions.DEFAULT.mode());
	}

}
