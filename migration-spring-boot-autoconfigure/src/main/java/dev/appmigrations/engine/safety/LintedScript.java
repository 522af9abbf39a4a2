package dev.appmigrations.engine.safety;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.ScriptPart;
import org.jspecify.annotations.Nullable;

/**
 * A script that is judged.
 *
 * @param name the name of the migration
 * @param version its version, {@code null} if it is repeatable
 * @param part its statements
 * @param phase when it runs in a rollout
 */
public record LintedScript(String name, @Nullable MigrationVersion version, ScriptPart part, Phase phase) {

	/** The number of its first statement in the file. */
	long first() {
		return this.part.statementsBefore() + 1;
	}

	/** The number of its last statement in the file. */
	long last() {
		return this.part.statementsBefore() + this.part.statements();
	}

	String location() {
		return this.part.script().path();
	}

}
