package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.execute.Advice;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * Describes the failure of a statement of ours, outside of any migration.
 */
final class RunFailure {

	/** See PgBouncer: src/server.c, where it reads ReadyForQuery. */
	private static final String STATEMENT_MODE = "statement pooling mode";

	private RunFailure() {
	}

	/**
	 * Describes a failure.
	 * @param error the error of the server
	 * @param done what the run has done before
	 * @param cause the failure
	 * @return the exception to throw
	 */
	static MigrationException of(DatabaseError error, List<StepReport> done, Exception cause) {
		if (error.message().contains(STATEMENT_MODE)) {
			return new MigrationException(ErrorCode.DATABASE_UNSUPPORTED,
					"The connection leads through a pooler in statement mode (PgBouncer: pool_mode=statement), which"
							+ " refuses transactions of more than one statement. No migration ran.\n" + error.text(),
					Message
						.of("Let the pooler give sessions for whole transactions (PgBouncer: pool_mode=transaction or"
								+ " pool_mode=session, for this database or role), or set ")
						.and(Setting.URL)
						.and(" to the server itself, not to the pooler."),
					cause);
		}
		return new MigrationException((error.connectionLost()) ? ErrorCode.CONNECTION_LOST : ErrorCode.HISTORY_UNUSABLE,
				((error.connectionLost())
						? "The connection to the database broke between two migrations, or outside of them."
						: "The database refused what the migrations need of it.") + "\n" + error.text() + "\n"
						+ fate(done),
				Advice.forOurs(error, Message.of("See the server's log for the statement.")), cause);
	}

	private static String fate(List<StepReport> done) {
		if (done.isEmpty()) {
			return "No migration was applied by this run, and none was left half-done.";
		}
		return ((done.size() == 1) ? "1 migration was" : done.size() + " migrations were")
				+ " committed and recorded by this run, the last one " + done.get(done.size() - 1).name()
				+ "; none was left half-done.";
	}

}
