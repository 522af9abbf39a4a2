package dev.appmigrations.actuate.endpoint;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
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
	 * @return by context and migrator
	 */
	@ReadOperation
	public MigrationsDescriptor migrations(SecurityContext securityContext, @Nullable String tenant) {
		return this.delegate.migrations(tenant, isShown(securityContext));
	}

	/**
	 * Tells all that is known of one migration.
	 * @param securityContext who asks
	 * @param name its name, the name of its file
	 * @param migrator the name of the migrator to ask; without it, the first that knows
	 * the migration
	 * @return what is known; {@code null}, and so the status 404, if no migrator knows it
	 */
	@ReadOperation
	public @Nullable MigrationDescriptor migration(SecurityContext securityContext, @Selector String name,
			@Nullable String migrator) {
		return this.delegate.migration(name, migrator, isShown(securityContext));
	}

	private boolean isShown(SecurityContext securityContext) {
		return this.showValues.isShown(securityContext, this.roles);
	}

}
