package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * A migration, or its rollback, has failed in a way that belongs into the log.
 */
final class StepFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final MigrationException failure;

	private final @Nullable String sqlState;

	/**
	 * Creates the exception.
	 * @param failure what the caller of the run gets
	 * @param sqlState the server's code, {@code null} if it was not the server that
	 * failed
	 */
	StepFailedException(MigrationException failure, @Nullable String sqlState) {
		super(failure);
		this.failure = failure;
		this.sqlState = sqlState;
	}

	MigrationException failure() {
		return this.failure;
	}

	@Nullable String sqlState() {
		return this.sqlState;
	}

}
