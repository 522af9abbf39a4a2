/**
 * Which instances of the application are alive, what each of them knows, and so whether a
 * contract migration may run. No migration runs here, and no thread or connection is
 * opened.
 */
@NullMarked
package dev.appmigrations.engine.rollout;

import org.jspecify.annotations.NullMarked;
