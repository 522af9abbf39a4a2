package dev.appmigrations.engine.safety;

import java.util.List;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import org.jspecify.annotations.Nullable;

/**
 * A script that is judged.
 *
 * @param name the name of the migration
 * @param version its version, {@code null} if it is repeatable
 * @param part its statements
 * @param phase when it runs in a rollout
 * @param requirements versions or names that must be applied before
 * @param backfill how it walks a table in batches, {@code null} if it is no backfill
 * @param rollback whether it undoes the migration, and does not apply it
 */
public record LintedScript(String name, @Nullable MigrationVersion version, ScriptPart part, Phase phase,
		List<String> requirements, @Nullable BackfillSpec backfill, boolean rollback) {

	public LintedScript {
		requirements = List.copyOf(requirements);
	}

	/**
	 * Returns the script that applies a migration.
	 * @param migration the migration
	 * @return its script
	 */
	public static LintedScript of(Migration migration) {
		return new LintedScript(migration.name(), migration.version(), migration.accept(SqlMigration::up),
				migration.phase(), migration.requirements(),
				(migration instanceof BackfillMigration backfill) ? backfill.stated() : null, false);
	}

	/**
	 * Returns the script that undoes a migration.
	 * @param migration the migration
	 * @return its rollback, {@code null} if there is none, or if it changes rows in
	 * batches
	 */
	public static @Nullable LintedScript rollbackOf(Migration migration) {
		if (!migration.hasRollback() || migration instanceof BackfillMigration) {
			return null;
		}
		ScriptPart down = migration.accept(SqlMigration::rollback);
		return new LintedScript(migration.name(), migration.version(), down, migration.phase(), List.of(), null, true);
	}

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
