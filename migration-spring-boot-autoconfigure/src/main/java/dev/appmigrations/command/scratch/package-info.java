/**
 * Servers for scratch databases: one that a person names, or one that is started for a
 * command with what is on the class path.
 */
@NullMarked
package dev.appmigrations.command.scratch;

import org.jspecify.annotations.NullMarked;
