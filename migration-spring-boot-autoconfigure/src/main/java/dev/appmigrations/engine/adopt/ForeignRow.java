package dev.appmigrations.engine.adopt;

import java.time.Instant;

import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * A row of another tool's history.
 *
 * @param name what the tool calls it: a file, a version, or a change set
 * @param version the version, {@code null} if the tool or the row has none
 * @param file the file name without its folder, {@code null} if the row does not tell
 * @param changeSet which part of the file, {@code null} if the tool counts files
 * @param checksum the tool's own checksum of the file, {@code null} if it has none
 * @param state what became of it
 * @param run when and by whom it was applied
 */
public record ForeignRow(String name, @Nullable MigrationVersion version, @Nullable String file,
		@Nullable String changeSet, @Nullable String checksum, State state, Run run) {

	/**
	 * Creates a row of a migration that is applied.
	 * @param name what the tool calls it
	 * @param version the version as the tool writes it, {@code null} for none
	 * @param file the file with or without folders, {@code null} if it is not known
	 * @param run when and by whom it was applied
	 * @return the row
	 */
	static ForeignRow applied(String name, @Nullable String version, @Nullable String file, Run run) {
		return new ForeignRow(name, (version != null) ? MigrationVersion.find(version) : null,
				(file != null) ? withoutFolder(file) : null, null, null, State.APPLIED, run);
	}

	static String withoutFolder(String path) {
		return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	}

	/** Tells whether it records that something was done to the database, and still is. */
	boolean counts() {
		return switch (this.state) {
			case APPLIED, APPLIED_WITH_ALL_BEFORE, BASELINE, FAILED -> true;
			case UNDONE, DELETED, SUPERSEDED, BOOKKEEPING -> false;
		};
	}

	ForeignRow in(State newState) {
		return new ForeignRow(this.name, this.version, this.file, this.changeSet, this.checksum, newState, this.run);
	}

	ForeignRow of(String newChangeSet) {
		return new ForeignRow(this.name, this.version, this.file, newChangeSet, this.checksum, this.state, this.run);
	}

	ForeignRow with(@Nullable String newChecksum) {
		return new ForeignRow(this.name, this.version, this.file, this.changeSet, newChecksum, this.state, this.run);
	}

	/**
	 * The outcome of a migration.
	 */
	public enum State {

		/** It is applied. */
		APPLIED,

		/** It and all before it are applied. */
		APPLIED_WITH_ALL_BEFORE,

		/**
		 * It and all before it count as applied, whether their files are there or not.
		 */
		BASELINE,

		/** It was begun and did not succeed. */
		FAILED,

		/** It was undone later. */
		UNDONE,

		/** The tool was told to forget it. */
		DELETED,

		/** A later row says more about the same migration. */
		SUPERSEDED,

		/** Written by the tool for itself. */
		BOOKKEEPING

	}

	/**
	 * When and by whom a migration was applied.
	 *
	 * @param appliedAt when, {@code null} if the tool does not keep it
	 * @param appliedBy the role or the author, {@code null} if the tool does not keep it
	 * @param executionMs how long it ran, in milliseconds, {@code null} if the tool does
	 * not keep it
	 */
	public record Run(@Nullable Instant appliedAt, @Nullable String appliedBy, @Nullable Long executionMs) {

		static final Run UNKNOWN = new Run(null, null, null);

		static Run at(@Nullable Instant time) {
			return new Run(time, null, null);
		}

	}

}
