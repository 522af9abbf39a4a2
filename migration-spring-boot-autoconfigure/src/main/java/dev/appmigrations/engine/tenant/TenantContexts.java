package dev.appmigrations.engine.tenant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.SharedInstances;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.TenantDataSources;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.options.TenantOptions;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.script.Placeholders;
import org.jspecify.annotations.Nullable;

/**
 * What runs in the schema of a tenant share with those of all others: everything but the
 * schema, and the placeholder that names it. The scripts are the same for all, so that
 * they are read with the same value of that placeholder: the checksum of a repeatable
 * migration does not depend on the tenant.
 *
 * @param shared what is the same for all
 * @param placeholders the values that all tenants have
 * @param databases the databases of the tenants, {@code null} if each has a schema of one
 * @param instances where the instances of the application are, {@code null} until that is
 * known, and where each tenant has a database
 */
public record TenantContexts(RunContext shared, Map<String, String> placeholders, @Nullable TenantDataSources databases,
		@Nullable SharedInstances instances) {

	public TenantContexts {
		placeholders = Map.copyOf(placeholders);
	}

	/**
	 * Returns the placeholders that scripts are read with.
	 * @param placeholders the values that all tenants have
	 * @return these, and one of any value
	 */
	public static Placeholders whenRead(Map<String, String> placeholders) {
		return with(placeholders, TenantOptions.PLACEHOLDER);
	}

	/**
	 * Returns a context for the schema or the database of a tenant.
	 * @param tenant the name of the tenant, and of its schema if it has one
	 * @return a new context
	 * @throws MigrationException if its database is not known
	 */
	public RunContext of(String tenant) {
		Placeholders values = with(this.placeholders, tenant);
		return (this.databases != null)
				? this.shared.inDatabase(this.shared.sessions().to(this.databases, tenant), values)
				: this.shared.inSchema(tenant, values, this.instances);
	}

	private static Placeholders with(Map<String, String> placeholders, String tenant) {
		Map<String, String> values = new HashMap<>(placeholders);
		values.put(TenantOptions.PLACEHOLDER, tenant);
		return new Placeholders(values);
	}

	/**
	 * Returns the same with one listener more.
	 * @param listener the listener
	 * @return new contexts
	 */
	public TenantContexts with(MigrationListener listener) {
		return new TenantContexts(this.shared.with(listener), this.placeholders, this.databases, this.instances);
	}

	/** Returns the same, with scripts that are read once. */
	TenantContexts fixed() {
		return new TenantContexts(this.shared.withFixedScripts(), this.placeholders, this.databases, this.instances);
	}

	/**
	 * Finds out where the instances of the application are: beside the history of what
	 * tenants share.
	 * @param session the connection
	 * @return the same, with that
	 */
	TenantContexts at(Session session) {
		MigratorOptions.History history = this.shared.options().history();
		String schema = this.shared.history().readFacts(session).schema();
		if (schema == null) {
			return this;
		}
		HistoryTables tables = new HistoryTables(schema, history.table(), history.schema() != null);
		return new TenantContexts(this.shared, this.placeholders, this.databases,
				new SharedInstances(tables, TenantOptions.PREFIX));
	}

	/**
	 * Returns what an instance of the application knows of the migrations of tenants.
	 * @return the names of those that others wait for, each with the prefix
	 * @throws MigrationException if a location cannot be read
	 */
	public List<String> known() {
		return this.shared.catalogs()
			.read()
			.migrations()
			.stream()
			.filter((migration) -> migration.phase() == Phase.CONTRACT || migration instanceof BackfillMigration)
			.map((migration) -> TenantOptions.PREFIX + migration.name())
			.toList();
	}

}
