package dev.appmigrations.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties of several databases, for the metadata: each is bound with those that it
 * inherits, by {@link DatabaseMigrators}.
 *
 * @param databases Databases to migrate beside that of the application, by their names.
 * Each inherits all other properties, and is migrated by the bean NAMEMigrator; its data
 * source is one of its own (url, username, password, driver-class-name), or the bean that
 * data-source names.
 */
@ConfigurationProperties(MigrationProperties.PREFIX)
record DatabasesProperties(@Nullable Map<String, MigrationProperties> databases) {

}
