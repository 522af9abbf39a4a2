/**
 * Decides whether a non-transactional statement that was interrupted has done its work,
 * one class for each kind of statement. What runs statements stays outside.
 */
@NullMarked
package dev.appmigrations.engine.execute.recovery;

import org.jspecify.annotations.NullMarked;
