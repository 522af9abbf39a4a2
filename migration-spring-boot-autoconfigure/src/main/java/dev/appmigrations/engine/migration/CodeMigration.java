package dev.appmigrations.engine.migration;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A migration that is written in Java.
 *
 * @param file what the name and the annotation say of it, as if it were a file without
 * statements
 * @param transaction whether it runs in a transaction, together with its record
 * @param late whether it needs what the application has only once it is complete, so that
 * it waits until then
 * @param code what it does, {@code null} where only its existence is known, because the
 * application does not run
 */
public record CodeMigration(SqlMigration file, boolean transaction, boolean late,
		@Nullable MigrationCode code) implements FileMigration {

	/**
	 * Describes a migration as if it were a file.
	 * @param name its name, without an end
	 * @param version its version, {@code null} for a repeatable one
	 * @param description the description from the name
	 * @param className the name of the class, or of the method that makes it
	 * @param rollback whether it can be undone
	 * @param release when it runs in a rollout
	 * @param requirements versions or names that must be applied before
	 * @param checksum its checksum
	 * @return the file
	 */
	public static SqlMigration describe(String name, @Nullable MigrationVersion version, String description,
			String className, boolean rollback, Release release, List<String> requirements, Checksum checksum) {
		ScriptPart nothing = ScriptPart.empty(new NoScript(name, className));
		return new SqlMigration(name, version, description,
				(version != null) ? MigrationKind.VERSIONED : MigrationKind.REPEATABLE, release.phase(), release.soak(),
				checksum, requirements, nothing, (rollback) ? nothing : null, null, EarlierReading.SAME,
				Declarations.NONE);
	}

	@Override
	public @Nullable Script script() {
		return null;
	}

	@Override
	public @Nullable Script rollbackScript() {
		return null;
	}

	@Override
	public boolean isReady() {
		MigrationCode code = this.code;
		return !this.late || (code != null && code.isReady());
	}

	@Override
	public <T extends @Nullable Object> T accept(MigrationVisitor<T> visitor) {
		return visitor.code(this);
	}

	/**
	 * When a migration runs in a rollout.
	 *
	 * @param phase the phase
	 * @param soak how long the old release has to be gone before; zero for at once
	 */
	public record Release(Phase phase, Duration soak) {

	}

	/**
	 * Stands for the text that there is not.
	 *
	 * @param fileName the name of the migration
	 * @param path the name of the class
	 */
	private record NoScript(String fileName, String path) implements Script {

		@Override
		public InputStream open() {
			return new ByteArrayInputStream(new byte[0]);
		}

	}

}
