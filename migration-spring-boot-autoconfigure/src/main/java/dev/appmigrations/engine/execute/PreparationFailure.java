package dev.appmigrations.engine.execute;

import java.util.List;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.MissingKey;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * Says why the history could not be put in order, and what to do about it.
 */
final class PreparationFailure {

	private PreparationFailure() {
	}

	/**
	 * Describes a key that cannot be added.
	 * @param session asks for the rows that are in its way
	 * @param key the key
	 * @param ex the failure
	 * @return the exception
	 */
	static MigrationException notUnique(Session session, MissingKey key, BatchFailedException ex) {
		QueryResult result = session.query(List.of(key.obstacles()));
		StringBuilder rows = new StringBuilder();
		if (result.error() == null) {
			for (int i = 0; i < result.rows(0).size(); i++) {
				rows.append("\n  ").append(VisibleText.line(result.rows(0).required(i, "rows")));
			}
		}
		return new MigrationException(ErrorCode.HISTORY_UNUSABLE,
				"A key of the migration history is missing, and rows are in its way: " + key + ". No migration was run."
						+ rows,
				"Find out which of these rows is right, remove the others, and start again: the key is added then.",
				ex);
	}

	/**
	 * Describes a statement that failed.
	 * @param found what the last reading found
	 * @param ddl what creates or upgrades the tables
	 * @param statement the statement
	 * @param ex the failure
	 * @return the exception, with what to grant where a right is missing
	 */
	static MigrationException of(HistorySnapshot found, List<String> ddl, String statement, BatchFailedException ex) {
		if (!ex.error().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			return new MigrationException(
					(ex.error().connectionLost()) ? ErrorCode.CONNECTION_LOST : ErrorCode.HISTORY_UNUSABLE,
					"The migration history could not be prepared, and no migration was run.\n" + ex.error().text(),
					Advice.forOurs(ex.error(), Message.of("Mend what the message says, and start again."))
						.and("\nThe statement was:\n  " + statement),
					ex);
		}
		String role = Sql.visibleIdentifier(found.facts().role());
		String schema = Sql.visibleIdentifier(found.tables().schema());
		StringBuilder action = new StringBuilder();
		if (found.state() == HistorySnapshot.State.ABSENT) {
			// The first statement creates the schema.
			String object = (statement.equals(ddl.get(0)))
					? "GRANT CREATE ON DATABASE " + Sql.visibleIdentifier(found.facts().database())
					: "GRANT USAGE, CREATE ON SCHEMA " + schema;
			action.append("Let its owner, or a superuser, run:\n  ")
				.append(object)
				.append(" TO ")
				.append(role)
				.append(';');
		}
		else {
			action.append("Let the owner of the table run:");
			ddl.forEach((missing) -> action.append("\n  ").append(missing).append(';'));
			action.append("\n  GRANT SELECT, INSERT, UPDATE, DELETE ON ")
				.append(found.tables().historyTable())
				.append(", ")
				.append(found.tables().logTable())
				.append(" TO ")
				.append(role)
				.append(";\n  GRANT USAGE ON ALL SEQUENCES IN SCHEMA ")
				.append(schema)
				.append(" TO ")
				.append(role)
				.append(';');
		}
		return new MigrationException(ErrorCode.PERMISSION_DENIED,
				"Role " + role + " may not "
						+ ((found.state() == HistorySnapshot.State.ABSENT) ? "create" : "write or upgrade")
						+ " the migration history in schema " + schema + " of database "
						+ Sql.visibleIdentifier(found.facts().database()) + ".\n" + ex.error().text(),
				Message.of(action + "\nOr migrate with another role: ").and(Setting.ROLE).and("."), ex);
	}

}
