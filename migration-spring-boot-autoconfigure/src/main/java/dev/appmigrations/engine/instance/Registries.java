package dev.appmigrations.engine.instance;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.rollout.InstanceRegistry;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds the table of instances, step by step.
 */
final class Registries {

	private Registries() {
	}

	/**
	 * Finds the table beside the history, and creates it where that is allowed.
	 * @param session the connection
	 * @param context tell where the history is
	 * @param settings tell whether the table may be created
	 * @return the table, {@code null} if there is none to write to
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the role may not
	 */
	static @Nullable InstanceRegistry find(Session session, RunContext context, InstanceSettings settings) {
		DatabaseFacts facts = context.history().readFacts(session);
		InstanceRegistry registry = of(facts, context);
		if (facts.readOnly() || registry == null) {
			return null;
		}
		if (!registry.exists(session)) {
			if (!settings.creates()) {
				return null;
			}
			registry.create(session, session.connection().patience(settings.patience()));
		}
		return registry;
	}

	static @Nullable InstanceRegistry of(DatabaseFacts facts, RunContext context) {
		String schema = facts.schema();
		MigratorOptions.History history = context.options().history();
		return (schema != null)
				? new InstanceRegistry(new HistoryTables(schema, history.table(), history.schema() != null)) : null;
	}

}
