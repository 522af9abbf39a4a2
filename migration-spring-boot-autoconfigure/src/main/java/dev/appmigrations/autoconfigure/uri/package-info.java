/**
 * Addresses of databases as PostgreSQL and other tools write them: {@code postgres://...}
 * and its parameters become a JDBC URL.
 */
@NullMarked
package dev.appmigrations.autoconfigure.uri;

import org.jspecify.annotations.NullMarked;
