package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The server refused a statement of a migration.
 */
public final class StatementFailedException extends MigrationException {

	private static final long serialVersionUID = 1L;

	private final String migration;

	private final String location;

	private final @Nullable String sqlState;

	StatementFailedException(ErrorCode code, String migration, String location, @Nullable String sqlState,
			String description, Message action, Throwable cause) {
		super(code, description, action, cause);
		this.migration = migration;
		this.location = location;
		this.sqlState = sqlState;
	}

	private StatementFailedException(StatementFailedException original, Wording wording) {
		super(original, wording);
		this.migration = original.migration;
		this.location = original.location;
		this.sqlState = original.sqlState;
	}

	@Override
	protected StatementFailedException copy(Wording wording) {
		return new StatementFailedException(this, wording);
	}

	/**
	 * Returns the name of the migration.
	 * @return the name
	 */
	public String migration() {
		return this.migration;
	}

	/**
	 * Returns where the statement is.
	 * @return {@code file:line:column}
	 */
	public String location() {
		return this.location;
	}

	/**
	 * Returns the server's code.
	 * @return five characters, {@code null} if the error is not the server's
	 */
	public @Nullable String sqlState() {
		return this.sqlState;
	}

}
