package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;

/**
 * Marks what is pending at or below a version as applied, and runs nothing: for a
 * database that has it already.
 */
final class BaselineOperation {

	private final RunContext context;

	private final PlanRequest request;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param version the last version
	 */
	BaselineOperation(RunContext context, MigrationVersion version) {
		this.context = context;
		this.request = PlanRequest.baseline(version);
	}

	/**
	 * Plans what would be marked, and writes nothing.
	 * @return the migrations, in the order of versions
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws dev.appmigrations.engine.migration.MigrationException if scripts or
	 * database cannot be read
	 */
	List<Migration> plan() {
		MigrationRun run = new MigrationRun(this.context, this.request, false);
		return run.inSessionNow((session) -> {
			MigrationPlan plan = run.assess(session).plan();
			InvalidMigrationsException.throwIfAny(plan.problems());
			return plan.marks();
		});
	}

	/**
	 * Runs it.
	 * @return the report
	 * @throws InvalidMigrationsException if there is a problem; nothing was written
	 * @throws dev.appmigrations.engine.migration.MigrationException if the database
	 * cannot be used
	 */
	MigrationReport run() {
		return MigrateOperation.baseline(this.context, this.request).run();
	}

}
