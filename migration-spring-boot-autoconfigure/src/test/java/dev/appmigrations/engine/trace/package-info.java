/**
 * Tests of the lock trace, on a real server.
 */
@NullMarked
package dev.appmigrations.engine.trace;

import org.jspecify.annotations.NullMarked;
