/**
 * The history in the database: its tables, reading them in one round trip, and the
 * statements that record what happened. Nothing that decides may enter.
 */
@NullMarked
package dev.appmigrations.engine.history;

import org.jspecify.annotations.NullMarked;
