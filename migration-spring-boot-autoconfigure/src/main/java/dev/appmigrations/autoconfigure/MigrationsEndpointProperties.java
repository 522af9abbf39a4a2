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
 * @param page What a browser is shown.
 */
@ConfigurationProperties("management.endpoint.migrations")
record MigrationsEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles,
		@DefaultValue Page page) {

	/**
	 * The properties of the page.
	 *
	 * @param enabled Whether a browser is shown a page; others are always answered in
	 * JSON.
	 */
	record Page(@DefaultValue("true") boolean enabled) {

	}

}
