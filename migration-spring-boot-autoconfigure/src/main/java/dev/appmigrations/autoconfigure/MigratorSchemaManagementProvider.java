package dev.appmigrations.autoconfigure;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.SchemaManagement;
import org.springframework.boot.jdbc.SchemaManagementProvider;

/**
 * Tells Hibernate that the schema is managed, so that its {@code ddl-auto} defaults to
 * nothing.
 */
final class MigratorSchemaManagementProvider implements SchemaManagementProvider {

	private final ObjectProvider<Migrator> migrators;

	MigratorSchemaManagementProvider(ObjectProvider<Migrator> migrators) {
		this.migrators = migrators;
	}

	@Override
	public SchemaManagement getSchemaManagement(DataSource dataSource) {
		boolean managed = this.migrators.stream(ObjectProvider.UNFILTERED)
			.anyMatch((migrator) -> DatabaseIdentity.same(migrator.dataSource(), dataSource));
		return (managed) ? SchemaManagement.MANAGED : SchemaManagement.UNMANAGED;
	}

}
