package dev.appmigrations.autoconfigure.observation;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import dev.appmigrations.autoconfigure.state.DatabaseState;
import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.autoconfigure.state.TenantsState;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.MigrationReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges of what this instance knows of its databases. A scrape asks no database.
 */
final class MigrationMetrics implements MeterBinder {

	private final DatabaseStates states;

	private final boolean tenants;

	MigrationMetrics(DatabaseStates states, boolean tenants) {
		this.states = states;
		this.tenants = tenants;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (DatabaseState database : this.states.watch().all()) {
			gauges(database, registry);
		}
		if (this.tenants) {
			tenants(registry, "ready", (tenants) -> tenants.total() - failed(tenants) - notReady(tenants));
			tenants(registry, "failed", MigrationMetrics::failed);
			tenants(registry, "pending", MigrationMetrics::notReady);
		}
	}

	private static void gauges(DatabaseState database, MeterRegistry registry) {
		gauge(registry, database, "applied", "Migrations that are applied",
				(state) -> count(state, MigrationReport::applied));
		gauge(registry, database, "pending", "Migrations that are pending", (state) -> state.pending().size());
		gauge(registry, database, "failed", "Pending migrations whose latest attempt has failed",
				(state) -> state.pending().stream().filter((pending) -> pending.failure() != null).count());
		gauge(registry, database, "waiting", "Migrations that wait for an older release or a backfill",
				(state) -> state.waiting().size());
		gauge(registry, database, "problems", "Problems because of which nothing runs",
				(state) -> count(state, (report) -> Problem.errors(report.problems())));
		gauge(registry, database, "findings", "What pending migrations would do to a running application",
				(state) -> count(state, (report) -> report.safety().findings()));
		gauge(registry, database, "backfills", "Backfills that are not done", (state) -> state.backfills().size());
		gauge(registry, database, "suspended", "Whether the instance may not serve (1)",
				(state) -> (state.suspension() != null) ? 1 : 0);
		Gauge.builder("app.migrations.reading.age", database, MigrationMetrics::age)
			.description("Age of the latest reading of the database")
			.baseUnit("seconds")
			.tags(tags(database))
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, DatabaseState database, String name, String description,
			ToDoubleFunction<DatabaseState> value) {
		Gauge.builder("app.migrations." + name, database, value)
			.description(description)
			.tags(tags(database))
			.register(registry);
	}

	private static Tags tags(DatabaseState database) {
		return Tags.of("migrator", database.name());
	}

	private void tenants(MeterRegistry registry, String state, ToDoubleFunction<TenantsState> value) {
		Gauge.builder("app.migrations.tenants", this.states, (all) -> {
			TenantsState tenants = all.tenants();
			return (tenants != null) ? value.applyAsDouble(tenants) : Double.NaN;
		}).description("Tenants by how they stand").tags("state", state).register(registry);
	}

	private static int failed(TenantsState tenants) {
		return tenants.failed().size();
	}

	private static int notReady(TenantsState tenants) {
		return tenants.notReady().size();
	}

	/** What is not known is not a number. */
	private static double age(DatabaseState database) {
		Duration age = database.age();
		return (age != null) ? age.toMillis() / 1000.0 : Double.NaN;
	}

	private static double count(DatabaseState database, Function<MigrationReport, List<?>> counted) {
		MigrationReport report = database.report();
		return (report != null) ? counted.apply(report).size() : Double.NaN;
	}

}
