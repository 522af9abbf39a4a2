/**
 * Observation from outside: who is in the way, what runs, which locks are held, what a
 * connection is. Nothing here changes anything in the database.
 */
@NullMarked
package dev.appmigrations.engine.watch;

import org.jspecify.annotations.NullMarked;
