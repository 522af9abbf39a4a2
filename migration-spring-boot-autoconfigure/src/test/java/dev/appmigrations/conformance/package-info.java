/**
 * Programs for CI that compare the engine with other programs: how psql and PostgreSQL's
 * parser read SQL files, and what another linter finds in them. Tests of the build may
 * not enter.
 */
@NullMarked
package dev.appmigrations.conformance;

import org.jspecify.annotations.NullMarked;
