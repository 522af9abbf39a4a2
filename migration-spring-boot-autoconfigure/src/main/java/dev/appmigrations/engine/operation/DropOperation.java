package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;

/**
 * Drops the database, if it is one for development. Sessions of others keep it, unless
 * they are to be ended; a session that begins meanwhile does, too, because the server
 * checks that itself.
 */
final class DropOperation {

	private final RunContext context;

	private final DevelopmentProof proof;

	private final boolean ending;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param proof evidence beside what the database says
	 * @param ending whether sessions of others are ended
	 */
	DropOperation(RunContext context, DevelopmentProof proof, boolean ending) {
		this.context = context;
		this.proof = proof;
		this.ending = ending;
	}

	/**
	 * Runs it.
	 * @return the sessions that were ended, in words; empty if there were none
	 * @throws MigrationException if the database must not, or cannot, be dropped
	 */
	List<String> run() {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL);
		Target target = run.inSessionNow((session) -> {
			Assessment assessment = run.assess(session);
			String database = assessment.facts().database();
			if (MaintenanceSession.DATABASES.contains(database)) {
				throw new MigrationException(ErrorCode.NOT_FOR_DEVELOPMENT,
						"Database " + database + " is the server's own: tools connect to it to create others.",
						"It was not dropped. Use a database of its own for the application.", null);
			}
			new DevelopmentGuard(this.context, this.proof).require(session, assessment);
			List<String> others = sessions(session, assessment);
			if (!others.isEmpty() && !this.ending) {
				throw inUse(database, "\n  " + String.join("\n  ", others));
			}
			return new Target(DatabaseMark.read(session), database, others);
		});
		try (Session session = MaintenanceSession.open(this.context, this.proof.server(), target.database())) {
			if (!target.mark().isOnServerOf(session)) {
				throw new MigrationException(ErrorCode.NOT_FOR_DEVELOPMENT,
						"The server that would drop the database is another one than the server that was asked about it:"
								+ " the connection leads to several.",
						Message.of("Nothing was dropped. Let ").and(Setting.CONNECTION).and(" name one host."), null);
			}
			DatabaseError error = session
				.query(List
					.of("DROP DATABASE " + Sql.identifier(target.database()) + ((this.ending) ? " WITH (FORCE)" : "")))
				.error();
			if (error != null) {
				throw refused(target.database(), error);
			}
		}
		return target.others();
	}

	/** Without a schema nobody was asked, and the server itself refuses. */
	private static List<String> sessions(Session session, Assessment assessment) {
		return (assessment.facts().schema() != null) ? Rollouts.fleet(session, assessment.found()).sessions()
				: List.of();
	}

	private static MigrationException refused(String database, DatabaseError error) {
		if (error.is(SqlState.OBJECT_IN_USE)) {
			return inUse(database, "\n" + error.text());
		}
		return new MigrationException(
				(error.is(SqlState.INSUFFICIENT_PRIVILEGE)) ? ErrorCode.PERMISSION_DENIED
						: ErrorCode.DATABASE_UNAVAILABLE,
				"Database " + Sql.visibleIdentifier(database) + " was not dropped.\n" + error.text(),
				"Only its owner and superusers may drop it; the message says more.", null);
	}

	private static MigrationException inUse(String database, String who) {
		return new MigrationException(ErrorCode.DATABASE_IN_USE,
				"Database " + Sql.visibleIdentifier(database) + " has sessions of others:" + who,
				Message.of("It was not dropped. Let them end, or end them: ")
					.and(Call.of(Operation.DROP_FORCE))
					.and("."),
				null);
	}

	/**
	 * The database to drop.
	 *
	 * @param mark tells it from another one of the same name
	 * @param database its name
	 * @param others the sessions of others, in words
	 */
	private record Target(DatabaseMark mark, String database, List<String> others) {

	}

}
