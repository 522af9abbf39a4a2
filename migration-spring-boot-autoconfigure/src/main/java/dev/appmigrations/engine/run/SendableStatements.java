package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.RollbackStep;
import dev.appmigrations.engine.sql.FreeMemory;
import dev.appmigrations.engine.sql.LongStatement;

/**
 * Makes sure that the heap has room for the longest statement of each migration before
 * the first one runs: a statement is sent as a whole.
 */
final class SendableStatements {

	private static final long MEGABYTE = 1_000_000;

	private SendableStatements() {
	}

	/**
	 * Examines migrations that are to be applied.
	 * @param session sends them
	 * @param steps the migrations
	 * @throws MigrationException if the memory does not suffice for a statement
	 */
	static void require(Session session, List<MigrationStep> steps) {
		for (MigrationStep step : steps) {
			require(session, step.migration().accept(SqlMigration::up));
		}
	}

	/**
	 * Examines migrations that are to be undone.
	 * @param session sends what undoes them
	 * @param steps the migrations
	 * @throws MigrationException if the memory does not suffice for a statement
	 */
	static void requireRollbacks(Session session, List<RollbackStep> steps) {
		for (RollbackStep step : steps) {
			require(session, step.migration().accept(SqlMigration::rollback));
		}
	}

	private static void require(Session session, ScriptPart part) {
		LongStatement longest = part.longest();
		if (longest != null && !FreeMemory.has(longest.memory(session.connection().hidesDriver()))) {
			throw tooLong(part, longest, session.connection().hidesDriver());
		}
	}

	private static MigrationException tooLong(ScriptPart part, LongStatement longest, boolean hidden) {
		return new MigrationException(ErrorCode.INVALID_MIGRATIONS,
				part.script().path() + ":" + longest.position() + ": the statement that begins here has "
						+ megabytes(longest.bytes()) + ". It takes up to " + megabytes(longest.memory(hidden))
						+ " of memory to read and send it, and " + megabytes(FreeMemory.bytes())
						+ " of the heap are free.",
				"Nothing was run. Split the statement, load the data with COPY … FROM stdin, which is streamed, or give"
						+ " the application more memory (-Xmx). Text that is ASCII takes least, twice its size.",
				null);
	}

	private static String megabytes(long bytes) {
		return (bytes + MEGABYTE - 1) / MEGABYTE + " MB";
	}

}
