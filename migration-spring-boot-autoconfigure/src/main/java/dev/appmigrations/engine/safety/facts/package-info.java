/**
 * What is known of a database before a migration runs: names, types, sizes, constraints.
 * No rows.
 */
@NullMarked
package dev.appmigrations.engine.safety.facts;

import org.jspecify.annotations.NullMarked;
