/**
 * Which locks a statement takes on which tables, as PostgreSQL's documentation and source
 * say. Nothing here asks a database.
 */
@NullMarked
package dev.appmigrations.engine.safety.lock;

import org.jspecify.annotations.NullMarked;
