/**
 * The vocabulary that every room speaks: migrations, versions, units, checksums, facts
 * about the database, and the one exception. No I/O and no JDBC may enter.
 */
@NullMarked
package dev.appmigrations.engine.migration;

import org.jspecify.annotations.NullMarked;
