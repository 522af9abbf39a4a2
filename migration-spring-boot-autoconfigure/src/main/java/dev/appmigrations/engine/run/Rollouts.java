package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.report.InstanceReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.rollout.Obstacle;

/**
 * Adds to a report who is there, and why what waits does.
 */
public final class Rollouts {

	private Rollouts() {
	}

	static MigrationReport explain(MigrationReport report, Fleet fleet) {
		List<String> names = report.waiting().stream().map(WaitingReport::name).toList();
		return report.with(report.waiting().stream().map((waiting) -> reasons(waiting, fleet)).toList(),
				fleet.instances()
					.stream()
					.map((instance) -> new InstanceReport(instance.id(), instance.host(), instance.application(),
							instance.release(), instance.age().toSeconds(), instance.alive(),
							instance.knows().containsAll(names)))
					.toList());
	}

	public static WaitingReport reasons(WaitingReport waiting, Fleet fleet) {
		return waiting.with(fleet.obstacles(waiting.name()).stream().map(Obstacle::text).toList());
	}

}
