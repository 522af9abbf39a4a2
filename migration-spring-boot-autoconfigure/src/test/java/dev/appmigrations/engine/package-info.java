/**
 * Tests of the engine as its users call it, on a real server.
 */
@NullMarked
package dev.appmigrations.engine;

import org.jspecify.annotations.NullMarked;
