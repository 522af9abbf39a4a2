package dev.appmigrations.engine.tenant;

import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.TenantReport;
import dev.appmigrations.engine.report.TenantsReport;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Wording;

/**
 * Tenants failed: each is named, the first with all that is known of its failure.
 */
public final class TenantsFailedException extends MigrationException {

	private static final long serialVersionUID = 1L;

	/** So many are told with their reason. */
	private static final int TOLD = 5;

	private final transient TenantsReport report;

	/**
	 * Creates an exception.
	 * @param report has at least one tenant that failed
	 */
	public TenantsFailedException(TenantsReport report) {
		super(first(report), (description) -> description(report, description));
		this.report = report;
	}

	private TenantsFailedException(TenantsFailedException original, Wording wording) {
		super(original, wording);
		this.report = original.report;
	}

	@Override
	protected TenantsFailedException copy(Wording wording) {
		return new TenantsFailedException(this, wording);
	}

	/**
	 * Returns how all tenants stand.
	 * @return a report for each, also of those that did not fail
	 */
	public TenantsReport report() {
		return this.report;
	}

	private static Message description(TenantsReport report, Message first) {
		List<TenantReport> failed = report.failed();
		Message text = Message.of(report.summary() + "\nTenant " + failed.get(0).tenant() + ": ").and(first);
		StringBuilder others = new StringBuilder();
		for (TenantReport tenant : failed.subList(1, failed.size())) {
			others.append("\nTenant ").append(tenant.tenant());
			MigrationException failure = tenant.failure();
			if (failure != null && others.chars().filter((letter) -> letter == '\n').count() < TOLD) {
				others.append(": ").append(failure.description().lines().findFirst().orElse(""));
			}
		}
		return text.and(others.toString());
	}

	private static MigrationException first(TenantsReport report) {
		return Objects.requireNonNull(report.failed().get(0).failure());
	}

}
