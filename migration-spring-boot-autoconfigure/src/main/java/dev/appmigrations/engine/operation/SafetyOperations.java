package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.scratch.TraceRequest;
import org.jspecify.annotations.Nullable;

/**
 * What migrations would do to a running application.
 */
public final class SafetyOperations {

	private final RunContext context;

	/**
	 * Creates the operations.
	 * @param context what all runs share
	 */
	public SafetyOperations(RunContext context) {
		this.context = context;
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
	 * Tries what is pending, under the lock, in one transaction that is rolled back.
	 * @param target the last version, {@code null} for that of the options
	 * @return what was found, a failure included
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if the database cannot be used
	 */
	public DryRunReport dryRun(@Nullable MigrationVersion target) {
		return new DryRunOperation(this.context, (target != null) ? PlanRequest.upTo(target) : this.context.pending())
			.run();
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

}
