/**
 * The way from a connection to a plan: opening sessions, reading scripts and history
 * together, taking the lock and assessing again under it. Which operation is carried out
 * is not known here.
 */
@NullMarked
package dev.appmigrations.engine.run;

import org.jspecify.annotations.NullMarked;
