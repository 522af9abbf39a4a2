package dev.appmigrations.actuate.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.TenantReport;
import dev.appmigrations.engine.report.TenantsReport;
import org.jspecify.annotations.Nullable;

/**
 * How all tenants stand, summed up.
 *
 * @param total how many there are
 * @param ready how many have nothing pending and nothing wrong
 * @param pending the names of those with something pending or wrong
 * @param unavailable why the schemas or databases of others cannot be read, by the names
 * of the tenants
 * @param error why nothing is known of any of them; {@code null} if it is
 */
public record TenantsDescriptor(int total, int ready, List<String> pending, Map<String, ErrorDescriptor> unavailable,
		@Nullable ErrorDescriptor error) {

	static TenantsDescriptor of(TenantsReport report, ValueDisplay values, boolean show) {
		int ready = 0;
		List<String> pending = new ArrayList<>();
		Map<String, ErrorDescriptor> unavailable = new LinkedHashMap<>();
		for (TenantReport tenant : report.tenants()) {
			MigrationException failure = tenant.failure();
			if (tenant.ready()) {
				ready++;
			}
			else if (failure != null) {
				unavailable.put(tenant.tenant(), values.error(failure, show));
			}
			else {
				pending.add(tenant.tenant());
			}
		}
		return new TenantsDescriptor(report.tenants().size(), ready, pending, unavailable, null);
	}

	static TenantsDescriptor unavailable(MigrationException failure, ValueDisplay values, boolean show) {
		return new TenantsDescriptor(0, 0, List.of(), Map.of(), values.error(failure, show));
	}

}
