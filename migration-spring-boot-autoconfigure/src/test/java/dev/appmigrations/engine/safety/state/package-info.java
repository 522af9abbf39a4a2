/**
 * Tests of the schema as it is before each statement.
 */
@NullMarked
package dev.appmigrations.engine.safety.state;

import org.jspecify.annotations.NullMarked;
