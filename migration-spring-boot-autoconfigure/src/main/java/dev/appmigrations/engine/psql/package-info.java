/**
 * Writes a script for psql that does what a run would do, with the same records. Nothing
 * here talks to a database.
 */
@NullMarked
package dev.appmigrations.engine.psql;

import org.jspecify.annotations.NullMarked;
