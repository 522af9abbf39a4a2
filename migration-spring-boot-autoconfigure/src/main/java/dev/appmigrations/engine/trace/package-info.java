/**
 * The lock trace: reads, after each statement, which locks its transaction holds, what it
 * rewrote and scanned, and which indexes it built. For scratch databases and tests only.
 */
@NullMarked
package dev.appmigrations.engine.trace;

import org.jspecify.annotations.NullMarked;
