/**
 * Backfills: which table is walked, by which key, in which ranges of it; how large a
 * batch is, when it waits, and how it is known that no row is left. Reading files and
 * planning belong elsewhere.
 */
@NullMarked
package dev.appmigrations.engine.backfill;

import org.jspecify.annotations.NullMarked;
