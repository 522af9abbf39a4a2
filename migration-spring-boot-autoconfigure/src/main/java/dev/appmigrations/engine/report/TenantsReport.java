package dev.appmigrations.engine.report;

import java.util.List;
import java.util.Optional;

/**
 * How all tenants stand, and what a run has done.
 *
 * @param tenants a report for each, in the order of their names
 */
public record TenantsReport(List<TenantReport> tenants) {

	public TenantsReport {
		tenants = List.copyOf(tenants);
	}

	/**
	 * Finds a tenant.
	 * @param name its name
	 * @return its report, empty if there is no such tenant
	 */
	public Optional<TenantReport> find(String name) {
		return this.tenants.stream().filter((tenant) -> tenant.tenant().equals(name)).findFirst();
	}

	/**
	 * Returns those that failed.
	 * @return their reports
	 */
	public List<TenantReport> failed() {
		return this.tenants.stream().filter((tenant) -> tenant.failure() != null).toList();
	}

	/**
	 * Sums them up.
	 * @return a line such as {@code 500 tenants: 497 up to date, 2 migrated, 1 failed}
	 */
	public String summary() {
		int migrated = 0;
		int pending = 0;
		int failed = 0;
		int left = 0;
		for (TenantReport tenant : this.tenants) {
			MigrationReport report = tenant.report();
			if (report == null) {
				failed += (tenant.failure() != null) ? 1 : 0;
				left += (tenant.notReached()) ? 1 : 0;
			}
			else if (!report.steps().isEmpty()) {
				migrated++;
			}
			else if (!tenant.ready()) {
				pending++;
			}
		}
		StringBuilder text = new StringBuilder().append(this.tenants.size())
			.append((this.tenants.size() == 1) ? " tenant: " : " tenants: ");
		text.append(this.tenants.size() - migrated - pending - failed - left).append(" up to date");
		append(text, migrated, " migrated");
		append(text, pending, " pending");
		append(text, failed, " failed");
		append(text, left, " not reached");
		return text.toString();
	}

	private static void append(StringBuilder text, int count, String what) {
		if (count > 0) {
			text.append(", ").append(count).append(what);
		}
	}

}
