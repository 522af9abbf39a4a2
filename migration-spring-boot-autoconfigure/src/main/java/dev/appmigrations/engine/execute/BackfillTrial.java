package dev.appmigrations.engine.execute;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.ScriptPart;
import org.jspecify.annotations.Nullable;

/**
 * A backfill cannot be tried in a transaction of others: each of its batches is one.
 *
 * @param part its statements
 */
record BackfillTrial(ScriptPart part) implements StepTrial {

	@Override
	public String obstacle() {
		return "is done in batches, each of which is a transaction of its own";
	}

	@Override
	public Script script() {
		return this.part.script();
	}

	@Override
	public long run() {
		throw new IllegalStateException("A backfill is not tried");
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
		throw new IllegalStateException("A backfill is not tried", ex);
	}

}
