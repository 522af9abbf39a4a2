package dev.appmigrations.engine.migration;

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
 * @param checksum the checksum of the up part
 * @param requirements versions or names that must be applied before
 * @param up what applies it
 * @param down what undoes it, {@code null} where there is no rollback
 */
public record SqlMigration(String name, @Nullable MigrationVersion version, String description, MigrationKind kind,
		Phase phase, Checksum checksum, List<String> requirements, ScriptPart up,
		@Nullable ScriptPart down) implements Migration {

	public SqlMigration {
		requirements = List.copyOf(requirements);
		if ((version == null) != (kind == MigrationKind.REPEATABLE)) {
			throw new IllegalArgumentException(
					"A versioned migration has a version, a repeatable one has none: " + name);
		}
	}

	@Override
	public String location() {
		return this.up.script().path();
	}

}
