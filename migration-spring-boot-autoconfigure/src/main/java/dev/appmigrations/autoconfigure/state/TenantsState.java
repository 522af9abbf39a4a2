package dev.appmigrations.autoconfigure.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.report.TenantReport;
import dev.appmigrations.engine.report.TenantsReport;

/**
 * What this instance knows of its tenants: how they stood at the start, without those
 * that it has found ready since.
 */
public final class TenantsState {

	private final Tenants tenants;

	private final TenantsReport report;

	private final Clock clock;

	private final Instant readAt;

	TenantsState(Tenants tenants, TenantsReport report, Clock clock) {
		this.tenants = tenants;
		this.report = report;
		this.clock = clock;
		this.readAt = clock.instant();
	}

	/**
	 * Returns how many tenants there were.
	 * @return the number
	 */
	public int total() {
		return this.report.tenants().size();
	}

	/**
	 * Returns those whose migrations have failed.
	 * @return their names
	 */
	public List<String> failed() {
		return left().filter((tenant) -> tenant.failure() != null).map(TenantReport::tenant).toList();
	}

	/**
	 * Returns those that are not ready for another reason.
	 * @return their names
	 */
	public List<String> notReady() {
		return left().filter((tenant) -> tenant.failure() == null).map(TenantReport::tenant).toList();
	}

	private Stream<TenantReport> left() {
		return this.report.tenants()
			.stream()
			.filter((tenant) -> !tenant.ready() && !this.tenants.isKnownReady(tenant.tenant()));
	}

	/**
	 * Returns how long ago that was read.
	 * @return the time since the start's run
	 */
	public Duration age() {
		return Duration.between(this.readAt, this.clock.instant());
	}

}
