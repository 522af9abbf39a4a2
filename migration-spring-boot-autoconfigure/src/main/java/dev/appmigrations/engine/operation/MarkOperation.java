package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;

/**
 * Marks the database as one for development. Not one that others have migrated, or that
 * has tables of an origin that nobody knows.
 */
final class MarkOperation {

	private final MigrationRun run;

	private final DevelopmentGuard guard;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param proof evidence beside what the database says
	 */
	MarkOperation(RunContext context, DevelopmentProof proof) {
		this.run = new MigrationRun(context, PlanRequest.ALL);
		this.guard = new DevelopmentGuard(context, proof);
	}

	/**
	 * Runs it.
	 * @return whether the database was not marked before
	 * @throws MigrationException if it must not, or cannot, be marked
	 */
	boolean run() {
		return this.run.inSession((session) -> {
			DatabaseMark mark = DatabaseMark.read(session);
			if (mark.isSet()) {
				return false;
			}
			this.guard.requireForMark(session, this.run.assess(session));
			write(session, mark);
			return true;
		});
	}

	private static void write(Session session, DatabaseMark mark) {
		if (!mark.isPossible()) {
			throw new MigrationException(ErrorCode.PERMISSION_DENIED,
					"The database was not marked as one for development: " + mark.missing() + ".",
					"Let a superuser run, in this database:\n"
							+ "    GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO …;",
					null);
		}
		DatabaseError error = session.query(List.of(mark.statement())).error();
		if (error == null) {
			return;
		}
		boolean denied = error.is(SqlState.INSUFFICIENT_PRIVILEGE);
		throw new MigrationException((denied) ? ErrorCode.PERMISSION_DENIED : ErrorCode.CONNECTION_LOST,
				"The database was not marked as one for development.\n" + error.text(),
				(denied) ? "Only its owner, role " + mark.owner()
						+ ", and superusers can write its comment. Let one of them run:\n    " + mark.statement() + ";"
						: "See the server's log.",
				null);
	}

}
