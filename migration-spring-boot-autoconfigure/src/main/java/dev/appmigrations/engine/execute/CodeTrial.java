package dev.appmigrations.engine.execute;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import org.jspecify.annotations.Nullable;

/**
 * Tries nothing: what code in Java does beside its transaction cannot be rolled back.
 *
 * @param part stands for its statements
 */
record CodeTrial(ScriptPart part) implements StepTrial {

	@Override
	public String obstacle() {
		return "is written in Java, and may do more than a rollback takes back";
	}

	@Override
	public Script script() {
		return this.part.script();
	}

	@Override
	public long run() {
		throw new IllegalStateException("Cannot be tried");
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
		throw new IllegalStateException(ex);
	}

}
