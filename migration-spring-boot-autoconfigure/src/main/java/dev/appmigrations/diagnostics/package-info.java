/**
 * Failure analyzers: what Spring Boot prints when a start fails, one for each action that
 * the reader can take. No SQL and no logic may enter: the exceptions bring what they
 * know.
 */
@NullMarked
package dev.appmigrations.diagnostics;

import org.jspecify.annotations.NullMarked;
