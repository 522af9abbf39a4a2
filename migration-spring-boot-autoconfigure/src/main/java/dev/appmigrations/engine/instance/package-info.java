/**
 * A running instance of the application: its sign-on, its heartbeat, and whether it may
 * serve. It reaches the run through one interface of the history and knows no migrator.
 */
@NullMarked
package dev.appmigrations.engine.instance;

import org.jspecify.annotations.NullMarked;
