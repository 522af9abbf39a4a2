package dev.appmigrations.engine.execute;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the trial of a migration that cannot be tried in a transaction of others.
 *
 * @param part its statements
 * @param obstacle why it cannot
 */
record NoTrial(ScriptPart part, String obstacle) implements StepTrial {

	@Override
	public Script script() {
		return this.part.script();
	}

	@Override
	public long run() {
		throw new IllegalStateException("It is not tried");
	}

	@Override
	public List<String> cleanUp() {
		return List.of();
	}

	@Override
	public @Nullable String obstacle(DatabaseError error, boolean first) {
		return null;
	}

	@Override
	public MigrationException failure(UnitFailedException ex) {
		throw new IllegalStateException("It is not tried", ex);
	}

}
