package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.ContractPlanReport;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.report.TrialReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.scratch.TraceRequest;
import org.jspecify.annotations.Nullable;

/**
 * What migrations would do to a running application.
 */
public final class SafetyOperations {

	private final RunContext context;

	private final RunContext looking;

	/**
	 * Creates the operations.
	 * @param context what all runs share
	 * @param looking the same for those who look often
	 */
	public SafetyOperations(RunContext context, RunContext looking) {
		this.context = context;
		this.looking = looking;
	}

	/**
	 * Judges what is pending, by its text and by what is known of the database.
	 * @return what was found
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public LintReport lint() {
		return lint(LintRequest.PENDING);
	}

	/**
	 * Reports how scripts and database stand, as a status does, and judges what is
	 * pending, unless the options say that nobody looks.
	 * @return the report, with what was found
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public MigrationReport status() {
		return new StatusOperation(this.looking, true).run();
	}

	/**
	 * Judges migrations.
	 * @param request which, and by what
	 * @return what was found
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public LintReport lint(LintRequest request) {
		return new LintOperation(this.context, request).run();
	}

	/**
	 * Finds out what applying pending migrations would do, and executes none of it: the
	 * plan, the linter's findings, the server's estimates of the rows that statements
	 * would change, and the sessions that would be in the way right now. Works with a
	 * role that can only read.
	 * @param target the last version, {@code null} for that of the options
	 * @return what was found
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public DryRunReport dryRun(@Nullable MigrationVersion target) {
		return new DryRunOperation(this.context, request(target)).run();
	}

	/**
	 * Finds out what {@code contract} would do now, and executes none of it: the
	 * migrations, their locks, how long they take, and who is in the way. Works with a
	 * role that can only read.
	 * @return what was found
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public ContractPlanReport contractPlan() {
		return new ContractPlanOperation(this.context).run();
	}

	/**
	 * Tries what is pending: executes it under the lock, in one transaction that is
	 * rolled back. Its locks keep others waiting like those of a real run.
	 * @param target the last version, {@code null} for that of the options
	 * @return what was found, a failure included
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException with {@link ErrorCode#DATABASE_IN_USE} if an instance of
	 * the application is alive; or if the database cannot be used
	 */
	public TrialReport tryOut(@Nullable MigrationVersion target) {
		return tryOut(target, false);
	}

	/**
	 * Does the same, and may do it while the application is running.
	 * @param target the last version, {@code null} for that of the options
	 * @param force whether it is done while instances of the application are alive
	 * @return what was found, a failure included
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException as above
	 */
	public TrialReport tryOut(@Nullable MigrationVersion target, boolean force) {
		return new TrialOperation(this.context, request(target), force).run();
	}

	/**
	 * Traces on a scratch database what migrations lock, rewrite, build and scan. Only
	 * reads the database itself.
	 * @param request what is traced, and where
	 * @return what was seen, also where a migration failed
	 * @throws MigrationException if there is a problem with the migrations, a database
	 * cannot be used, a statement would change more than the scratch database, or what is
	 * applied cannot be applied there
	 */
	public TraceReport trace(TraceRequest request) {
		return new TraceOperation(this.context, request).run();
	}

	private PlanRequest request(@Nullable MigrationVersion target) {
		return (target != null) ? PlanRequest.upTo(target) : this.context.pending();
	}

}
