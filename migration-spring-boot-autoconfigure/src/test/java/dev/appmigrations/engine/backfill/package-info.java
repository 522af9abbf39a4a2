/**
 * Tests of backfills, on a real server.
 */
@NullMarked
package dev.appmigrations.engine.backfill;

import org.jspecify.annotations.NullMarked;
