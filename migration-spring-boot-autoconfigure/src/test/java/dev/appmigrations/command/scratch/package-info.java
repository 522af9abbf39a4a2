/**
 * Tests of the servers for scratch databases.
 */
@NullMarked
package dev.appmigrations.command.scratch;

import org.jspecify.annotations.NullMarked;
