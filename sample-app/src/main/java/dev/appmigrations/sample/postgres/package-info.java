/**
 * The PostgreSQL server that the application brings along for those who have none. Nobody
 * else in the application knows of it: it ends at Spring Boot's
 * {@code JdbcConnectionDetails}.
 */
@NullMarked
package dev.appmigrations.sample.postgres;

import org.jspecify.annotations.NullMarked;
