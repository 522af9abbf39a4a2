package dev.appmigrations.engine.migration;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A migration that is a SQL file.
 *
 * @param name the file name without its folder
 * @param version the version, {@code null} for a repeatable one
 * @param description the description from the file name, with spaces
 * @param kind how it is run
 * @param phase when it may run
 * @param soak how long the old release has to be gone before it may run
 * @param checksum the checksum of the up part
 * @param requirements versions or names that must be applied before
 * @param up what applies it
 * @param down what undoes it, {@code null} where there is no rollback
 * @param refusal why it may not run, {@code null} if it may
 * @param earlier how release 0.1 understood it
 * @param declarations what its scripts say of directions without statements
 */
public record SqlMigration(String name, @Nullable MigrationVersion version, String description, MigrationKind kind,
		Phase phase, Duration soak, Checksum checksum, List<String> requirements, ScriptPart up,
		@Nullable ScriptPart down, @Nullable Problem refusal, EarlierReading earlier,
		Declarations declarations) implements Migration {

	public SqlMigration {
		requirements = List.copyOf(requirements);
		if ((version == null) != (kind == MigrationKind.REPEATABLE)) {
			throw new IllegalArgumentException(
					"A versioned migration has a version, a repeatable one has none: " + name);
		}
	}

	/**
	 * Creates a migration that may run, and that release 0.1 understood as it is.
	 * @param name the file name without its folder
	 * @param version the version, {@code null} for a repeatable one
	 * @param description the description from the file name, with spaces
	 * @param kind how it is run
	 * @param phase when it may run
	 * @param checksum the checksum of the up part
	 * @param requirements versions or names that must be applied before
	 * @param up what applies it
	 * @param down what undoes it, {@code null} where there is no rollback
	 */
	public SqlMigration(String name, @Nullable MigrationVersion version, String description, MigrationKind kind,
			Phase phase, Checksum checksum, List<String> requirements, ScriptPart up, @Nullable ScriptPart down) {
		this(name, version, description, kind, phase, Duration.ZERO, checksum, requirements, up, down, null,
				EarlierReading.SAME, Declarations.NONE);
	}

	/**
	 * Returns the same migration, to be undone by forgetting it.
	 * @param reason why there is nothing to undo
	 * @return a migration whose rollback has no statements
	 */
	public SqlMigration withNothingToUndo(String reason) {
		return new SqlMigration(this.name, this.version, this.description, this.kind, this.phase, this.soak,
				this.checksum, this.requirements, this.up, ScriptPart.empty(this.up.script()), this.refusal,
				this.earlier, new Declarations(this.declarations.noop(), reason, null, null));
	}

	@Override
	public @Nullable Checksum earlierChecksum() {
		return this.earlier.checksum();
	}

	@Override
	public String location() {
		return this.up.script().path();
	}

	@Override
	public Script script() {
		return this.up.script();
	}

	@Override
	public @Nullable Script rollbackScript() {
		return (this.down != null) ? this.down.script() : null;
	}

	@Override
	public boolean hasRollback() {
		return this.down != null;
	}

	/**
	 * Returns what undoes it, where a plan has made sure that there is such a part.
	 * @return the part
	 * @throws IllegalStateException if there is no rollback
	 */
	public ScriptPart rollback() {
		if (this.down == null) {
			throw new IllegalStateException(this.name + " has no rollback");
		}
		return this.down;
	}

	@Override
	public <T extends @Nullable Object> T accept(MigrationVisitor<T> visitor) {
		return visitor.sql(this);
	}

}
