package dev.appmigrations.engine.migration;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A migration that is more than a SQL file, and has its name, its version and whatever
 * else it says of itself from one.
 */
sealed interface FileMigration extends Migration permits BackfillMigration, CodeMigration {

	/**
	 * Returns the file, or what stands for one.
	 * @return what says the same of itself
	 */
	SqlMigration file();

	@Override
	default String name() {
		return file().name();
	}

	@Override
	default @Nullable MigrationVersion version() {
		return file().version();
	}

	@Override
	default String description() {
		return file().description();
	}

	@Override
	default MigrationKind kind() {
		return file().kind();
	}

	@Override
	default Phase phase() {
		return file().phase();
	}

	@Override
	default Duration soak() {
		return file().soak();
	}

	@Override
	default Checksum checksum() {
		return file().checksum();
	}

	@Override
	default @Nullable Problem refusal() {
		return file().refusal();
	}

	@Override
	default @Nullable Checksum earlierChecksum() {
		return file().earlierChecksum();
	}

	@Override
	default List<String> requirements() {
		return file().requirements();
	}

	@Override
	default String location() {
		return file().location();
	}

	@Override
	default @Nullable Script script() {
		return file().script();
	}

	@Override
	default @Nullable Script rollbackScript() {
		return file().rollbackScript();
	}

	@Override
	default Declarations declarations() {
		return file().declarations();
	}

	@Override
	default boolean hasRollback() {
		return file().hasRollback();
	}

}
