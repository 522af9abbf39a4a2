package dev.appmigrations.actuate.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.BackfillOperations;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.report.TenantReport;
import dev.appmigrations.engine.report.TenantsReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.ApplicationContext;

/**
 * What the endpoint {@code migrations} changes, for who may.
 */
final class EndpointWrites {

	private static final String RUNS = "runs";

	private static final String TENANTS = "tenants";

	private static final int ACCEPTED = 202;

	private static final int CONFLICT = 409;

	private final ApplicationContext context;

	private final ValueDisplay values;

	private final RequestedRuns runs = new RequestedRuns();

	EndpointWrites(ApplicationContext context, ValueDisplay values) {
		this.context = context;
		this.values = values;
	}

	WebEndpointResponse<Object> begin(boolean show, String name, @Nullable String migrator) {
		if (!name.equals("apply") && !name.equals("contract")) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		if (TENANTS.equals(migrator)) {
			Tenants tenants = this.context.getBeanProvider(Tenants.class).getIfAvailable();
			return (tenants != null) ? begin(show, name, TENANTS, () -> run(name, tenants)) : unclear(migrator);
		}
		Map.Entry<String, Migrator> found = find(migrator);
		if (found == null) {
			return unclear(migrator);
		}
		try {
			if (found.getValue().status().running() != null) {
				return conflict("Somebody is migrating this database.");
			}
		}
		catch (MigrationException ex) {
			return failed(ex, show);
		}
		return begin(show, name, found.getKey(), () -> run(name, found.getValue()));
	}

	private WebEndpointResponse<Object> begin(boolean show, String name, String migrator,
			Callable<List<StepReport>> work) {
		RequestedRun run = this.runs.begin(name, migrator, work);
		return (run != null) ? new WebEndpointResponse<>(RunDescriptor.of(run, this.values, show), ACCEPTED)
				: conflict("A run that was asked for before is going on.");
	}

	private static List<StepReport> run(String name, Migrator migrator) {
		MigrationReport report = (name.equals("contract")) ? migrator.contract(ContractRequest.now())
				: migrator.migrate();
		return report.steps();
	}

	private static List<StepReport> run(String name, Tenants tenants) {
		TenantsReport report = (name.equals("contract")) ? tenants.contract(ContractRequest.now()) : tenants.migrate();
		for (TenantReport tenant : report.failed()) {
			throw Objects.requireNonNull(tenant.failure());
		}
		return List.of();
	}

	@Nullable RunDescriptor run(boolean show, String kind, String id) {
		RequestedRun run = (kind.equals(RUNS)) ? this.runs.find(id) : null;
		return (run != null) ? RunDescriptor.of(run, this.values, show) : null;
	}

	WebEndpointResponse<Object> decide(boolean show, String backfill, String decision, @Nullable String migrator) {
		Map.Entry<String, Migrator> found = find(migrator);
		if (found == null) {
			return unclear(migrator);
		}
		BackfillOperations backfills = found.getValue().backfills();
		Map<String, Consumer<String>> decisions = Map.of("pause", backfills::pause, "resume", backfills::resume,
				"retry", backfills::retry);
		Consumer<String> made = decisions.get(decision);
		if (made == null) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		try {
			made.accept(backfill);
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (MigrationException ex) {
			return failed(ex, show);
		}
	}

	/** The one of that name, or the only one. */
	private Map.@Nullable Entry<String, Migrator> find(@Nullable String name) {
		Map<String, Migrator> all = this.context.getBeansOfType(Migrator.class);
		if (name != null) {
			Migrator named = all.get(name);
			return (named != null) ? Map.entry(name, named) : null;
		}
		return (all.size() == 1) ? all.entrySet().iterator().next() : null;
	}

	private WebEndpointResponse<Object> unclear(@Nullable String migrator) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("description", (migrator != null) ? "There is no migrator of that name."
				: "There are several migrators: name one as 'migrator'.");
		body.put("migrators", this.context.getBeansOfType(Migrator.class).keySet());
		return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	private static WebEndpointResponse<Object> conflict(String description) {
		return new WebEndpointResponse<>(Map.of("description", description), CONFLICT);
	}

	private WebEndpointResponse<Object> failed(MigrationException failure, boolean show) {
		return new WebEndpointResponse<>(this.values.error(failure, show), CONFLICT);
	}

}
