/**
 * The rules of the linter, one class each, and what they see of a statement.
 */
@NullMarked
package dev.appmigrations.engine.safety.rule;

import org.jspecify.annotations.NullMarked;
