package dev.appmigrations.actuate.endpoint;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How the databases of an application stand.
 *
 * @param contexts by the id of the application context
 */
public record MigrationsDescriptor(Map<String, Context> contexts) implements OperationResponseBody {

	/**
	 * The migrators of an application context.
	 *
	 * @param migrators by the name of the bean, or of the tenant that was asked for
	 * @param tenants all tenants; {@code null} if there are none, or one was asked for
	 * @param parentId the id of the parent context, {@code null} if there is none
	 */
	public record Context(Map<String, MigratorDescriptor> migrators, @Nullable TenantsDescriptor tenants,
			@Nullable String parentId) {

	}

}
