package dev.appmigrations.engine.options;

import java.util.List;

import dev.appmigrations.engine.history.HistoryTables;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants there are, and how they are migrated.
 *
 * @param schemas the names of the schemas of tenants; none if a query tells them
 * @param query returns a row for each tenant, whose first column is the name of a schema;
 * {@code null} for none
 * @param parallel how many tenants are migrated at once; at least one
 * @param onFailure what becomes of the others if one fails
 */
public record TenantOptions(List<String> schemas, @Nullable String query, int parallel, OnFailure onFailure) {

	/** The name of the placeholder whose value is the name of the tenant. */
	public static final String PLACEHOLDER = "tenant";

	/**
	 * What the names of their migrations begin with where instances tell what they know.
	 */
	public static final String PREFIX = "tenant:";

	public TenantOptions {
		schemas = List.copyOf(schemas);
		schemas.forEach((schema) -> HistoryTables.requireNames(schema, HistoryTables.DEFAULT_HISTORY));
		if (parallel < 1) {
			throw new IllegalArgumentException("At least one tenant is migrated at once");
		}
	}

	/**
	 * Creates options for tenants that are migrated one after the other, until one fails.
	 * @param schemas the names of their schemas
	 * @return the options
	 */
	public static TenantOptions of(String... schemas) {
		return new TenantOptions(List.of(schemas), null, 1, OnFailure.STOP);
	}

	/**
	 * What becomes of the other tenants if one fails.
	 */
	public enum OnFailure {

		/** Those that have begun are finished, and no other begins. */
		STOP,

		/** All others are migrated. */
		CONTINUE

	}

}
