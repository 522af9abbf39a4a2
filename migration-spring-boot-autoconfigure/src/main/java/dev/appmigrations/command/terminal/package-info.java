/**
 * The terminal: progress that is drawn anew, or written line by line where nobody sees it
 * live.
 */
@NullMarked
package dev.appmigrations.command.terminal;

import org.jspecify.annotations.NullMarked;
