/**
 * Decides whether a non-transactional statement that was interrupted has done its work,
 * one class for each kind of statement. Running statements is not its business.
 */
@NullMarked
package dev.appmigrations.engine.execute.recovery;

import org.jspecify.annotations.NullMarked;
