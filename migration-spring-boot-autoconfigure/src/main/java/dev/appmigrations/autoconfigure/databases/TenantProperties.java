package dev.appmigrations.autoconfigure.databases;

import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.options.TenantOptions;
import dev.appmigrations.engine.script.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * The properties of tenants that have a schema each.
 *
 * @param schemas Schemas of the tenants, each with the same migrations and a history of
 * its own; created if absent.
 * @param query Query that returns the schema of each tenant, besides those that are
 * listed. It runs after the migrations of the application's own database.
 * @param locations Folders to search for the migrations of tenants.
 * @param parallel How many tenants are migrated at once; never more than the pool has
 * connections, less one.
 * @param onFailure What becomes of the others if a tenant fails. "stop" begins with no
 * other and fails the start, "continue" migrates all others and starts.
 */
@ConfigurationProperties(TenantProperties.PREFIX)
public record TenantProperties(List<String> schemas, @Nullable String query, List<String> locations, Integer parallel,
		TenantOptions.OnFailure onFailure) {

	/** What their names begin with. */
	public static final String PREFIX = "app.migrations.tenants";

	/** Where the migrations of tenants are unless a property says otherwise. */
	public static final String DEFAULT_LOCATION = "classpath:db/tenant";

	public TenantProperties {
		schemas = List.copyOf(Objects.requireNonNullElse(schemas, List.of()));
		query = (StringUtils.hasText(query)) ? query : null;
		locations = List.copyOf(Objects.requireNonNullElse(locations, List.of(DEFAULT_LOCATION)));
		parallel = Objects.requireNonNullElse(parallel, 4);
		onFailure = Objects.requireNonNullElse(onFailure, TenantOptions.OnFailure.STOP);
		if (locations.isEmpty()) {
			throw new IllegalArgumentException(PREFIX + ".locations names no folder");
		}
		new TenantOptions(schemas, query, parallel, onFailure);
	}

	/**
	 * Returns the folders of the scripts.
	 * @return the folders
	 */
	public List<Location> folders() {
		return this.locations.stream().map(Location::parse).toList();
	}

	/**
	 * Returns the options of the engine.
	 * @param connections how many connections there are to be had
	 * @return the options
	 */
	public TenantOptions options(int connections) {
		return new TenantOptions(this.schemas, this.query, Math.max(1, Math.min(this.parallel, connections - 1)),
				this.onFailure);
	}

}
