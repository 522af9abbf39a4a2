/**
 * Waiting: a sleeper that tests replace, polling with growing pauses, and results of
 * other threads. Nothing here knows a database.
 */
@NullMarked
package dev.appmigrations.engine.time;

import org.jspecify.annotations.NullMarked;
