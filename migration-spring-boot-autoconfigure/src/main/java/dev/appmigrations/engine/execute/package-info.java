/**
 * The side effects: taking the lock, running the units of a plan, recording each with its
 * unit. The decision what to run is made elsewhere.
 */
@NullMarked
package dev.appmigrations.engine.execute;

import org.jspecify.annotations.NullMarked;
