package dev.appmigrations.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the endpoint {@code migrations}.
 *
 * @param showValues When to show the text of scripts, statements and errors.
 * @param roles Roles used to determine whether a user is authorized to be shown the text
 * of scripts, statements and errors. When empty, all authenticated users are authorized.
 */
@ConfigurationProperties("management.endpoint.migrations")
record MigrationsEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
