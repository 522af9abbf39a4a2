/**
 * Migrations of many schemas of a database that hold the same, one for each tenant.
 */
@NullMarked
package dev.appmigrations.engine.tenant;

import org.jspecify.annotations.NullMarked;
