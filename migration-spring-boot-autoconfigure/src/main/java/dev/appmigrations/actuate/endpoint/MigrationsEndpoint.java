package dev.appmigrations.actuate.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import dev.appmigrations.autoconfigure.instance.PoolState;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.ApplicationContext;

/**
 * The endpoint {@code migrations}. It looks at scripts and databases at each call, takes
 * no lock and writes nothing. The text of scripts, statements and errors is shown as
 * {@code management.endpoint.migrations.show-values} says.
 */
@Endpoint(id = "migrations", defaultAccess = Access.READ_ONLY)
public final class MigrationsEndpoint {

	private final ApplicationContext context;

	private final ValueDisplay values;

	private final EndpointWrites writes;

	private final Show showValues;

	/**
	 * Creates the endpoint.
	 * @param context where the migrators are, and in its ancestors
	 * @param sanitizingFunctions what else is hidden
	 * @param showValues whether the text of scripts, statements and errors is shown
	 */
	public MigrationsEndpoint(ApplicationContext context, Iterable<SanitizingFunction> sanitizingFunctions,
			Show showValues) {
		this.context = context;
		this.values = new ValueDisplay(sanitizingFunctions);
		this.writes = new EndpointWrites(context, this.values);
		this.showValues = showValues;
	}

	/**
	 * Tells how all databases stand, or the schema of one tenant.
	 * @param tenant the name of the tenant; without it, all are told
	 * @param applied how many of the latest applied migrations are told, or {@code all};
	 * 100 without it
	 * @return by context and migrator
	 */
	@ReadOperation
	public MigrationsDescriptor migrations(@Nullable String tenant, @Nullable String applied) {
		return migrations(tenant, applied, this.showValues.isShown(true));
	}

	/**
	 * Tells all that is known of one migration.
	 * @param name its name, the name of its file
	 * @param migrator the name of the migrator to ask; without it, the first that knows
	 * the migration
	 * @param tenant the name of the tenant to look at; without it, none is
	 * @return what is known; {@code null} if nobody who was asked knows it
	 */
	@ReadOperation
	public @Nullable MigrationDescriptor migration(@Selector String name, @Nullable String migrator,
			@Nullable String tenant) {
		return migration(name, migrator, tenant, this.showValues.isShown(true));
	}

	/** What only those change whom an operation over HTTP lets through. */
	EndpointWrites writes() {
		return this.writes;
	}

	MigrationsDescriptor migrations(@Nullable String tenant, @Nullable String applied, boolean show) {
		AppliedRange range = AppliedRange.of(applied);
		Map<String, MigrationsDescriptor.Context> contexts = new LinkedHashMap<>();
		for (ApplicationContext target = this.context; target != null; target = target.getParent()) {
			Map<String, MigratorDescriptor> migrators = new LinkedHashMap<>();
			TenantsDescriptor tenants = null;
			for (Tenants all : target.getBeansOfType(Tenants.class).values()) {
				if (tenant == null) {
					tenants = describe(all, show);
				}
				else {
					migrators.put(tenant, describe(all, tenant, range, show));
				}
			}
			if (tenant == null) {
				target.getBeansOfType(Migrator.class)
					.forEach((bean, migrator) -> migrators.put(bean, describe(migrator, range, show)));
			}
			ApplicationContext parent = target.getParent();
			contexts.put(id(target),
					new MigrationsDescriptor.Context(migrators, tenants, (parent != null) ? id(parent) : null));
		}
		return new MigrationsDescriptor(contexts);
	}

	@Nullable MigrationDescriptor migration(String name, @Nullable String asked, @Nullable String tenant, boolean show) {
		MigrationDescriptor failed = null;
		for (ApplicationContext target = this.context; target != null; target = target.getParent()) {
			for (Map.Entry<String, Supplier<Migrator>> bean : migrators(target, asked, tenant).entrySet()) {
				try {
					Migrator migrator = bean.getValue().get();
					requireConnection(migrator);
					Optional<MigrationDetails> details = migrator.find(name);
					if (details.isPresent()) {
						return MigrationDescriptor.of(id(target), bean.getKey(), details.get(), this.values, show);
					}
				}
				catch (MigrationException ex) {
					failed = MigrationDescriptor.unavailable(id(target), bean.getKey(), name, ex, this.values, show);
				}
			}
		}
		return failed;
	}

	/** Those of a context that are asked, by the names under which they answer. */
	private static Map<String, Supplier<Migrator>> migrators(ApplicationContext context, @Nullable String asked,
			@Nullable String tenant) {
		Map<String, Supplier<Migrator>> migrators = new LinkedHashMap<>();
		if (tenant != null) {
			context.getBeansOfType(Tenants.class)
				.values()
				.forEach((tenants) -> migrators.put(tenant, () -> migrator(tenants, tenant)));
			return migrators;
		}
		context.getBeansOfType(Migrator.class).forEach((bean, migrator) -> {
			if (asked == null || asked.equals(bean)) {
				migrators.put(bean, () -> migrator);
			}
		});
		return migrators;
	}

	/** Of a schema that is no tenant's nothing is told. */
	private static Migrator migrator(Tenants tenants, String tenant) {
		if (!tenants.names().contains(tenant)) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS, "There is no such tenant.", "Correct the name.",
					null);
		}
		return tenants.migrator(tenant);
	}

	private MigratorDescriptor describe(Migrator migrator, AppliedRange range, boolean show) {
		try {
			requireConnection(migrator);
			return MigratorDescriptor.of(migrator.safety().status(), range, this.values, show);
		}
		catch (MigrationException ex) {
			return MigratorDescriptor.unavailable(ex, this.values, show);
		}
	}

	private TenantsDescriptor describe(Tenants tenants, boolean show) {
		try {
			return TenantsDescriptor.of(tenants.status(), this.values, show);
		}
		catch (MigrationException ex) {
			return TenantsDescriptor.unavailable(ex, this.values, show);
		}
	}

	private MigratorDescriptor describe(Tenants tenants, String tenant, AppliedRange range, boolean show) {
		try {
			return describe(migrator(tenants, tenant), range, show);
		}
		catch (MigrationException ex) {
			return MigratorDescriptor.unavailable(ex, this.values, show);
		}
	}

	/** Whoever asks how it stands wants to know that, too, and not wait for long. */
	private static void requireConnection(Migrator migrator) {
		if (PoolState.isExhausted(migrator.dataSource())) {
			throw new MigrationException(ErrorCode.DATABASE_UNAVAILABLE,
					"The pool has no free connection; the database was not asked.",
					"Find out who keeps connections for so long, or let the pool have more.", null);
		}
	}

	private static String id(ApplicationContext context) {
		return Objects.requireNonNullElse(context.getId(), "application");
	}

}
