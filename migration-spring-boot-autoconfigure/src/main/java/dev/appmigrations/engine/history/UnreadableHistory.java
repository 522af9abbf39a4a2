package dev.appmigrations.engine.history;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * Says why the history cannot be read.
 */
final class UnreadableHistory {

	private UnreadableHistory() {
	}

	/**
	 * Describes an error of the server.
	 * @param name the name of the history table, as it was asked for
	 * @param facts about the database and the session
	 * @param error the error
	 * @return the exception to throw
	 */
	static RuntimeException of(String name, DatabaseFacts facts, DatabaseError error) {
		if (error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			return new MigrationException(ErrorCode.PERMISSION_DENIED,
					"Role " + Sql.visibleIdentifier(facts.role()) + " may not read the migration history " + name
							+ " in database " + Sql.visibleIdentifier(facts.database()) + ".\n" + error.text(),
					"Let its owner run:\n  GRANT USAGE ON SCHEMA "
							+ Sql.visibleIdentifier(String.valueOf(facts.schema())) + " TO "
							+ Sql.visibleIdentifier(facts.role()) + ";\n  GRANT SELECT ON " + name + " TO "
							+ Sql.visibleIdentifier(facts.role()) + ";",
					null);
		}
		if (error.is(SqlState.UNDEFINED_COLUMN) || error.is(SqlState.WRONG_OBJECT_TYPE)) {
			return other(name, error.message());
		}
		return new DatabaseErrorException(error);
	}

	/**
	 * Describes a table that is none of ours.
	 * @param name its name
	 * @param reason why it is not a history, a clause
	 * @return the exception to throw
	 */
	static MigrationException other(String name, String reason) {
		return new MigrationException(ErrorCode.HISTORY_UNUSABLE,
				"Table " + name + " is not a migration history: " + reason + ".",
				Message
					.of("A history has at least the columns id, migration_name and applied_at."
							+ " id is a whole number, and neither it nor migration_name is NULL."
							+ " Choose another name with ")
					.and(Setting.TABLE)
					.and(", or rename that table."),
				null);
	}

}
