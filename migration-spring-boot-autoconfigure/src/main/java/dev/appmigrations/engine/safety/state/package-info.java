/**
 * The schema as it is before each statement of the pending migrations: read from the
 * database, or unknown, and advanced by what the statements before do.
 */
@NullMarked
package dev.appmigrations.engine.safety.state;

import org.jspecify.annotations.NullMarked;
