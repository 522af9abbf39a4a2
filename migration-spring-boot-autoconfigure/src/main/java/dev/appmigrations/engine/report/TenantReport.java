package dev.appmigrations.engine.report;

import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * How the schema of a tenant stands, and what a run has done there.
 *
 * @param tenant the name of the tenant
 * @param report how it stands, {@code null} if it failed or was not reached
 * @param failure why it failed, {@code null} if it did not
 */
public record TenantReport(String tenant, @Nullable MigrationReport report, @Nullable MigrationException failure) {

	/**
	 * Tells whether all is applied, and nothing is wrong.
	 * @return whether the tenant can be served
	 */
	public boolean ready() {
		return this.report != null && this.report.pending().isEmpty()
				&& this.report.problems().stream().noneMatch((problem) -> problem.isError());
	}

	/**
	 * Tells whether a run has ended before it came to this tenant.
	 * @return whether nothing is known of it
	 */
	public boolean notReached() {
		return this.report == null && this.failure == null;
	}

}
