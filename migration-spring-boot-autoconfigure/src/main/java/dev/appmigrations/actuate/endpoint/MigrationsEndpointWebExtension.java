package dev.appmigrations.actuate.endpoint;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint {@code migrations} over HTTP, where it is known who asks.
 */
@EndpointWebExtension(endpoint = MigrationsEndpoint.class)
public class MigrationsEndpointWebExtension {

	private final MigrationsEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 * @param showValues whether the text of scripts, statements and errors is shown
	 * @param roles who is authorized to see it; everybody who is known, if empty
	 */
	public MigrationsEndpointWebExtension(MigrationsEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Tells how all databases stand, or the schema of one tenant.
	 * @param securityContext who asks
	 * @param tenant the name of the tenant; without it, all are told
	 * @param applied how many of the latest applied migrations are told, or {@code all};
	 * 100 without it
	 * @return by context and migrator; the status 400 for any other value
	 */
	@ReadOperation
	public MigrationsDescriptor migrations(SecurityContext securityContext, @Nullable String tenant,
			@Nullable String applied) {
		return this.delegate.migrations(tenant, applied, isShown(securityContext));
	}

	/**
	 * Tells all that is known of one migration.
	 * @param securityContext who asks
	 * @param name its name, the name of its file
	 * @param migrator the name of the migrator to ask; without it, the first that knows
	 * the migration
	 * @param tenant the name of the tenant to look at; without it, none is
	 * @return what is known; {@code null}, and so the status 404, if nobody who was asked
	 * knows it
	 */
	@ReadOperation
	public @Nullable MigrationDescriptor migration(SecurityContext securityContext, @Selector String name,
			@Nullable String migrator, @Nullable String tenant) {
		return this.delegate.migration(name, migrator, tenant, isShown(securityContext));
	}

	/**
	 * Begins to apply what is pending. Not an operation of the endpoint itself: JMX does
	 * not ask who calls.
	 * @param securityContext who asks
	 * @param name {@code apply}, or {@code contract} to apply contract migrations as well
	 * @param migrator the name of the migrator, or {@code tenants}; not needed where
	 * there is only one
	 * @return a run to ask for with the status 202; 409 if one is going on, 400 if it is
	 * not clear which migrator is meant, 404 for any other name
	 */
	@WriteOperation
	public WebEndpointResponse<Object> begin(SecurityContext securityContext, @Selector String name,
			@Nullable String migrator) {
		return this.delegate.writes().begin(isShown(securityContext), name, migrator);
	}

	/**
	 * Tells how a run stands.
	 * @param securityContext who asks
	 * @param kind always {@code runs}
	 * @param id the run
	 * @return the run; {@code null}, and so the status 404, if it is not known (any more)
	 */
	@ReadOperation
	public @Nullable RunDescriptor run(SecurityContext securityContext, @Selector String kind, @Selector String id) {
		return this.delegate.writes().run(isShown(securityContext), kind, id);
	}

	/**
	 * Decides about a backfill, whoever works on it.
	 * @param securityContext who asks
	 * @param backfill the name of the migration
	 * @param decision {@code pause}, {@code resume} or {@code retry}
	 * @param migrator the name of the migrator; not needed where there is only one
	 * @return nothing with the status 204; 409 with the reason if that cannot be, 400 if
	 * it is not clear which migrator is meant, 404 for any other decision
	 */
	@WriteOperation
	public WebEndpointResponse<Object> decide(SecurityContext securityContext, @Selector String backfill,
			@Selector String decision, @Nullable String migrator) {
		return this.delegate.writes().decide(isShown(securityContext), backfill, decision, migrator);
	}

	private boolean isShown(SecurityContext securityContext) {
		return this.showValues.isShown(securityContext, this.roles);
	}

}
