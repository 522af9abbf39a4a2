package dev.appmigrations.engine.jdbc;

import java.util.Collection;

import javax.sql.DataSource;

/**
 * Tenants that have a database each, and not only a schema.
 */
public interface TenantDataSources {

	/**
	 * Tells which tenants there are.
	 * @return their names
	 */
	Collection<String> names();

	/**
	 * Returns the way to the database of a tenant.
	 * @param tenant its name
	 * @return the data source
	 * @throws IllegalArgumentException if there is no such tenant
	 */
	DataSource dataSource(String tenant);

}
