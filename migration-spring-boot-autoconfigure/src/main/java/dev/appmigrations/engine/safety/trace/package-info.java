/**
 * What migrations did on a scratch database, as data: locks, rewrites, index builds and
 * scans of each statement. Nothing here talks to a database.
 */
@NullMarked
package dev.appmigrations.engine.safety.trace;

import org.jspecify.annotations.NullMarked;
