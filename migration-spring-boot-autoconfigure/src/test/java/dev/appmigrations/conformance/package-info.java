/**
 * Compares the statements that psql sends with those that the engine splits a file into:
 * programs for CI, not tests of the build. What could run without psql may not enter.
 */
@NullMarked
package dev.appmigrations.conformance;

import org.jspecify.annotations.NullMarked;
