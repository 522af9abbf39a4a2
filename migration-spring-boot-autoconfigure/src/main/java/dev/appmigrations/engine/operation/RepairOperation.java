package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RepairPlanner;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a person has chosen, all of it or nothing.
 */
final class RepairOperation {

	private final List<HistoryRepair> chosen;

	private final MigrationRun run;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param chosen some of {@link #possible(RunContext)}
	 */
	RepairOperation(RunContext context, List<HistoryRepair> chosen) {
		this.chosen = List.copyOf(chosen);
		this.run = new MigrationRun(context, PlanRequest.ALL);
	}

	/**
	 * Finds what could be repaired: changed checksums, rows whose file is gone, and
	 * migrations that were interrupted, with each of the decisions that are possible.
	 * Writes nothing.
	 * @param context what all runs share
	 * @return what a person may choose from; empty if nothing is to be repaired
	 * @throws MigrationException if scripts or database cannot be read
	 */
	static List<HistoryRepair> possible(RunContext context) {
		MigrationRun run = new MigrationRun(context, PlanRequest.ALL);
		return run.inSessionNow((session) -> possible(run.assess(session)));
	}

	private static List<HistoryRepair> possible(Assessment assessment) {
		return RepairPlanner.plan(assessment.plan(), assessment.found().progress());
	}

	/**
	 * Runs it.
	 * @return the report
	 * @throws MigrationException with {@link ErrorCode#REPAIR_OUTDATED} if one of them no
	 * longer applies, because somebody else has changed the history; or if the database
	 * cannot be used
	 */
	MigrationReport run() {
		return this.run.forWriting().inSession((session) -> {
			Assessment assessment = this.run.assess(session);
			return (this.run.change(session, assessment, this::prepare)) ? this.run.assess(session).report()
					: assessment.report();
		});
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		List<HistoryRepair> possible = possible(assessment);
		List<HistoryRepair> outdated = this.chosen.stream().filter((repair) -> !possible.contains(repair)).toList();
		if (!outdated.isEmpty()) {
			throw new MigrationException(ErrorCode.REPAIR_OUTDATED,
					"The history has changed since this was chosen:\n  "
							+ String.join("\n  ", outdated.stream().map(HistoryRepair::name).toList()),
					"Nothing was written. Look again, and choose anew.", null);
		}
		if (this.chosen.isEmpty()) {
			return null;
		}
		return new Change.Prepared(
				new Change.Purpose("the history is to be repaired",
						this.chosen.stream().map(HistoryRepair::name).distinct().toList()),
				(locked) -> locked.preparation().repair(assessment.found(), this.chosen));
	}

}
