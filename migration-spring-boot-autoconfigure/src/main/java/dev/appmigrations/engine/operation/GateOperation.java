package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.Strength;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.GateReport;
import dev.appmigrations.engine.rollout.ReleaseGate;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.time.Poll;

/**
 * Waits until a release has taken over. Reads no script, writes nothing, and holds no
 * connection while it waits.
 */
final class GateOperation {

	private final RunContext context;

	private final GateRequest request;

	private final ReleaseGate gate;

	GateOperation(RunContext context, GateRequest request) {
		this.context = context;
		this.request = request;
		this.gate = new ReleaseGate(request.release(), request.minAge());
	}

	/**
	 * Runs it.
	 * @return whether the release has taken over, and who is in the way if it has not
	 * @throws MigrationException if the database cannot be used
	 */
	GateReport run() {
		Poll waiting = new Poll(this.context.clock(), this.context.sleeper(), this.request.timeout());
		GateReport report = look();
		while (report.state() == GateReport.State.WAITING && waiting.pause()) {
			report = look();
		}
		return report.waited(waiting.elapsed().toSeconds());
	}

	private GateReport look() {
		try (Session session = this.context.sessions().openNow()) {
			HistorySnapshot found = this.context.history().read(session, true, Strength.READ);
			return this.gate.look(Rollouts.fleet(session, found));
		}
		catch (DatabaseErrorException ex) {
			throw new MigrationException(ErrorCode.CONNECTION_LOST,
					"The instances cannot be read.\n" + ex.error().text(), "See the server's log.", ex);
		}
	}

}
