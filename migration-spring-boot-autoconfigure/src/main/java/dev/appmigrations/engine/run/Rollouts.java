package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.report.InstanceReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.rollout.InstanceRegistry;
import dev.appmigrations.engine.rollout.Obstacle;

/**
 * The running instances, and the reasons why contract migrations wait for them.
 */
public final class Rollouts {

	private Rollouts() {
	}

	/**
	 * Adds to a report the instances, and why what waits does.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @return the report; as it was where the role may not read the instances
	 */
	public static MigrationReport explain(Session session, Assessment assessment) {
		boolean registry = assessment.found().registry();
		if (assessment.facts().schema() == null || (!registry && assessment.plan().waiting().isEmpty())) {
			return assessment.report();
		}
		try {
			return explain(assessment.report(), new InstanceRegistry(assessment.found().tables()).read(session,
					assessment.facts().role(), registry));
		}
		catch (DatabaseErrorException ex) {
			if (!ex.error().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
				throw ex;
			}
			// A role that may only read the history sees nothing of the instances.
			return assessment.report();
		}
	}

	/**
	 * Reads the instances, of which there may be more than at the assessment.
	 * @param session the connection
	 * @param found what the history holds
	 * @return the instances
	 */
	public static Fleet fleet(Session session, HistorySnapshot found) {
		InstanceRegistry registry = new InstanceRegistry(found.tables());
		return registry.read(session, found.facts().role(), registry.exists(session));
	}

	private static MigrationReport explain(MigrationReport report, Fleet fleet) {
		List<String> names = report.waiting().stream().map(WaitingReport::name).toList();
		return report.with(report.waiting().stream().map((waiting) -> reasons(waiting, fleet)).toList(),
				fleet.instances()
					.stream()
					.map((instance) -> new InstanceReport(instance.id(), instance.host(), instance.application(),
							instance.release(), instance.age().toSeconds(), instance.alive(),
							instance.knows().containsAll(names)))
					.toList());
	}

	/**
	 * Adds why a contract migration waits.
	 * @param waiting the migration
	 * @param fleet the instances
	 * @return the same with its reasons; none if it may run
	 */
	public static WaitingReport reasons(WaitingReport waiting, Fleet fleet) {
		return waiting.with(fleet.obstacles(waiting.name()).stream().map(Obstacle::text).toList());
	}

}
