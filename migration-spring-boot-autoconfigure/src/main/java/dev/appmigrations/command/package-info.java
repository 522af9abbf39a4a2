/**
 * {@code migrations <command>} in the user's own jar: arguments, output and exit codes;
 * each command is one class. No SQL and no decision about migrations may enter: they
 * belong to the engine.
 */
@NullMarked
package dev.appmigrations.command;

import org.jspecify.annotations.NullMarked;
