package dev.appmigrations.engine.migration;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One change of the schema, as the application ships it.
 */
public sealed interface Migration permits SqlMigration, FileMigration {

	/**
	 * Returns the identity in the history: for a file, its name without the folder.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the version.
	 * @return the version, or {@code null} for a repeatable migration
	 */
	@Nullable MigrationVersion version();

	/**
	 * Returns what the migration does, in words.
	 * @return the description from the name, with spaces
	 */
	String description();

	/**
	 * Returns how it is run.
	 * @return the kind
	 */
	MigrationKind kind();

	/**
	 * Returns when it may run in a rollout.
	 * @return the phase
	 */
	Phase phase();

	/**
	 * Returns how long the old release has to be gone before it may run, so that a
	 * deployment can be taken back.
	 * @return the time; zero for a migration of the phase {@code expand}, and for most of
	 * the phase {@code contract}
	 */
	Duration soak();

	/**
	 * Returns the checksum of what it does.
	 * @return the checksum
	 */
	Checksum checksum();

	/**
	 * Returns why it may not run, though release 0.1 ran it: its text says something that
	 * is not understood. What is applied already, is.
	 * @return an error, {@code null} if it may run
	 */
	@Nullable Problem refusal();

	/**
	 * Returns the checksum that release 0.1 computed, where it understood the text in
	 * another way. This may read the script again.
	 * @return the checksum, of scheme 1; {@code null} if there was none, or the text was
	 * understood in the same way
	 */
	@Nullable Checksum earlierChecksum();

	/**
	 * Returns the versions or names that must be applied before this one.
	 * @return the requirements as they are written; usually empty
	 */
	List<String> requirements();

	/**
	 * Returns where a person finds it.
	 * @return a path or a class name
	 */
	String location();

	/**
	 * Returns the text that applies it.
	 * @return the script, {@code null} if there is no text that a person could read
	 */
	@Nullable Script script();

	/**
	 * Returns the text that undoes it.
	 * @return the script, the same as {@link #script()} where one file holds both;
	 * {@code null} if there is none
	 */
	@Nullable Script rollbackScript();

	/**
	 * Returns what it says of directions without statements.
	 * @return the declarations
	 */
	Declarations declarations();

	/**
	 * Returns whether it can be undone.
	 * @return {@code false} if it comes without a rollback
	 */
	boolean hasRollback();

	/**
	 * Returns whether everything is there that it needs. One that has to wait is applied
	 * later, and never too late.
	 * @return {@code false} for one that needs what the application does not have yet
	 */
	default boolean isReady() {
		return true;
	}

	/**
	 * Returns whether it may have to wait for what the application has only once it is
	 * complete.
	 * @return {@code true} only for some that are written in Java
	 */
	default boolean late() {
		return false;
	}

	/**
	 * Does what differs between the kinds of migrations.
	 * @param <T> the type of the result
	 * @param visitor has a method for each kind
	 * @return what the visitor's method for this kind returns
	 */
	<T extends @Nullable Object> T accept(MigrationVisitor<T> visitor);

}
