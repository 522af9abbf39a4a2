/**
 * The side effects: taking the lock, running the units of a plan, recording each with its
 * unit. What to run was decided elsewhere.
 */
@NullMarked
package dev.appmigrations.engine.execute;

import org.jspecify.annotations.NullMarked;
